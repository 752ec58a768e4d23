/** Code points `from` to `to`, both included. */
export type Range = readonly [from: number, to: number];

/** A set of code points: ranges in ascending order that neither overlap nor touch. */
export type CodePointSet = readonly Range[];

export const lastCodePoint = 0x10ffff;
export const anyCodePoint: CodePointSet = [[0, lastCodePoint]];

/** The set of all code points in any of the ranges. */
export function unionOf(ranges: readonly Range[]): CodePointSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const set: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = set.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else set.push([from, to]);
  }
  return set;
}

/** Every code point that is not in the set. */
export function complementOf(set: CodePointSet): CodePointSet {
  const rest: Range[] = [];
  let from = 0;
  for (const [start, end] of set) {
    if (start > from) rest.push([from, start - 1]);
    from = end + 1;
  }
  if (from <= lastCodePoint) rest.push([from, lastCodePoint]);
  return rest;
}

export function setHolds(set: CodePointSet, codePoint: number): boolean {
  return set.some(([from, to]) => codePoint >= from && codePoint <= to);
}

/** The code point alone, or with its other case if it is an ASCII letter and case is ignored. */
export function singleSet(codePoint: number, ignoreCase: boolean): CodePointSet {
  const single: Range = [codePoint, codePoint];
  const lower = codePoint | 0x20;
  const isLetter = codePoint < 128 && lower >= 0x61 && lower <= 0x7a;
  if (!ignoreCase || !isLetter) return [single];
  return [
    [lower - 32, lower - 32],
    [lower, lower],
  ];
}
