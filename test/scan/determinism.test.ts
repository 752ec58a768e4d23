import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { printDocument } from "../../src/ecs/document.ts";
import { loadRuleFiles } from "../../src/io/ruleFiles.ts";
import { type ScanReport, scan } from "../../src/io/scan.ts";
import { root, runCli } from "../cli/runCli.ts";
import { createSnapshot } from "../cli/sampleRecord.ts";
import { temporaryFolder } from "../cli/temporaryFolder.ts";

const { runnable: rules } = loadRuleFiles([join(root, "detections")], [join(root, "lookups")]);
const demo = [join(root, "examples/demo/aws"), join(root, "examples/demo/azure")];

function printed({ alerts }: ScanReport): string[] {
  return alerts.map(({ document }) => printDocument(document));
}

/** The identity that every report promises. */
function addsUp({ tally, evaluated, duplicates, duplicateFiles, evaluatedFiles }: ScanReport): void {
  assert.equal(
    tally.records,
    evaluated + duplicates + tally.rejectedRecords + tally.skippedRecords + tally.outsideRange,
  );
  assert.equal(tally.files, evaluatedFiles + duplicateFiles + tally.rejectedFiles);
}

/** All records of the demo, whatever file they are in. */
function demoRecords(): unknown[] {
  return demo.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.json(\.gz)?$/.test(name))
      .map((name) => readFileSync(join(folder, name)))
      .map(
        (bytes) =>
          JSON.parse((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8")) as Record<string, unknown[]>,
      )
      .flatMap((content) => content["Records"] ?? content["records"] ?? []),
  );
}

/** A shuffle that a seed decides. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const list = [...items];
  let state = seed;
  for (let i = list.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const j = state % (i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

test("the reference path and the fast path agree on the demo", async () => {
  const fast = await scan({ rules, paths: demo });
  const reference = await scan({ rules, paths: demo, reference: true });
  assert.ok(fast.alerts.length > 5);
  assert.deepEqual(printed(fast), printed(reference));
  assert.deepEqual({ ...fast.tally }, { ...reference.tally });
  assert.equal(fast.evaluated, reference.evaluated);
  addsUp(fast);
});

test("alerts depend on no order, no file boundary and no repetition of records", async (context) => {
  const expected = printed(await scan({ rules, paths: demo }));
  const records = demoRecords();
  for (let seed = 1; seed <= 8; seed++) {
    const folder = temporaryFolder(context);
    const order = shuffled([...records, ...records.slice(0, seed * 3)], seed);
    const size = Math.ceil(order.length / seed);
    for (let i = 0; i * size < order.length; i++) {
      const part = order.slice(i * size, (i + 1) * size);
      const text =
        seed % 2 === 0 ? part.map((record) => JSON.stringify(record)).join("\n") : JSON.stringify(part, null, seed);
      writeFileSync(
        join(folder, `${(i * 7) % 10}-${i}.json${seed % 3 === 0 ? ".gz" : ""}`),
        seed % 3 === 0 ? gzipSync(text) : text,
      );
    }
    const report = await scan({ rules, paths: [folder], workers: 0 });
    assert.deepEqual(printed(report), expected, `seed ${seed}`);
    assert.equal(report.duplicates, seed * 3);
    addsUp(report);
  }
});

test("one worker and two write the same bytes", (context) => {
  const folder = temporaryFolder(context);
  for (let i = 0; i < 40; i++) {
    const records = Array.from({ length: 60 }, (_, k) =>
      createSnapshot({
        eventTime: new Date(Date.UTC(2026, 2, 10) + ((i * 60 + k) % 500) * 60_000).toISOString().replace(".000", ""),
        eventName: k % 9 === 0 ? "CreateSnapshot" : "DescribeVolumes",
        description: "x".repeat(5000),
      }),
    );
    mkdirSync(join(folder, `d${i % 5}`), { recursive: true });
    writeFileSync(join(folder, `d${i % 5}`, `${i}.json`), JSON.stringify({ Records: records }));
  }
  const outputs = ["1", "2", "3"].map((workers) =>
    runCli(["scan", folder, "--workers", workers, "--format", "ndjson"]),
  );
  assert.equal(outputs[0]!.status, 0, outputs[0]!.stderr);
  assert.ok(outputs[0]!.stdout.length > 100_000);
  for (const { stdout } of outputs) assert.equal(stdout, outputs[0]!.stdout);
});

test("copies of a file, and of a record, count once", async (context) => {
  const text = JSON.stringify({ Records: [createSnapshot(), createSnapshot()] });
  const folder = temporaryFolder(context, {
    "a.json": text,
    "b.json": text,
    "c.json.gz": gzipSync(text),
    "d.json": "",
  });
  const report = await scan({ rules, paths: [folder, folder, join(folder, "a.json")], workers: 0 });
  addsUp(report);
  assert.equal(report.tally.files, 4);
  assert.equal(report.duplicateFiles, 1, "byte for byte");
  assert.equal(report.evaluated, 2);
  assert.equal(report.duplicates, 4);
  assert.equal(report.tally.rejectedFiles, 1);
});

test("--from and --to leave events out, and say how many", async () => {
  const all = await scan({ rules, paths: demo });
  const middle = Math.floor((all.tally.firstMs + all.tally.lastMs) / 2);
  const early = await scan({ rules, paths: demo, toMs: middle });
  const late = await scan({ rules, paths: demo, fromMs: middle });
  assert.equal(early.evaluated + late.evaluated, all.evaluated);
  assert.equal(early.tally.outsideRange, late.evaluated + late.duplicates);
  for (const report of [early, late]) addsUp(report);
});

const sans504 = join(root, "../shared/telemetry/sans504");

test("real records: everything is read, and both paths agree", {
  skip: !existsSync(sans504) && "the shared telemetry is not beside this checkout",
}, async () => {
  const fast = await scan({ rules, paths: [sans504], workers: 0 });
  assert.equal(fast.tally.files, 3872);
  assert.equal(fast.tally.rejectedFiles, 0);
  assert.deepEqual([fast.tally.records, fast.evaluated, fast.duplicates], [30_477, 23_981, 6_496]);
  assert.deepEqual(fast.tally.problemCounts, {});
  addsUp(fast);
  const reference = await scan({ rules, paths: [sans504], workers: 0, reference: true });
  assert.deepEqual(printed(reference), printed(fast));
  assert.deepEqual(reference.tally, fast.tally);
});
