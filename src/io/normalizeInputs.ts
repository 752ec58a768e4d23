import { fastestScan } from "../kernel/index.ts";
import { readRecord } from "../normalize/readRecord.ts";
import type { NormalizedEvent, NormalizeOptions } from "../normalize/record.ts";
import { listInputFiles } from "./inputFiles.ts";
import { type InputProblem, problem, rejectedRecord } from "./inputProblem.ts";
import { type RecordPlace, type RecordReader, readFileRecords, readStreamRecords } from "./inputRecords.ts";
import { addProblem, addSkipped, emptyTally, type TallyData } from "./tally.ts";

/** Takes what normalising gives, in the order of the input. */
export interface NormalizeSink {
  readonly event: (event: NormalizedEvent) => void;
  readonly problem: (problem: InputProblem) => void;
  /** Waited for between chunks of the input, so that a slow reader of the output slows the reading down. */
  readonly ready?: () => Promise<void> | undefined;
}

/** Normalises every record of the inputs, one document per record, repeats included, in input order (files sorted by path). */
export async function normalizeInputs(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array> | undefined,
  options: NormalizeOptions,
  sink: NormalizeSink,
): Promise<TallyData> {
  const tally = emptyTally();
  const report = (found: InputProblem) => {
    addProblem(tally, found);
    sink.problem(found);
  };
  const values = fastestScan();
  const readerOf = (name: string): RecordReader => ({
    tally,
    values,
    problem: report,
    record: (record) => normalizeRecord(name, record, { tally, options, sink, report }),
    ...(sink.ready === undefined ? {} : { ready: sink.ready }),
  });
  const listing = listInputFiles(paths.filter((path) => path !== "-"));
  for (const found of listing.problems) {
    tally.files++;
    tally.rejectedFiles++;
    report(found);
  }
  if (paths.includes("-") && stdin !== undefined) await readStreamRecords("<stdin>", stdin, readerOf("<stdin>"));
  for (const { path } of listing.files) await readFileRecords(path, readerOf(path));
  return tally;
}

interface Normalizing {
  readonly tally: TallyData;
  readonly options: NormalizeOptions;
  readonly sink: NormalizeSink;
  readonly report: (problem: InputProblem) => void;
}

function normalizeRecord(
  name: string,
  { bytes, start, end, offset }: RecordPlace,
  { tally, options, sink, report }: Normalizing,
): void {
  const outcome = readRecord(bytes.toString("utf8", start, end), options);
  if (outcome.kind === "skipped") addSkipped(tally, outcome.reason);
  else if (outcome.kind === "rejected") {
    tally.rejectedRecords++;
    report(rejectedRecord(outcome.reason, name, offset, outcome.detail));
  } else {
    const { duplicateKeys, event } = outcome;
    sink.event(event);
    if (duplicateKeys > 0) report(problem("duplicate keys", name, `${duplicateKeys}; the last value counts`, offset));
  }
}
