// AssemblyScript: the twin of ../memberScan.ts, compiled to WebAssembly by scripts/generateScanner.mjs.
//
// For an object that scanValue has found valid. Up to 16 bytes behind `end` are read and never counted.

import { standsAt } from "./sameBytes";
import { forgetTexts, numberText } from "./textNumbers";

const MOST_MEMBERS: i32 = 64;
const MOST_KEYS: i32 = 1024;
const SLOTS: i32 = 4096;
const DEEPEST: i32 = 128;

/** The answer: by member the addresses of its key and its value, four 32-bit integers each. */
const PLACES: usize = 1024;
/** The number of the scan. */
const GENERATION: usize = 2600;
/** The keys seen, by hash: the scan that saw it, and its hash in two words. */
const STAMPS: usize = 8192;
const LOW: usize = 24576;
const HIGH: usize = 40960;

/** The same for members with a known path, by its number; the end of the value is 0 where there is none. */
const KNOWN: usize = 65536;
const KNOWN_BYTES: usize = 2048;
/** By depth the number of the object that is open there, or 0 for an array. */
const OPEN: usize = 67584;
/** By depth which known path the object has that is open there: 0 none, 1 the record, else its number and 2. */
const CONTAINER: usize = 68104;
/** By depth where the place of the known member is that is open there, or 0. */
const OPEN_KNOWN: usize = 68624;
/** By number of a known path the number of its value's text; 0: not asked for yet. */
const NUMBER_OF: usize = 69144;
const NUMBER_BYTES: usize = 512;
/** The numbers of a tuple. */
const TUPLE: usize = 69656;

/** Parts of a table of known paths and tuples of them, as ../memberTuples.ts lays it out. */
const KEY_SLOTS: i32 = 256;
const KEY: i32 = 16;
const TUPLE_COUNT: usize = 2;
const TUPLE_KEYS: usize = 3;

/** The hash of the key last looked at, by its text alone, in two words. */
let lastHash: i32 = 0;
let lastHigh: i32 = 0;

/**
 * How many members the object has, their places left at PLACES; −1 when it is to be read as a whole. The places of those with a
 * path of the table, if there is one, are left at KNOWN.
 */
export function scanMembers(start: i32, end: i32, known: i32): i32 {
  if (load<u8>(start) != 0x7b) return -1;
  memory.fill(KNOWN, 0, KNOWN_BYTES);
  memory.fill(NUMBER_OF, 0, NUMBER_BYTES);
  const generation = nextGeneration();
  let count = 0;
  let keys = 0;
  let depth = 0;
  let objects = 0;
  let isKey = false;
  // What the next object will be, if it is the value of a known member: 0 unknown.
  let next = known == 0 ? 0 : 1;
  for (let i = start; i < end; i++) {
    const byte = load<u8>(i);
    if (byte == 0x22) {
      const from = i + 1;
      if (!isKey) {
        i = endOfString(from);
        continue;
      }
      i = endOfKey(from);
      if (i < 0) return -1;
      isKey = false;
      if (++keys > MOST_KEYS || !isNewKey(from, i, load<i32>(OPEN + (depth << 2)), generation)) return -1;
      const container = load<i32>(CONTAINER + (depth << 2));
      next = container == 0 ? 0 : knownMember(known, container, from, i - from);
      if (depth != 1 && next == 0) continue;
      let value = i + 1;
      while (load<u8>(value) != 0x3a) value++;
      if (depth == 1) {
        if (count == MOST_MEMBERS) return -1;
        begin(PLACES + (count++ << 4), from, i, value + 1);
      }
      if (next != 0) {
        const place = KNOWN + ((next - 2) << 4);
        begin(place, from, i, value + 1);
        store<i32>(OPEN_KNOWN + (depth << 2), i32(place));
      }
    } else if (byte == 0x7b) {
      if (depth == DEEPEST) return -1;
      depth++;
      store<i32>(OPEN + (depth << 2), ++objects);
      store<i32>(CONTAINER + (depth << 2), next);
      store<i32>(OPEN_KNOWN + (depth << 2), 0);
      next = 0;
      isKey = true;
    } else if (byte == 0x5b) {
      if (depth == DEEPEST) return -1;
      depth++;
      store<i32>(OPEN + (depth << 2), 0);
      store<i32>(CONTAINER + (depth << 2), 0);
      store<i32>(OPEN_KNOWN + (depth << 2), 0);
      next = 0;
    } else if (byte == 0x7d || byte == 0x5d) {
      if (depth == 1 && count > 0) store<i32>(PLACES + (count << 4) - 4, i);
      endKnown(depth, i);
      isKey = false;
      depth--;
    } else if (byte == 0x2c) {
      if (depth == 1 && count > 0) store<i32>(PLACES + (count << 4) - 4, i);
      endKnown(depth, i);
      isKey = load<i32>(OPEN + (depth << 2)) != 0;
    }
  }
  return count;
}

// @ts-ignore: decorator of AssemblyScript
@inline
function begin(place: usize, keyStart: i32, keyEnd: i32, value: i32): void {
  store<i32>(place, keyStart);
  store<i32>(place, keyEnd, 4);
  store<i32>(place, value, 8);
}

