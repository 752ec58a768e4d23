import type { Dataset, Shape } from "../normalize/record.ts";
import type { InputProblem } from "./inputProblem.ts";

/** Problems kept with their place; beyond, they are counted only. */
const keptProblems = 100;

/** A structured-cloneable account of what was read, of one file or of many. */
export interface TallyData {
  files: number;
  rejectedFiles: number;
  /** Decompressed bytes. */
  bytes: number;
  /** Everything between the separators of the input that was, or should have been, a record. */
  records: number;
  rejectedRecords: number;
  /** Records that are no events by design, by reason: CloudTrail digests. */
  skipped: Record<string, number>;
  skippedRecords: number;
  /** Events outside `--from` and `--to`. */
  outsideRange: number;
  shapes: Partial<Record<Shape, number>>;
  /** Events by data stream. */
  datasets: Partial<Record<Dataset, number>>;
  /** Problems by code and reason: all of them. */
  problemCounts: Record<string, number>;
  /** The first problems, with their places. */
  problems: InputProblem[];
  firstMs: number;
  lastMs: number;
}

/** An empty account. */
export function emptyTally(): TallyData {
  return {
    files: 0,
    rejectedFiles: 0,
    bytes: 0,
    records: 0,
    rejectedRecords: 0,
    skipped: {},
    skippedRecords: 0,
    outsideRange: 0,
    shapes: {},
    datasets: {},
    problemCounts: {},
    problems: [],
    firstMs: Number.POSITIVE_INFINITY,
    lastMs: Number.NEGATIVE_INFINITY,
  };
}

/** Counts a problem, and keeps it while there is room. */
export function addProblem(tally: TallyData, problem: InputProblem): void {
  const key = `${problem.code} ${problem.reason}`;
  tally.problemCounts[key] = (tally.problemCounts[key] ?? 0) + 1;
  if (tally.problems.length < keptProblems) tally.problems.push(problem);
}

/** Counts a record that is no event by design. */
export function addSkipped(tally: TallyData, reason: string): void {
  tally.skipped[reason] = (tally.skipped[reason] ?? 0) + 1;
  tally.skippedRecords++;
}

/** Adds the account of other files. */
export function mergeTally(into: TallyData, other: TallyData): void {
  for (const key of [
    "files",
    "rejectedFiles",
    "bytes",
    "records",
    "rejectedRecords",
    "skippedRecords",
    "outsideRange",
  ] as const) {
    into[key] += other[key];
  }
  addCounts(into.skipped, other.skipped);
  addCounts(into.shapes, other.shapes);
  addCounts(into.datasets, other.datasets);
  addCounts(into.problemCounts, other.problemCounts);
  into.problems.push(...other.problems);
  // Kept small on the way: each of very many files may bring problems of its own.
  if (into.problems.length > 10 * keptProblems) settleProblems(into);
  into.firstMs = Math.min(into.firstMs, other.firstMs);
  into.lastMs = Math.max(into.lastMs, other.lastMs);
}

/** Problems in the order of files and offsets, cut to as many as are shown, so that no worker's pace shows in them. */
export function settleProblems(tally: TallyData): void {
  tally.problems.sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : (a.offset ?? -1) - (b.offset ?? -1) || (a.code < b.code ? -1 : 1),
  );
  tally.problems.length = Math.min(tally.problems.length, keptProblems);
}

function addCounts(into: Record<string, number>, other: Record<string, number | undefined>): void {
  for (const [key, count] of Object.entries(other)) into[key] = (into[key] ?? 0) + (count ?? 0);
}
