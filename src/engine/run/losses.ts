/** A loss in words, or none: `12 rows left out …`. */
export function loss(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count.toLocaleString("en-US")} ${what}`];
}
