import { isSpace, type MemberPlaces } from "../kernel/index.ts";
import type { WrittenMembers } from "../normalize/cloudtrailFieldGroups.ts";
import { type JsonValue, parseJson } from "../text/json.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * A record as it stands in the bytes, its members parsed when they are asked for.
 *
 * Good as long as the bytes are. The keys asked for are ASCII.
 */
export class MemberRecord implements WrittenMembers {
  readonly #bytes: Buffer;
  readonly #members: MemberPlaces;
  /** By member, once asked for. */
  readonly #texts: string[] = [];
  readonly #values: (JsonValue | undefined)[] = [];

  constructor(bytes: Buffer, members: MemberPlaces) {
    this.#bytes = bytes;
    this.#members = members;
  }

  text(key: string): string | undefined {
    const member = this.#members.find(key);
    return member < 0 ? undefined : this.#text(member);
  }

  #text(member: number): string {
    return (this.#texts[member] ??= this.#bytes.toString(
      "utf8",
      this.#members.valueStart(member),
      this.#members.valueEnd(member),
    ));
  }

  /** Whether the member is there and a string. */
  isText(key: string): boolean {
    const member = this.#members.find(key);
    if (member < 0) return false;
    let at = this.#members.valueStart(member);
    while (isSpace(this.#bytes[at])) at++;
    return this.#bytes[at] === QUOTE;
  }

  has(key: string): boolean {
    return this.#members.find(key) >= 0;
  }

  get(key: string): JsonValue | undefined {
    const member = this.#members.find(key);
    return member < 0 ? undefined : (this.#values[member] ??= this.#read(member));
  }

  #read(member: number): JsonValue {
    const bytes = this.#bytes;
    const start = this.#members.valueStart(member);
    const end = this.#members.valueEnd(member);
    if (isPlainString(bytes, start, end)) return bytes.toString("utf8", start + 1, end - 1);
    const parsed = parseJson(this.#text(member));
    if (!parsed.ok) throw new Error(`a member of a valid record cannot be read: ${parsed.reason}`);
    return parsed.value;
  }
}

/** A string without escapes and without space around it. */
function isPlainString(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== QUOTE || bytes[end - 1] !== QUOTE) return false;
  for (let i = start + 1; i < end - 1; i++) if (bytes[i] === BACKSLASH) return false;
  return true;
}
