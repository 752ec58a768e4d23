import { isSpace, LiteralSet, type MemberPlaces, type MemberTuples, type ValueScan } from "../kernel/index.ts";
import type { WrittenRecord } from "../normalize/cloudtrailView.ts";
import { type JsonValue, parseJson } from "../text/json.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What finds members and tells equal ones. */
export type MemberFinder = Pick<ValueScan, "members" | "numberOfTuple" | "isFull" | "forgetTexts" | "literals">;

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

  lacks(path: string, words: readonly string[]): boolean {
    const member = this.#members.find(path);
    if (member < 0) return true;
    const set = setOf(words);
    const found = this.#finder.literals(
      set,
      this.#bytes,
      this.#members.valueStart(member),
      this.#members.valueEnd(member),
    );
    for (let word = 0; word < set.words; word++) if (found[word] !== 0) return false;
    return true;
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

/** By list of words; those of rules are few. */
const sets = new WeakMap<readonly string[], LiteralSet>();

/** The words, and the escape that may spell one in another way. */
function setOf(words: readonly string[]): LiteralSet {
  let set = sets.get(words);
  if (set === undefined) sets.set(words, (set = new LiteralSet(["\\u", ...words].map((word) => Buffer.from(word)))));
  return set;
}

/** A string without escapes and without space around it. */
function isPlainString(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== QUOTE || bytes[end - 1] !== QUOTE) return false;
  for (let i = start + 1; i < end - 1; i++) if (bytes[i] === BACKSLASH) return false;
  return true;
}
