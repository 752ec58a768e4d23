/** Rows that are alike in some columns. */
export interface RowKinds {
  /** By row the number of its kind; kinds are numbered from 0 as they first come. */
  readonly kinds: Uint32Array;
  /** By kind its first row. */
  readonly firsts: Uint32Array;
}

/** Longer searches are given up, so that rows made to meet in the table cost no more than others. */
const mostProbes = 64;

/**
 * Numbers what rows hold in some columns: rows of one number are alike in each; rows that are alike have one number, save
 * where the table is too crowded to find it.
 *
 * A hash table of rows, 16 bytes a row and more; never more than half full.
 */
export function rowKinds(count: number, columns: readonly ((row: number) => number)[]): RowKinds {
  const mask = 2 ** Math.ceil(Math.log2(Math.max(8, 2 * count))) - 1;
  /** The number of a kind and one more; 0 is none. */
  const table = new Uint32Array(mask + 1);
  const kinds = new Uint32Array(count);
  const firsts = new Uint32Array(count);
  let known = 0;
  for (let row = 0; row < count; row++) {
    const start = hashOf(row, columns);
    let probe = 0;
    let kind = 0;
    for (; probe < mostProbes; probe++) {
      kind = table[(start + probe) & mask]!;
      if (kind === 0 || areAlike(row, firsts[kind - 1]!, columns)) break;
    }
    if (kind === 0 || probe === mostProbes) {
      firsts[known++] = row;
      kind = known;
      if (probe < mostProbes) table[(start + probe) & mask] = kind;
    }
    kinds[row] = kind - 1;
  }
  return { kinds, firsts: firsts.slice(0, known) };
}

function areAlike(row: number, other: number, columns: readonly ((row: number) => number)[]): boolean {
  for (let at = 0; at < columns.length; at++) if (columns[at]!(row) !== columns[at]!(other)) return false;
  return true;
}

function hashOf(row: number, columns: readonly ((row: number) => number)[]): number {
  let hash = 0;
  for (let at = 0; at < columns.length; at++) {
    hash = Math.imul(hash ^ columns[at]!(row), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
