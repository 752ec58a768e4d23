import { type EcsObject, emptyObject } from "../ecs/value.ts";

/** Scheme, authority, path, query and fragment, as RFC 3986 (Appendix B) takes a reference apart. */
const form = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** What `java.net.URI` refuses; `java.net.URL`, which is tried then, takes it but decodes nothing. */
const refused = /[\0-\x20"<>\\^`{|}\x7f]|%(?![\dA-Fa-f]{2})/;

const authorityForm = /^(?:([^@]*)@)?(\[[\da-fA-F:.%]+\]|[A-Za-z0-9.-]*)(?::(\d*))?$/;

/** Schemes that `java.net.URL` knows. */
const urlSchemes = ["http", "https", "ftp", "file", "jar"];

/**
 * `url.*` of an address, as Elasticsearch's `uri_parts` processor sets it with `keep_original`: `original`, `domain`,
 * `path`, `extension`, `query`, `fragment`, `scheme`, `port`, `user_info`, `username` and `password`; undefined for
 * what it cannot parse. Path, query, fragment and user info are percent-decoded (UriPartsProcessor).
 */
export function uriParts(original: string): EcsObject | undefined {
  const isUri = !refused.test(original);
  const [, scheme, authority, path = "", query, fragment] = form.exec(original) ?? [];
  if (!isUri && !urlSchemes.includes(scheme?.toLowerCase() ?? "")) return undefined;
  const read = isUri ? decodePercents : (text: string) => text;
  const [, user, domain, port] = authorityForm.exec(authority ?? "") ?? [];
  const parts = emptyObject();
  const put = (key: string, value: string | number | undefined) => {
    if (value !== undefined && value !== "") parts[key] = value;
  };
  put("original", original);
  put("scheme", scheme);
  put("domain", domain);
  put("port", port === undefined || port === "" ? undefined : Number(port));
  put("path", read(path));
  put("extension", extensionOf(read(path)));
  put("query", query && read(query));
  put("fragment", fragment && read(fragment));
  if (user !== undefined) putUser(put, read(user));
  return parts;
}

type Put = (key: string, value: string | undefined) => void;

function putUser(put: Put, user: string): void {
  put("user_info", user);
  const colon = user.indexOf(":");
  if (colon < 0) return;
  put("username", user.slice(0, colon));
  put("password", user.slice(colon + 1));
}

/** What follows the last dot of the last segment. */
function extensionOf(path: string): string | undefined {
  const segment = path.slice(path.lastIndexOf("/") + 1);
  const dot = segment.lastIndexOf(".");
  return dot < 0 ? undefined : segment.slice(dot + 1);
}

/** Runs of `%XX` as UTF-8, in which broken bytes become U+FFFD. */
function decodePercents(text: string): string {
  return text.replace(/(?:%[\dA-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split("%"), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  });
}
