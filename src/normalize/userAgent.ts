import { type EcsObject, emptyObject } from "../ecs/value.ts";
import type { UserAgentParser, UserAgentPart } from "./record.ts";
import type { UserAgentRegex, UserAgentRegexes } from "./userAgentRegex.ts";

/** A name and up to four version parts. */
interface Found {
  readonly name: string;
  readonly version: string;
}

type Finder = (text: string) => Found | undefined;

/**
 * Longest text the patterns see, in UTF-16 units; what follows is not looked at.
 *
 * V8 backtracks, so the cap is what bounds the time. Measured: each pattern against its own literals and common pieces,
 * repeated to this length (108,140 probes), took about a millisecond at most. `original` is never cut.
 */
export const userAgentLimit = 1024;

/** Distinct strings remembered of each part; when they are full they are forgotten together. */
const memoLimit = 4096;

/**
 * Makes the parser of `user_agent.*`; its patterns are loaded with the first call.
 *
 * The parser answers `original`, `name` (`Other` when nothing matches), `version`, `os.{name,version,full}` and
 * `device.name`, as Elasticsearch's `user_agent` processor does (ecs-mapping facts §4), or a part of them, for each of which
 * there are hundreds of patterns. It remembers answers, which are therefore shared: do not change them. It never throws.
 */
export async function loadUserAgentParser(): Promise<UserAgentParser> {
  const { userAgentRegexes } = await import("./generated/userAgentRegexes.ts");
  return userAgentParser(userAgentRegexes);
}

/** The parser over given lists of patterns. */
export function userAgentParser({ userAgent, os, device }: UserAgentRegexes): UserAgentParser {
  const parts: Record<UserAgentPart, Describe> = {
    client: remembered(firstMatch(userAgent), describeClient),
    os: remembered(firstMatch(os), describeOs),
    device: remembered(firstMatch(device), describeDevice),
  };
  const whole = remembering((original) =>
    Object.assign(emptyObject(), { original }, parts.client(original), parts.os(original), parts.device(original)),
  );
  return (original, part) => (part === undefined ? whole(original) : parts[part](original));
}

type Describe = (original: string) => EcsObject;

function remembered(find: Finder, describe: (found: Found | undefined) => EcsObject): Describe {
  return remembering((original) => describe(find(original.slice(0, userAgentLimit))));
}

function remembering(describe: Describe): Describe {
  const memo = new Map<string, EcsObject>();
  return (original) => {
    const known = memo.get(original);
    if (known !== undefined) return known;
    const answer = describe(original);
    if (memo.size >= memoLimit) memo.clear();
    if (original.length <= userAgentLimit) memo.set(original, answer);
    return answer;
  };
}

function describeClient(found: Found | undefined): EcsObject {
  const answer = emptyObject();
  answer["name"] = found?.name ?? "Other";
  if (found !== undefined && found.version !== "") answer["version"] = found.version;
  return answer;
}

/** uap-core has no pattern for an unknown system, so none found is what its clients call `Other`. */
function describeOs(found: Found | undefined): EcsObject {
  const answer = emptyObject();
  if (found === undefined) return answer;
  const { name, version } = found;
  const full = version === "" ? {} : { version, full: `${name} ${version}` };
  answer["os"] = Object.assign(emptyObject(), { name, ...full });
  return answer;
}

function describeDevice(found: Found | undefined): EcsObject {
  const answer = emptyObject();
  answer["device"] = Object.assign(emptyObject(), { name: found?.name ?? "Other" });
  return answer;
}

function firstMatch(rows: readonly UserAgentRegex[]): Finder {
  const finders = rows.map(finder);
  return (text) => {
    for (const find of finders) {
      const found = find(text);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** One pattern. A match that yields no name does not count, and the next pattern is tried. */
function finder([regex = "", flags, nameReplacement, ...replacements]: UserAgentRegex): Finder {
  let pattern: RegExp | undefined;
  return (text) => {
    // Trusted: the pattern comes from uap-core at build time, never from a rule or a log.
    pattern ??= new RegExp(regex, flags || "");
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const name = nameReplacement ? nameReplacement.replace("$1", (mark) => match[1] ?? mark) : match[1];
    return name === undefined ? undefined : { name, version: joinVersion(match, replacements) };
  };
}

/** `major.minor.patch.build` up to the first part that is missing, so there is no trailing dot. */
function joinVersion(match: RegExpExecArray, replacements: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < 4; at++) {
    const part = replacements[at] || match[at + 2];
    if (!part) break;
    parts.push(part);
  }
  return parts.join(".");
}
