/** How often a property is tried: as often as `EQLITE_RUNS` says, as `npm run soak` sets it, else as CI does. */
export function numRuns(ofCi: number): number {
  const wanted = process.env["EQLITE_RUNS"] ?? "";
  return /^[1-9]\d*$/.test(wanted) ? Number(wanted) : ofCi;
}
