// AssemblyScript: the twin of ../textNumbers.ts, compiled to WebAssembly by scripts/generateScanner.mjs.
//
// A table of texts in pages of its own, whose layout ../textNumbers.ts has too: slots of two 32-bit integers (hash, number;
// number 0: free), then by number the address and the length of its text, then the texts end to end.

import { standsAt } from "./sameBytes";

const MOST_TEXTS: i32 = 32768;
const MOST_BYTES: i32 = 6291456;
const LONGEST: i32 = 1024;
const SLOT_MASK: i32 = 65535;
/** Slots looked at before a text is given up: texts made to collide cost no more than others. */
const MOST_PROBES: i32 = 64;

/** In the first page: how many texts there are, and how many bytes they take. */
const COUNT: usize = 2608;
const USED: usize = 2612;

/** The number of the text between two addresses, its own among all that were asked for; −1 without room, −2 if it gets none. */
export function numberText(table: i32, start: i32, end: i32): i32 {
  const length = end - start;
  if (length > LONGEST) return -2;
  const hash = hashOf(start, end);
  const entries = table + ((SLOT_MASK + 1) << 3);
  let slot = hash & SLOT_MASK;
  for (let probe = 0; probe < MOST_PROBES; probe++) {
    const at = table + (slot << 3);
    const number = load<i32>(at, 4);
    if (number == 0) return add(entries, at, hash, start, length);
    if (load<i32>(at) == hash) {
      const entry = entries + (number << 3);
      if (load<i32>(entry, 4) == length && standsAt(load<i32>(entry), length, start)) return number;
    }
    slot = (slot + 1) & SLOT_MASK;
  }
  return -2;
}

/** Forgets all texts. */
export function forgetTexts(table: i32): void {
  memory.fill(table, 0, (SLOT_MASK + 1) << 3);
  store<i32>(COUNT, 0);
  store<i32>(USED, 0);
}

function add(entries: i32, slot: i32, hash: i32, start: i32, length: i32): i32 {
  const number = load<i32>(COUNT) + 1;
  const used = load<i32>(USED);
  if (number >= MOST_TEXTS || used + length > MOST_BYTES) return -1;
  store<i32>(COUNT, number);
  store<i32>(USED, used + length);
  const text = entries + (MOST_TEXTS << 3) + used;
  memory.copy(text, start, length);
  const entry = entries + (number << 3);
  store<i32>(entry, text);
  store<i32>(entry, length, 4);
  store<i32>(slot, hash);
  store<i32>(slot, number, 4);
  return number;
}

function hashOf(start: i32, end: i32): i32 {
  let hash: u64 = u64(end - start) * <u64>0x9e3779b97f4a7c15;
  let i = start;
  for (; i + 8 <= end; i += 8) hash = mix(hash ^ load<u64>(i));
  if (i < end) hash = mix(hash ^ (load<u64>(i) & (((<u64>1) << ((u64(end - i)) << 3)) - 1)));
  hash = (hash ^ (hash >> 29)) * <u64>0xbf58476d1ce4e5b9;
  return i32(hash ^ (hash >> 32));
}

// @ts-ignore: decorator of AssemblyScript
@inline
function mix(hash: u64): u64 {
  const product = hash * <u64>0xd6e8feb86659fd93;
  return product ^ (product >> 32);
}