/** The known member that is open at a depth, if there is one, ends. */
// @ts-ignore: decorator of AssemblyScript
@inline
function endKnown(depth: i32, at: i32): void {
  const open = OPEN_KNOWN + (depth << 2);
  const place = load<i32>(open);
  if (place == 0) return;
  store<i32>(place, at, 12);
  store<i32>(open, 0);
}

/** The number of the known path that a container and the key hashed last make, and 2; 0 if there is none. */
function knownMember(known: i32, container: i32, from: i32, length: i32): i32 {
  let slot = (lastHash ^ container) & (KEY_SLOTS - 1);
  while (true) {
    const key = known + slot * KEY;
    const number = load<i32>(key, 12);
    if (number == 0) return 0;
    const isAlike = load<i32>(key) == lastHash && load<i32>(key, 4) == container && i32(load<u16>(key, 10)) == length;
    if (isAlike && standsAt(known + load<u16>(key, 8), length, from)) return number + 1;
    slot = (slot + 1) & (KEY_SLOTS - 1);
  }
}

/** The number of a tuple of members of the object last scanned; 0 for one missing member, negative when it gets none. */
export function numberMembers(texts: i32, tuple: i32): i32 {
  const longest = i32(load<u16>(tuple));
  const count = i32(load<u8>(tuple, TUPLE_COUNT));
  if (count == 1) return numberMember(texts, load<u8>(tuple, TUPLE_KEYS), longest);
  for (let at = 0; at < count; at++) {
    const number = numberMember(texts, load<u8>(tuple + at, TUPLE_KEYS), longest);
    if (number < 0) return number;
    store<i32>(TUPLE + (at << 2), number);
  }
  return numberText(texts, i32(TUPLE), i32(TUPLE) + (count << 2));
}

function numberMember(texts: i32, path: i32, longest: i32): i32 {
  const place = KNOWN + (path << 4);
  const end = load<i32>(place, 12);
  if (end == 0) return 0;
  const start = load<i32>(place, 8);
  if (end - start > longest) return -2;
  const known = load<i32>(NUMBER_OF + (path << 2));
  if (known != 0) return known;
  const number = numberText(texts, start, end);
  store<i32>(NUMBER_OF + (path << 2), number);
  return number;
}

/** Forgets all texts, and their numbers. */
export function forgetNumbers(texts: i32): void {
  forgetTexts(texts);
  memory.fill(NUMBER_OF, 0, NUMBER_BYTES);
}

function nextGeneration(): u32 {
  let generation = load<u32>(GENERATION) + 1;
  if (generation == 0) {
    memory.fill(STAMPS, 0, SLOTS << 2);
    generation = 1;
  }
  store<u32>(GENERATION, generation);
  return generation;
}

/** Address of the next quote or backslash. */
// @ts-ignore: decorator of AssemblyScript
@inline
function nextSpecial(start: i32): i32 {
  let i = start;
  while (true) {
    const bytes = v128.load(i);
    const special = v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c)));
    const mask = i8x16.bitmask(special);
    if (mask != 0) return i + ctz(mask);
    i += 16;
  }
}

/** Address of the closing quote of the string whose first content byte is at `start`. */
// @ts-ignore: decorator of AssemblyScript
@inline
function endOfString(start: i32): i32 {
  let i = nextSpecial(start);
  while (load<u8>(i) != 0x22) i = nextSpecial(i + 2);
  return i;
}

/** The same of a key; −1 when it is escaped. */
// @ts-ignore: decorator of AssemblyScript
@inline
function endOfKey(start: i32): i32 {
  const i = nextSpecial(start);
  return load<u8>(i) == 0x22 ? i : -1;
}

/** Notes a key of an object; false when it was there already. */
function isNewKey(from: i32, to: i32, object: i32, generation: u32): bool {
  hashKey(from, to);
  const low = (lastHash ^ object) * <i32>0x9e3779b1;
  const high = lastHigh + object;
  let slot = (low ^ i32(u32(low) >> 15)) & (SLOTS - 1);
  while (load<u32>(STAMPS + (slot << 2)) == generation) {
    if (load<i32>(LOW + (slot << 2)) == low && load<i32>(HIGH + (slot << 2)) == high) return false;
    slot = (slot + 1) & (SLOTS - 1);
  }
  store<u32>(STAMPS + (slot << 2), generation);
  store<i32>(LOW + (slot << 2), low);
  store<i32>(HIGH + (slot << 2), high);
  return true;
}

/** Of four bytes at a time, the last ones filled up with zeros, and the length. */
// @ts-ignore: decorator of AssemblyScript
@inline
function hashKey(from: i32, to: i32): void {
  let low = to - from;
  let high = low;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const word = load<i32>(i);
    low = rotl((low ^ word) * <i32>0x85ebca6b, 13);
    high = rotl((high + word) * <i32>0xc2b2ae35, 17);
  }
  if (i < to) {
    const word = load<i32>(i) & ((1 << ((to - i) << 3)) - 1);
    low = rotl((low ^ word) * <i32>0x85ebca6b, 13);
    high = rotl((high + word) * <i32>0xc2b2ae35, 17);
  }
  lastHash = low;
  lastHigh = high;
}
