import { isSpace, type MemberPlaces, type MemberTuples, type ValueScan } from "../kernel/index.ts";
import type { WrittenRecord } from "../normalize/cloudtrailView.ts";
import { type JsonValue, parseJson } from "../text/json.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What finds members and tells equal ones. */
export type MemberFinder = Pick<ValueScan, "members" | "numberOfTuple" | "isFull" | "forgetTexts">;

/**
 * A record as it stands in the bytes, its members parsed when they are asked for.
 *
 * Good as long as the bytes are. The keys asked for are ASCII.
 */
export class MemberRecord implements WrittenRecord {
  #bytes: Buffer;
  #members: MemberPlaces;
  readonly #finder: MemberFinder;
  readonly #tuples: MemberTuples;
  /** By member, once asked for. */
  #values: (JsonValue | undefined)[] = [];

  constructor(bytes: Buffer, members: MemberPlaces, finder: MemberFinder, tuples: MemberTuples) {
    this.#bytes = bytes;
    this.#members = members;
    this.#finder = finder;
    this.#tuples = tuples;
  }

  /** Becomes another record. */
  become(bytes: Buffer, members: MemberPlaces): void {
    this.#bytes = bytes;
    this.#members = members;
    if (this.#values.length > 0) this.#values = [];
  }

  number(tuple: number): number {
    return this.#finder.numberOfTuple(this.#members, this.#tuples, tuple);
  }

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
    const parsed = parseJson(bytes.toString("utf8", start, end));
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
