/** ISO 8601 of epoch nanoseconds, with nine digits of a second unless the last six are zero. */
export function printNanos(nanos: bigint): string {
  const iso = new Date(Number(nanos / 1_000_000n)).toISOString();
  const below = nanos % 1_000_000n;
  return below === 0n ? iso : iso.replace("Z", `${String(below).padStart(6, "0")}Z`);
}
