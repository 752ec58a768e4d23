import { fastestScan, RecordScanner, type ValueScan } from "../kernel/index.ts";
import { readRecord } from "../normalize/readRecord.ts";
import type { NormalizedEvent, NormalizeOptions } from "../normalize/record.ts";
import { listInputFiles } from "./inputFiles.ts";
import { type InputProblem, problem, rejectedRecord } from "./inputProblem.ts";
import { type InputConsumer, readInputFile, readInputStream } from "./readInput.ts";
import { addProblem, addSkipped, emptyTally, type TallyData } from "./tally.ts";

/** Takes what normalising gives, in the order of the input. */
export interface NormalizeSink {
  readonly event: (event: NormalizedEvent) => void;
  readonly problem: (problem: InputProblem) => void;
}

/** Normalises every record of the inputs, one document per record, repeats included, in input order (files sorted by path). */
export async function normalizeInputs(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array> | undefined,
  options: NormalizeOptions,
  sink: NormalizeSink,
): Promise<TallyData> {
  const tally = emptyTally();
  const listing = listInputFiles(paths.filter((path) => path !== "-"));
  const report = (found: InputProblem) => {
    addProblem(tally, found);
    sink.problem(found);
  };
  for (const found of listing.problems) {
    tally.files++;
    tally.rejectedFiles++;
    report(found);
  }
  const values = fastestScan();
  const one = async (name: string, read: (consumer: InputConsumer) => Promise<void>) => {
    tally.files++;
    const before = tally.records - tally.rejectedRecords;
    let isRejected = false;
    const reject = (found: InputProblem) => {
      if (found.effect === "record rejected") tally.rejectedRecords++;
      if (found.effect === "file rejected") isRejected = true;
      report(found);
    };
    const scanner = recordScanner(name, tally, options, sink, reject, values);
    await read({
      bytes: (chunk) => {
        tally.bytes += chunk.length;
        scanner.push(chunk);
      },
      problem: reject,
    });
    scanner.end();
    if (tally.records - tally.rejectedRecords > before) return;
    tally.rejectedFiles++;
    if (!isRejected) report(problem("no record in a non-empty file", name));
  };
  if (paths.includes("-") && stdin !== undefined)
    await one("<stdin>", (consumer) => readInputStream("<stdin>", stdin, consumer));
  for (const { path } of listing.files) await one(path, (consumer) => readInputFile(path, consumer));
  return tally;
}

function recordScanner(
  name: string,
  tally: TallyData,
  options: NormalizeOptions,
  sink: NormalizeSink,
  reject: (problem: InputProblem) => void,
  values: ValueScan,
): RecordScanner {
  return new RecordScanner(
    {
      record: (bytes, start, end, _spans, offset) => {
        tally.records++;
        const outcome = readRecord(
          Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("utf8"),
          options,
        );
        if (outcome.kind === "event") sink.event(outcome.event);
        else if (outcome.kind === "rejected") reject(rejectedRecord(outcome.reason, name, offset, outcome.detail));
        else addSkipped(tally, outcome.reason);
      },
      reject: (reason, offset, length) => {
        tally.records++;
        reject(problem(reason, name, `${length} bytes`, offset));
      },
    },
    values,
  );
}
