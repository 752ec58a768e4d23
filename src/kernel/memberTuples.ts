import { hashOfKey, type MemberPlaces } from "./memberScan.ts";
import { type TextNumbers, textTable } from "./textNumbers.ts";

/** Members that are told apart together, by their paths; `longest` is the most bytes of one that are. */
export interface MemberTuple {
  readonly members: readonly string[];
  readonly longest?: number;
}

/** Parts of a table, in bytes, which assembly/memberScan.ts reads: slots of keys, texts of keys, tuples. */
const keySlots = 256;
const keyBytes = 16;
export const mostPaths = 128;
const mostOfTuple = 16;

/** A tuple ready to be looked for. */
interface Tuple {
  readonly paths: readonly string[];
  readonly longest: number;
  /** Where it lies in the table. */
  readonly at: number;
}

/**
 * Tuples of members that a reader tells records apart by, known by their place in the list given.
 *
 * A path is the keys down to a member, through objects alone, with dots between; keys are ASCII and hold no dots. At most 128
 * paths with those above them, and 16 to a tuple.
 */
export class MemberTuples {
  /** Every path of a tuple, those above it, and the further ones given, all of which a scan finds at once. */
  readonly paths: ReadonlyMap<string, number>;
  readonly tuples: readonly Tuple[];
  /** What the module reads. */
  readonly table: Uint8Array;

  constructor(tuples: readonly MemberTuple[], further: readonly string[] = []) {
    const paths = [...new Set([...tuples.flatMap(({ members }) => members), ...further].flatMap(withAbove))];
    if (paths.length > mostPaths || tuples.some(({ members }) => members.length > mostOfTuple))
      throw new Error("too many members to tell records by");
    this.paths = new Map(paths.map((path, number) => [path, number]));
    const bytes: number[] = new Array<number>(keySlots * keyBytes).fill(0);
    for (const [path, number] of this.paths) addKey(bytes, path, number, this.paths);
    this.tuples = tuples.map(({ members, longest = textTable.longest }) => {
      const at = bytes.length;
      const most = Math.min(longest, textTable.longest);
      bytes.push(most & 0xff, most >>> 8, members.length, ...members.map((path) => this.paths.get(path)!));
      return { paths: members, longest: most, at };
    });
    this.table = Uint8Array.from(bytes);
  }
}

/** `a`, `a.b` and `a.b.c` of the last. */
function withAbove(path: string): string[] {
  const keys = path.split(".");
  return keys.map((_, last) => keys.slice(0, last + 1).join("."));
}

/** The record is container 1, the object at path n is container n + 2. */
function addKey(bytes: number[], path: string, number: number, paths: ReadonlyMap<string, number>): void {
  const dot = path.lastIndexOf(".");
  const container = dot < 0 ? 1 : paths.get(path.slice(0, dot))! + 2;
  const text = Uint8Array.from(path.slice(dot + 1), (character) => character.charCodeAt(0));
  const hash = hashOfKey(text, 0, text.length).low;
  const isTaken = (slot: number) => bytes.slice(slot * keyBytes + 12, (slot + 1) * keyBytes).some((byte) => byte !== 0);
  let slot = (hash ^ container) & (keySlots - 1);
  while (isTaken(slot)) slot = (slot + 1) & (keySlots - 1);
  const words = new Int32Array([hash, container, bytes.length | (text.length << 16), number + 1]);
  for (const [at, byte] of new Uint8Array(words.buffer).entries()) bytes[slot * keyBytes + at] = byte;
  bytes.push(...text);
}

const numbers = new Int32Array(mostOfTuple);
const numberBytes = new Uint8Array(numbers.buffer);

/**
 * The number of the texts of a tuple's members, which is that of the one member's text where there is one: 0 when it is missing,
 * negative when it gets none; else equal exactly for equal texts, as {@link TextNumbers} has it.
 */
export function numberOfTuple(places: MemberPlaces, { paths, longest }: Tuple, texts: TextNumbers): number {
  for (let at = 0; at < paths.length; at++) {
    const member = places.find(paths[at]!);
    const number = member < 0 ? 0 : numberOfMember(places, member, longest, texts);
    if (number < 0 || paths.length === 1) return number;
    numbers[at] = number;
  }
  return texts.numberOf(numberBytes, 0, 4 * paths.length);
}

function numberOfMember(places: MemberPlaces, member: number, longest: number, texts: TextNumbers): number {
  const start = places.valueStart(member);
  const end = places.valueEnd(member);
  return end - start > longest ? -2 : texts.numberOf(places.bytes, start, end);
}
