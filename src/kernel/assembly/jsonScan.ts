// AssemblyScript: the twin of ../jsonScan.ts, compiled to WebAssembly by scripts/generateScanner.mjs.
//
// The window lies at address `window`; positions are addresses. Strings are passed 16 bytes at a time. Up to 16 bytes
// behind the end of the window are read and never counted, so the memory must reach that far.

/** Where the answers of `value` lie, as eleven 32-bit integers: see the order in ../wasmScan.ts. */
const NAME_START: usize = 0;
const NAME_END: usize = 4;
const SOURCE_START: usize = 8;
const SOURCE_END: usize = 12;
const TIME_START: usize = 16;
const TIME_END: usize = 20;
const ID_START: usize = 24;
const ID_END: usize = 28;
const PLAIN: usize = 32;
const FAILED_AT: usize = 36;
const LAST_KEY: usize = 40;
/** One byte per level: 1 for an object. */
const LEVELS: usize = 64;
const MAX_DEPTH: i32 = 128;

const INCOMPLETE: i32 = -1;
const INVALID: i32 = -2;
const TOO_DEEP: i32 = -3;

// @ts-ignore: decorator of AssemblyScript
@inline
function isSpace(byte: u8): bool {
  return byte == 0x20 || (byte <= 0x0d && (byte == 0x0a || byte == 0x0d || byte == 0x09));
}

// @ts-ignore: decorator of AssemblyScript
@inline
function skipSpace(at: i32, end: i32): i32 {
  let i = at;
  while (i < end && isSpace(load<u8>(i))) i++;
  return i;
}

function fail(at: i32, stop: i32): i32 {
  store<i32>(FAILED_AT, at);
  return stop;
}

/** Address past the closing quote of the string whose first content byte is at `start`. */
export function scanString(start: i32, end: i32): i32 {
  let i = start;
  while (true) {
    while (true) {
      const bytes = v128.load(i);
      const special = v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_u(bytes, i8x16.splat(0x20)),
      );
      const mask = i8x16.bitmask(special);
      if (mask != 0) {
        i += ctz(mask);
        break;
      }
      i += 16;
      if (i >= end) return INCOMPLETE;
    }
    if (i >= end) return INCOMPLETE;
    const byte = load<u8>(i);
    if (byte == 0x22) return i + 1;
    if (byte != 0x5c) return fail(i, INVALID);
    i = escape(i + 1, end);
    if (i < 0) return i;
  }
}

/** Address past the escape whose letter is at `i`. */
function escape(i: i32, end: i32): i32 {
  if (i >= end) return INCOMPLETE;
  const letter = load<u8>(i);
  if (letter != 0x75) {
    const isKnown =
      letter == 0x22 || letter == 0x5c || letter == 0x2f || letter == 0x62 || letter == 0x66 || letter == 0x6e || letter == 0x72 || letter == 0x74;
    return isKnown ? i + 1 : fail(i, INVALID);
  }
  for (let k = 1; k <= 4; k++) {
    if (i + k >= end) return INCOMPLETE;
    const byte = load<u8>(i + k);
    const digit = byte | 0x20;
    if (!((digit >= 0x30 && digit <= 0x39) || (digit >= 0x61 && digit <= 0x66)) || byte < 0x30) return fail(i + k, INVALID);
  }
  return i + 5;
}

/** Reads `"key" :` at `i`; leaves which of the four keys it was (1 to 4, else 0) at LAST_KEY. */
function key(i: i32, end: i32, depth: i32): i32 {
  if (load<u8>(i) != 0x22) return fail(i, INVALID);
  const from = i + 1;
  let at = scanString(from, end);
  if (at < 0) return at;
  store<i32>(LAST_KEY, depth == 1 ? recordKey(from, at - 1) : 0);
  if (at < end && load<u8>(at) != 0x3a) at = skipSpace(at, end);
  if (at >= end) return INCOMPLETE;
  if (load<u8>(at) != 0x3a) return fail(at, INVALID);
  return at + 1;
}

/** 1 eventName, 2 eventSource, 3 eventTime, 4 eventID, 0 another key. */
function recordKey(from: i32, to: i32): i32 {
  if (hasBackslash(from, to)) {
    store<i32>(PLAIN, 0);
    return 0;
  }
  const length = to - from;
  // "even" and "tNam", "tSou", "tTim" as little-endian words; "tID" by bytes.
  if (length < 7 || length > 11 || load<u32>(from) != 0x6e657665) return 0;
  if (length == 9) {
    const middle = load<u32>(from + 4);
    if (load<u8>(from + 8) != 0x65) return 0;
    return middle == 0x6d614e74 ? 1 : middle == 0x6d695474 ? 3 : 0;
  }
  if (length == 11) {
    const isSource = load<u32>(from + 4) == 0x756f5374 && load<u8>(from + 8) == 0x72 && load<u8>(from + 9) == 0x63 && load<u8>(from + 10) == 0x65;
    return isSource ? 2 : 0;
  }
  if (length == 7) return load<u8>(from + 4) == 0x74 && load<u8>(from + 5) == 0x49 && load<u8>(from + 6) == 0x44 ? 4 : 0;
  return 0;
}

