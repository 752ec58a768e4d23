import type { ScanAccount } from "../io/scan.ts";
import type { TallyData } from "../io/tally.ts";
import { moreProblems, problemLine } from "./problemLines.ts";

/** The problems of a run, a line each, for standard error when standard output carries data. */
export function problemsOf({ problems, problemCounts }: TallyData): string {
  const total = Object.values(problemCounts).reduce((sum, value) => sum + value, 0);
  return problems.map(problemLine).join("") + moreProblems(total);
}

/** What became of the records and files that were read; without a newline. */
export function accountOf({
  tally,
  evaluated,
  duplicates,
}: Pick<ScanAccount, "tally" | "evaluated" | "duplicates">): string {
  const parts = [
    `${tally.records} records = ${evaluated} evaluated + ${duplicates} duplicate + ${tally.rejectedRecords} rejected`,
    ...(tally.skippedRecords > 0 ? [`${tally.skippedRecords} skipped`] : []),
    ...(tally.outsideRange > 0 ? [`${tally.outsideRange} outside the range`] : []),
  ];
  return `eqlite: ${parts.join(" + ")}; ${tally.files} files, ${tally.rejectedFiles} rejected`;
}
