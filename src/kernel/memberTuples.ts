import { hashOfKey, type MemberPlaces } from "./memberScan.ts";
import { type TextNumbers, textTable } from "./textNumbers.ts";

/** Members that are told apart together; `longest` is the most bytes of one that are. */
export interface MemberTuple {
  readonly members: readonly string[];
  readonly longest?: number;
}

/** Parts of a table, in bytes, which assembly/memberScan.ts reads: slots of keys, texts of keys, tuples. */
const keySlots = 128;
const keyBytes = 16;
const mostKeys = 64;
const mostOfTuple = 16;

/** A tuple ready to be looked for. */
interface Tuple {
  readonly keys: readonly string[];
  readonly longest: number;
  /** Where it lies in the table. */
  readonly at: number;
}

/**
 * Tuples of members that a reader tells records apart by, known by their place in the list given.
 *
 * Keys are ASCII. At most 64 keys, and 16 to a tuple.
 */
export class MemberTuples {
  /** Every key of a tuple, and the further ones given, which a scan finds at once. */
  readonly keys: ReadonlyMap<string, number>;
  readonly tuples: readonly Tuple[];
  /** What the module reads. */
  readonly table: Uint8Array;

  constructor(tuples: readonly MemberTuple[], further: readonly string[] = []) {
    const keys = [...new Set([...tuples.flatMap(({ members }) => members), ...further])];
    if (keys.length > mostKeys || tuples.some(({ members }) => members.length > mostOfTuple))
      throw new Error("too many keys to tell members by");
    this.keys = new Map(keys.map((key, number) => [key, number]));
    const bytes: number[] = new Array<number>(keySlots * keyBytes).fill(0);
    for (const [number, key] of keys.entries()) addKey(bytes, key, number);
    this.tuples = tuples.map(({ members, longest = textTable.longest }) => {
      const at = bytes.length;
      const most = Math.min(longest, textTable.longest);
      bytes.push(most & 0xff, most >>> 8, members.length, ...members.map((key) => this.keys.get(key)!));
      return { keys: members, longest: most, at };
    });
    this.table = Uint8Array.from(bytes);
  }
}

function addKey(bytes: number[], key: string, number: number): void {
  const text = Uint8Array.from(key, (character) => character.charCodeAt(0));
  const { low, high } = hashOfKey(text, 0, text.length, 1);
  let slot = low & (keySlots - 1);
  const isTaken = (at: number) => bytes.slice(at * keyBytes + 12, (at + 1) * keyBytes).some((byte) => byte !== 0);
  while (isTaken(slot)) slot = (slot + 1) & (keySlots - 1);
  const entry = new Uint8Array(new Int32Array([low, high, bytes.length | (text.length << 16), number + 1]).buffer);
  entry.forEach((byte, at) => {
    bytes[slot * keyBytes + at] = byte;
  });
  bytes.push(...text);
}

const numbers = new Int32Array(mostOfTuple);
const numberBytes = new Uint8Array(numbers.buffer);

/**
 * The number of the texts of a tuple's members, which is that of the one member's text where there is one: 0 when it is missing,
 * negative when it gets none; else equal exactly for equal texts, as {@link TextNumbers} has it.
 */
export function numberOfTuple(places: MemberPlaces, { keys, longest }: Tuple, texts: TextNumbers): number {
  for (let at = 0; at < keys.length; at++) {
    const member = places.find(keys[at]!);
    const number = member < 0 ? 0 : numberOfMember(places, member, longest, texts);
    if (number < 0 || keys.length === 1) return number;
    numbers[at] = number;
  }
  return texts.numberOf(numberBytes, 0, 4 * keys.length);
}

function numberOfMember(places: MemberPlaces, member: number, longest: number, texts: TextNumbers): number {
  const start = places.valueStart(member);
  const end = places.valueEnd(member);
  return end - start > longest ? -2 : texts.numberOf(places.bytes, start, end);
}