function hasBackslash(from: i32, to: i32): bool {
  for (let i = from; i < to; i++) if (load<u8>(i) == 0x5c) return true;
  return false;
}

function keep(which: i32, from: i32, to: i32): void {
  if (hasBackslash(from, to)) store<i32>(PLAIN, 0);
  const slot: usize = usize(which - 1) * 8;
  store<i32>(slot, from);
  store<i32>(slot + 4, to);
}

/** Address past one or more digits at `start`, or −(address + 1) when there is none. */
function digits(start: i32, end: i32): i32 {
  let i = start;
  while (i < end && load<u8>(i) >= 0x30 && load<u8>(i) <= 0x39) i++;
  return i > start || i >= end ? i : -(i + 1);
}

/** Address past the number at `start`; at the very end of the window it is incomplete, since digits may follow. */
function number(start: i32, end: i32): i32 {
  let i = start;
  if (load<u8>(i) == 0x2d) i++;
  if (i >= end) return INCOMPLETE;
  if (load<u8>(i) == 0x30) i++;
  else {
    i = digits(i, end);
    if (i < 0) return fail(-i - 1, INVALID);
  }
  if (i < end && load<u8>(i) == 0x2e) {
    if (i + 1 >= end) return INCOMPLETE;
    i = digits(i + 1, end);
    if (i < 0) return fail(-i - 1, INVALID);
  }
  if (i < end && (load<u8>(i) | 0x20) == 0x65) {
    i++;
    if (i < end && (load<u8>(i) == 0x2b || load<u8>(i) == 0x2d)) i++;
    if (i >= end) return INCOMPLETE;
    i = digits(i, end);
    if (i < 0) return fail(-i - 1, INVALID);
  }
  return i >= end ? INCOMPLETE : i;
}

/** `true`, `false` and `null`, byte by byte so that a cut word is incomplete and a wrong one is placed exactly. */
function literal(start: i32, end: i32): i32 {
  const first = load<u8>(start);
  // The bytes behind the first one, lowest first.
  let rest: u32 = 0;
  let length: i32 = 3;
  if (first == 0x74) rest = 0x657572;
  else if (first == 0x6e) rest = 0x6c6c75;
  else if (first == 0x66) {
    rest = 0x65736c61;
    length = 4;
  } else return fail(start, INVALID);
  for (let k = 1; k <= length; k++) {
    if (start + k >= end) return INCOMPLETE;
    if (u32(load<u8>(start + k)) != (rest & 0xff)) return fail(start + k, INVALID);
    rest >>= 8;
  }
  return start + length + 1;
}

/** Address just past the value that starts at `start`, or a negative stop; see ../jsonScan.ts. */
export function scanValue(start: i32, end: i32): i32 {
  store<i32>(NAME_START, -1);
  store<i32>(SOURCE_START, -1);
  store<i32>(TIME_START, -1);
  store<i32>(ID_START, -1);
  store<i32>(PLAIN, 1);
  let depth: i32 = 0;
  let i = start;
  let which: i32 = 0;
  while (true) {
    // A value is expected at i.
    if (i < end && load<u8>(i) <= 0x20) i = skipSpace(i, end);
    if (i >= end) return INCOMPLETE;
    const byte = load<u8>(i);
    if (byte == 0x22) {
      const from = i + 1;
      i = scanString(from, end);
      if (i < 0) return i;
      if (which != 0) keep(which, from, i - 1);
    } else if (byte == 0x7b || byte == 0x5b) {
      if (which != 0) store<i32>(PLAIN, 0);
      if (depth >= MAX_DEPTH) return fail(i, TOO_DEEP);
      const isObject = byte == 0x7b;
      depth++;
      store<u8>(LEVELS + depth, u8(isObject));
      i++;
      if (i < end && load<u8>(i) <= 0x20) i = skipSpace(i, end);
      if (i >= end) return INCOMPLETE;
      if (load<u8>(i) == (isObject ? 0x7d : 0x5d)) {
        i++;
        depth--;
      } else if (isObject) {
        i = key(i, end, depth);
        if (i < 0) return i;
        which = load<i32>(LAST_KEY);
        continue;
      } else {
        which = 0;
        continue;
      }
    } else {
      if (which != 0) store<i32>(PLAIN, 0);
      i = byte == 0x2d || (byte >= 0x30 && byte <= 0x39) ? number(i, end) : literal(i, end);
      if (i < 0) return i;
    }
    which = 0;
    // A value has ended: close what it completes, or go on to the next one.
    while (true) {
      if (depth == 0) return i;
      if (i < end && load<u8>(i) <= 0x20) i = skipSpace(i, end);
      if (i >= end) return INCOMPLETE;
      const next = load<u8>(i);
      const isObject = load<u8>(LEVELS + depth) == 1;
      if (next == 0x2c) {
        i++;
        if (!isObject) break;
        if (i < end && load<u8>(i) <= 0x20) i = skipSpace(i, end);
        if (i >= end) return INCOMPLETE;
        i = key(i, end, depth);
        if (i < 0) return i;
        which = load<i32>(LAST_KEY);
        break;
      }
      if (next != (isObject ? 0x7d : 0x5d)) return fail(i, INVALID);
      i++;
      depth--;
    }
  }
}
