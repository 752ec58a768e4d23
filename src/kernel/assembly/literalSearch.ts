// AssemblyScript: the twin of ../literalSearch.ts, compiled to WebAssembly by scripts/generateScanner.mjs.
//
// Looks for all needles of a table at once, sixteen places at a time. The table is laid out by ../literalSet.ts. Up to 16
// bytes behind `end` are read and never counted.

import { standsAt } from "./sameBytes";

/** By bucket the needles not found yet, as eight 32-bit integers. */
const LEFT: usize = 256;
/** By lane the buckets that were hit. */
const HITS: usize = 288;
/** Needles that may still be compared before the search gives up, as a 32-bit integer. */
const BUDGET: usize = 304;
/** The answer: a bit for each needle. */
const FOUND: usize = 512;

/** Parts of a table. */
const BUCKETS: usize = 96;
const COUNTS: usize = 128;
const WORDS: usize = 160;
/** Parts of a literal. */
const LITERAL: usize = 16;
const LAST: usize = 8;
const LENGTH: usize = 10;
const TEXT: usize = 12;
const NUMBER: usize = 14;

/** As in ../literalSet.ts. */
const FREE_COMPARISONS: i32 = 4096;

/** Leaves at FOUND which needles of the table stand wholly between two addresses; all of them when it gives up. */
export function findLiterals(table: usize, start: i32, end: i32): void {
  const words = load<u32>(table + WORDS);
  for (let word: u32 = 0; word < words; word++) store<u32>(FOUND + (word << 2), 0);
  store<i32>(BUDGET, end - start + FREE_COMPARISONS);
  v128.store(LEFT, v128.load(table + COUNTS));
  v128.store(LEFT + 16, v128.load(table + COUNTS + 16));
  const low0 = v128.load(table);
  const high0 = v128.load(table + 16);
  const low1 = v128.load(table + 32);
  const high1 = v128.load(table + 48);
  const low2 = v128.load(table + 64);
  const high2 = v128.load(table + 80);
  const nibble = i8x16.splat(0x0f);
  let live = liveBuckets();
  let liveLanes = i8x16.splat(i8(live));
  // What stood before `start` may be anything: comparing tells.
  let before0 = i8x16.splat(-1);
  let before1 = i8x16.splat(-1);
  for (let i = start; i < end; i += 16) {
    const bytes = v128.load(i);
    const low = v128.and(bytes, nibble);
    const high = v128.and(i16x8.shr_u(bytes, 4), nibble);
    const first = v128.and(i8x16.swizzle(low0, low), i8x16.swizzle(high0, high));
    const second = v128.and(i8x16.swizzle(low1, low), i8x16.swizzle(high1, high));
    const third = v128.and(i8x16.swizzle(low2, low), i8x16.swizzle(high2, high));
    const firstTwoBack = i8x16.shuffle(before0, first, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
    const secondOneBack = i8x16.shuffle(before1, second, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
    const hits = v128.and(v128.and(firstTwoBack, secondOneBack), v128.and(third, liveLanes));
    before0 = first;
    before1 = second;
    if (v128.any_true(hits)) {
      const left = verifyLanes(table, hits, live, i, start, end);
      if (load<i32>(BUDGET) < 0) return giveUp(words);
      if (left == 0) return;
      if (left != live) {
        live = left;
        liveLanes = i8x16.splat(i8(live));
      }
    }
  }
}

function giveUp(words: u32): void {
  for (let word: u32 = 0; word < words; word++) store<u32>(FOUND + (word << 2), 0xffffffff);
}

/** The buckets with needles not found yet, a bit for each. */
function liveBuckets(): i32 {
  const low = i32x4.bitmask(i32x4.ne(v128.load(LEFT), i32x4.splat(0)));
  const high = i32x4.bitmask(i32x4.ne(v128.load(LEFT + 16), i32x4.splat(0)));
  return low | (high << 4);
}

/** Verifies the lanes that were hit in the sixteen bytes at `at`; the buckets with needles not found yet. Stops without budget. */
function verifyLanes(table: usize, hits: v128, live: i32, at: i32, start: i32, end: i32): i32 {
  v128.store(HITS, hits);
  let lanes = i8x16.bitmask(i8x16.ne(hits, i8x16.splat(0)));
  while (lanes != 0) {
    const lane = ctz(lanes);
    lanes &= lanes - 1;
    if (at + lane >= end) break;
    let buckets = i32(load<u8>(HITS + lane)) & live;
    while (buckets != 0) {
      const bucket = ctz(buckets);
      buckets &= buckets - 1;
      const budget = load<i32>(BUDGET) - i32(load<u32>(table + COUNTS + (bucket << 2)));
      store<i32>(BUDGET, budget);
      if (budget < 0) return live;
      if (verifyBucket(table, bucket, at + lane, start, end)) live &= ~(1 << bucket);
    }
  }
  return live;
}

/** Notes the needles of a bucket whose fingerprint ends at `at` and which stand there; true when all are found. */
function verifyBucket(table: usize, bucket: i32, at: i32, start: i32, end: i32): bool {
  const place = table + BUCKETS + (bucket << 2);
  const stop = table + load<u16>(place, 2);
  const tail = load<u32>(at - 3);
  for (let literal = table + load<u16>(place); literal < stop; literal += LITERAL) {
    if ((tail & load<u32>(literal, 4)) != load<u32>(literal)) continue;
    const number = i32(load<u16>(literal, NUMBER));
    const word = FOUND + ((number >> 5) << 2);
    const bit: u32 = 1 << (number & 31);
    if ((load<u32>(word) & bit) != 0) continue;
    const from = at - i32(load<u16>(literal, LAST));
    const length = i32(load<u16>(literal, LENGTH));
    if (from < start || from + length > end || !standsAt(table + load<u16>(literal, TEXT), length, from)) continue;
    store<u32>(word, load<u32>(word) | bit);
    const left = LEFT + (bucket << 2);
    store<u32>(left, load<u32>(left) - 1);
  }
  return load<u32>(LEFT + (bucket << 2)) == 0;
}
