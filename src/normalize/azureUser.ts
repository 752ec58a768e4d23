/** What the pipeline makes of the `name` claim of a caller. */
export interface AzureUser {
  readonly name: string;
  readonly domain?: string;
  readonly email?: string;
}

/**
 * `user.name`, `user.domain` and `user.email` of a `name` claim; undefined for an empty one.
 *
 * The pipeline looks for `[A-Za-z0-9._-]+@host` anywhere in the claim (grok `USERNAME` and `HOSTNAME`, not anchored), so
 * `live.com#bob@x` is `bob`, and `bob_gmail.com#EXT#@x` does not match: then the whole claim is the name and there is
 * no e-mail address. With a match the e-mail address is the whole claim. Linear in the claim's length.
 */
export function azureUser(claim: string): AzureUser | undefined {
  if (claim === "") return undefined;
  for (let at = claim.indexOf("@"); at >= 0; at = claim.indexOf("@", at + 1)) {
    const domain = hostname(claim, at + 1);
    const name = claim.slice(userStart(claim, at), at);
    if (name !== "" && domain !== "") return { name, domain, email: claim };
  }
  return { name: claim };
}

/** Where the run of user name characters that ends before `end` begins. */
function userStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && /[A-Za-z0-9._-]/.test(text[start - 1]!)) start--;
  return start;
}

/** The longest host name at an offset: labels of at most 63 characters, a dot at the end included; else empty. */
function hostname(text: string, start: number): string {
  let end = labelEnd(text, start);
  if (end === start) return "";
  while (text[end] === ".") {
    const next = labelEnd(text, end + 1);
    if (next === end + 1) return text.slice(start, next);
    end = next;
  }
  return text.slice(start, end);
}

function labelEnd(text: string, start: number): number {
  if (!/[A-Za-z0-9]/.test(text[start] ?? "")) return start;
  let end = start + 1;
  while (end < start + 63 && /[A-Za-z0-9-]/.test(text[end] ?? "")) end++;
  return end;
}
