import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { planRules } from "../../src/engine/plan.ts";
import { type FileResult, FileScan } from "../../src/io/fileScan.ts";
import { loadRuleFiles } from "../../src/io/ruleFiles.ts";
import { emptyTally, mergeTally, settleProblems } from "../../src/io/tally.ts";
import { root } from "../cli/runCli.ts";
import { createSnapshot, trail } from "../cli/sampleRecord.ts";
import type { Target } from "./target.ts";

const activity = {
  time: "2026-03-10T02:14:07.1234567Z",
  resourceId: "/SUBSCRIPTIONS/0/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.COMPUTE/SNAPSHOTS/S",
  operationName: "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE",
  category: "Administrative",
  resultType: "Success",
  identity: { claims: { appid: "a" }, authorization: { scope: "/", evidence: { role: "Owner" } } },
  correlationId: "00000000-1111-4222-8333-444444444444",
  properties: { statusCode: "OK", entity: "x" },
};

const texts = [
  trail(3),
  `${JSON.stringify(createSnapshot())}\n${JSON.stringify(createSnapshot({ eventID: "no-uuid" }))}\r\n`,
  JSON.stringify([createSnapshot({ responseElements: null, userAgent: "a\\u0022\n" })], null, 1),
  JSON.stringify({ records: [activity, { ...activity, resourceId: 7 }] }),
  JSON.stringify({ value: [{ ...activity, eventName: { value: "x" } }], nextLink: "https://example.com" }),
];

const words = [
  ...[
    '"',
    '\\"',
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\ufeff",
    "null",
    "true",
    "-0",
    "1e999",
    "01",
  ],
  ...[
    "123456789012345678901234567890",
    '{"Records":[',
    '"records":[',
    ',{"eventVersion":"1.09"',
    '"eventName":"CreateSnapshot"',
  ],
  ...['"eventID":"x"', '"eventTime":"2026-03-10T02:14:07Z"', '"eventSource":"ec2.amazonaws.com"', '"__proto__":{}'],
  ...['"constructor":1', "[".repeat(200), '{"a":'.repeat(130), "\u0000", "\u202e", '"requestParameters":"', '"time":"'],
];

const { runnable } = loadRuleFiles([join(root, "detections")], [join(root, "lookups")]);
const plan = planRules(runnable);
const fast = new FileScan(plan, { normalize: {} });
const reference = new FileScan(plan, { normalize: {}, reference: true });
const other = new FileScan(plan, { normalize: {} });

/**
 * Logs, plain and gzip: nothing throws, every record is accounted for, both paths answer alike, and so do all ways to
 * cut the bytes.
 */
export const logTarget: Target = {
  name: "logs",
  seeds: [...texts.map((text) => Buffer.from(text)), gzipSync(trail(5)), Buffer.from(`\ufeff${trail(2)}`, "utf16le")],
  words,
  run: async (input, random) => {
    const whole = await fast.stream("input", pieces(input, input.length));
    addsUp(whole);
    const cut = await fast.stream("input", pieces(input, 1 + random.below(200)));
    // Of corrupt gzip, the last piece before the fault comes out or not as the bytes were cut (see GzipReader).
    const isCorrupt = Object.keys(whole.tally.problemCounts).some((key) => key.endsWith("corrupt gzip"));
    if (!isCorrupt) assert.deepEqual(evaluated(cut), evaluated(whole), "cut elsewhere");
    const slow = await reference.stream("input", pieces(input, input.length));
    assert.deepEqual(slow.tally, whole.tally, "the reference path counts alike");
    assert.deepEqual(evaluated(slow), evaluated(whole), "the reference path answers alike");
    const parts = await inTwoSteps(input);
    assert.deepEqual(counted(parts), counted([whole]), "records matched later are counted alike");
    assert.deepEqual(inOrder(parts), inOrder([whole]), "records matched later are answered alike");
  },
};

/** What reading gives and leaves, and what another thread makes of that. */
async function inTwoSteps(input: Buffer): Promise<FileResult[]> {
  const { toMatch, ...read } = await fast.stream("input", pieces(input, input.length), true);
  return toMatch === undefined ? [read] : [read, other.match("input", structuredClone(toMatch))];
}

function counted(results: readonly FileResult[]): unknown {
  const sum = emptyTally();
  for (const { tally } of results) mergeTally(sum, tally);
  settleProblems(sum);
  return sum;
}

/** Ids and hits, whatever came first. */
function inOrder(results: readonly FileResult[]): unknown {
  const ids = results.flatMap(({ ids: words, otherIds }) => [fours(words), fours(otherIds)].flat()).sort();
  const records = results.flatMap((result) =>
    result.records.map(({ event, hits, place }) => JSON.stringify([event, hits, place && textAt(result, place)])),
  );
  return { ids, records: records.sort() };
}

function fours(words: Uint32Array): string[] {
  return Array.from({ length: words.length / 4 }, (_, at) => words.slice(4 * at, 4 * at + 4).join());
}

function textAt({ bytes }: FileResult, { start, end }: { readonly start: number; readonly end: number }): string {
  return Buffer.from(bytes).toString("utf8", start, end);
}

function addsUp({ tally, ids, otherIds }: FileResult): void {
  const { records, rejectedRecords, skippedRecords, outsideRange, files, rejectedFiles, problemCounts } = tally;
  assert.equal(records, (ids.length + otherIds.length) / 4 + rejectedRecords + skippedRecords + outsideRange);
  assert.equal(files, 1);
  assert.equal(rejectedFiles, records === rejectedRecords ? 1 : 0);
  for (const reason of Object.keys(problemCounts)) assert.doesNotMatch(reason, /fault of eqlite/);
  if (rejectedFiles > 0) assert.notDeepEqual(problemCounts, {}, "a rejected file is named");
}

function evaluated({ ids, otherIds, records }: FileResult): unknown {
  return { ids: [...ids], otherIds: [...otherIds], records };
}

async function* pieces(input: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < input.length; at += Math.max(1, size)) yield input.subarray(at, at + Math.max(1, size));
}
