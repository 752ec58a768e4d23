// AssemblyScript: the twin of ../memberScan.ts, compiled to WebAssembly by scripts/generateScanner.mjs.
//
// For an object that scanValue has found valid. Up to 16 bytes behind `end` are read and never counted.

const MOST_MEMBERS: i32 = 64;
const MOST_KEYS: i32 = 1024;
const SLOTS: i32 = 4096;
const DEEPEST: i32 = 128;

/** The answer: by member the addresses of its key and its value, four 32-bit integers each. */
const PLACES: usize = 1024;
/** By depth the number of the object that is open there, or 0 for an array. */
const OPEN: usize = 2048;
/** The number of the scan. */
const GENERATION: usize = 2600;
/** The keys seen, by hash: the scan that saw it, and its hash in two words. */
const STAMPS: usize = 8192;
const LOW: usize = 24576;
const HIGH: usize = 40960;

/** How many members the object has, their places left at PLACES; −1 when it is to be read as a whole. */
export function scanMembers(start: i32, end: i32): i32 {
  if (load<u8>(start) != 0x7b) return -1;
  const generation = nextGeneration();
  let count = 0;
  let keys = 0;
  let depth = 0;
  let objects = 0;
  let isKey = false;
  for (let i = start; i < end; i++) {
    const byte = load<u8>(i);
    if (byte == 0x22) {
      const from = i + 1;
      i = endOfString(from);
      if (!isKey) continue;
      isKey = false;
      if (++keys > MOST_KEYS || !isNewKey(from, i, load<i32>(OPEN + (depth << 2)), generation)) return -1;
      if (depth == 1) {
        if (count == MOST_MEMBERS) return -1;
        const place = PLACES + (count++ << 4);
        store<i32>(place, from);
        store<i32>(place + 4, i);
        let value = i + 1;
        while (load<u8>(value) != 0x3a) value++;
        store<i32>(place + 8, value + 1);
      }
    } else if (byte == 0x7b) {
      if (depth == DEEPEST) return -1;
      store<i32>(OPEN + (++depth << 2), ++objects);
      isKey = true;
    } else if (byte == 0x5b) {
      if (depth == DEEPEST) return -1;
      store<i32>(OPEN + (++depth << 2), 0);
    } else if (byte == 0x7d || byte == 0x5d) {
      if (depth == 1 && count > 0) store<i32>(PLACES + (count << 4) - 4, i);
      isKey = false;
      depth--;
    } else if (byte == 0x2c) {
      if (depth == 1 && count > 0) store<i32>(PLACES + (count << 4) - 4, i);
      isKey = load<i32>(OPEN + (depth << 2)) != 0;
    }
  }
  return count;
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

/** Address of the closing quote of the string whose first content byte is at `start`. */
// @ts-ignore: decorator of AssemblyScript
@inline
function endOfString(start: i32): i32 {
  let i = start;
  while (true) {
    const bytes = v128.load(i);
    const special = v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c)));
    const mask = i8x16.bitmask(special);
    if (mask == 0) {
      i += 16;
      continue;
    }
    i += ctz(mask);
    if (load<u8>(i) == 0x22) return i;
    i += 2;
  }
}

/** Notes a key of an object; false when it is escaped or was there already. */
function isNewKey(from: i32, to: i32, object: i32, generation: u32): bool {
  let low = object;
  let high = object * <i32>0x9e3779b1;
  for (let i = from; i < to; i++) {
    const byte = load<u8>(i);
    if (byte == 0x5c) return false;
    low = (low ^ i32(byte)) * 0x01000193;
    high = high * 31 + i32(byte);
  }
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
