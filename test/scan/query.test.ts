import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { printDocument } from "../../src/ecs/document.ts";
import type { EcsObject } from "../../src/ecs/value.ts";
import { search } from "../../src/engine/search/search.ts";
import type { SearchDocument } from "../../src/engine/search/searchDocument.ts";
import type { SearchOptions } from "../../src/engine/search/searchOptions.ts";
import { normalizeInputs } from "../../src/io/normalizeInputs.ts";
import { normalizeOptions } from "../../src/io/normalizeSettings.ts";
import { queryDocuments } from "../../src/io/queryDocuments.ts";
import { documentOf, queryLogs } from "../../src/io/queryLogs.ts";
import { adHocRule } from "../../src/rule/adHocRule.ts";
import { compileRule } from "../../src/rule/compileRule.ts";
import { root, runCli } from "../cli/runCli.ts";
import { createSnapshot } from "../cli/sampleRecord.ts";
import { temporaryFolder } from "../cli/temporaryFolder.ts";

const demo = ["aws", "azure"].map((cloud) => join(root, "examples/demo", cloud));

function compiled(text: string) {
  const { runnable, diagnostics } = compileRule(adHocRule({ name: "<query>", text }), defaultCatalogue);
  assert.ok(runnable !== undefined, diagnostics.map(({ message }) => message).join());
  return runnable;
}

/** Every event of the inputs once, in the order in which ties of time are broken. */
async function everything(paths: readonly string[]): Promise<SearchDocument[]> {
  const documents = new Map<string, SearchDocument>();
  await normalizeInputs(paths, undefined, await normalizeOptions({}), {
    event: (event) => documents.set(event.id, documentOf(event)),
    problem: () => {},
  });
  return [...documents.values()].sort((a, b) => (a._id < b._id ? -1 : 1));
}

async function answers(text: string, paths: readonly string[], options: SearchOptions): Promise<string> {
  const { answer } = await queryLogs({ rule: compiled(text), catalogue: defaultCatalogue, options, paths, workers: 0 });
  return printDocument(answer as unknown as EcsObject);
}

const queries = [
  "any where true",
  'any where event.action : "*snapshot*"',
  'any where event.outcome == "failure" and not user.name : "b*"',
  "any where true | head 3",
  "any where true | tail 7 | head 2",
  'any where event.action == "NothingHasThis"',
  'sequence by user.name with maxspan=10m [any where event.action == "CreateSnapshot"] [any where event.action : "Modify*"]',
  'sequence by ?user.name [any where event.action == "CreateSnapshot"] with runs=2 until [any where event.outcome == "failure"]',
  'sequence with maxspan=1m [any where event.action == "CreateSnapshot"] ![any where event.action == "DeleteSnapshot"]',
  'sequence by user.name with maxspan=1m ![any where event.outcome == "failure"] [any where event.action : "Modify*"] | head 1',
  'sample by user.name [any where event.action == "CreateSnapshot"] [any where event.action : "Modify*"]',
];
const optionSets: SearchOptions[] = [
  {},
  { size: 3, result_position: "head" },
  { size: 1000, max_samples_per_key: 3 },
  { size: 2, tiebreaker_field: "event.id" },
];

test("the answer over the demo's logs is that of a search over all of their events", async () => {
  const documents = await everything(demo);
  assert.ok(documents.length >= 50);
  for (const text of queries) {
    for (const options of optionSets) {
      const expected = printDocument(search(text, documents, options) as unknown as EcsObject);
      assert.equal(await answers(text, demo, options), expected, text);
    }
  }
});

const actions = ["CreateSnapshot", "ModifySnapshotAttribute", "DeleteSnapshot", "DescribeInstances"];
const record = fc.record({
  action: fc.constantFrom(...actions),
  second: fc.nat(20),
  user: fc.constantFrom("ana", "bob"),
  fails: fc.boolean(),
  /** In which files it stands: more than one makes copies. */
  files: fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 2 }),
});

test("and over any records, in any files, in any order, with copies", async (context) => {
  const folder = temporaryFolder(context);
  let made = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(...queries),
      fc.constantFrom(...optionSets),
      fc.infiniteStream(fc.nat()),
      async (records, text, options, random) => {
        const path = join(folder, String(made++));
        mkdirSync(path);
        const files: unknown[][] = [[], [], []];
        for (const { action, second, user, fails, files: where } of records) {
          const one = createSnapshot({
            eventName: action,
            eventTime: `2026-03-10T02:14:${String(second).padStart(2, "0")}Z`,
            userIdentity: { type: "IAMUser", accountId: "111122223333", userName: user },
            ...(fails ? { errorCode: "Client.UnauthorizedOperation" } : {}),
          });
          for (const file of where) files[file]!.splice(random.next().value % (files[file]!.length + 1), 0, one);
        }
        files.forEach((held, at) => {
          if (held.length > 0) writeFileSync(join(path, `${at}.json`), JSON.stringify({ Records: held }));
        });
        const documents = await everything([path]);
        const expected = printDocument(search(text, documents, options) as unknown as EcsObject);
        assert.equal(await answers(text, [path], options), expected);
      },
    ),
    { numRuns: 60 },
  );
});

test("however many events match, the answer is exact, and all are counted", async (context) => {
  const records = Array.from({ length: 5000 }, (_, at) =>
    createSnapshot({ eventTime: new Date(1_773_100_000_000 + ((at * 7919) % 5000) * 1000).toISOString() }),
  );
  const lines = records.map((one) => `${JSON.stringify(one)}\n`);
  const folder = temporaryFolder(context, {
    "a.json": lines.slice(0, 2600).join(""),
    "b.json": lines.slice(2600).join(""),
  });
  const documents = await everything([folder]);
  for (const text of ["any where true", "any where true | head 4", "any where true | tail 9 | head 5"]) {
    const { found } = await queryLogs({
      rule: compiled(text),
      catalogue: defaultCatalogue,
      options: {},
      paths: [folder],
      workers: 0,
    });
    assert.equal(found, 5000);
    assert.equal(await answers(text, [folder], {}), printDocument(search(text, documents) as unknown as EcsObject));
  }
});

test("workers answer as one thread does", (context) => {
  const files = Object.fromEntries(
    Array.from({ length: 6 }, (_, file) => [
      `${file}.json`,
      JSON.stringify({
        Records: Array.from({ length: 150 }, (_, at) =>
          createSnapshot({ eventTime: `2026-03-10T02:${10 + file}:${10 + (at % 50)}Z` }),
        ),
      }),
    ]),
  );
  const folder = temporaryFolder(context, files);
  const runs = [0, 1].map(() => runCli(["query", "any where true", folder, "--size", "40", "--format", "json"]));
  const names = readdirSync(folder)
    .map((name) => join(folder, name))
    .reverse();
  runs.push(
    ...(names.length > 0 ? [runCli(["query", "any where true", ...names, "--size", "40", "--format", "json"])] : []),
  );
  assert.equal(runs[0]!.status, 0, runs[0]!.stderr);
  assert.equal(new Set(runs.map(({ stdout }) => stdout)).size, 1);
  assert.equal(JSON.parse(runs[0]!.stdout).hits.events.length, 40);
});

test("copies that differ in spelling alone are one event, those that differ in content are not", async (context) => {
  const one = createSnapshot();
  const wrapped = {
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.ec2",
    id: "e",
    time: one["eventTime"],
    detail: one,
  };
  const forged = { ...one, sourceIPAddress: "198.51.100.9" };
  const folder = temporaryFolder(context, {
    "a.json": JSON.stringify({ Records: [one] }),
    "b.json": JSON.stringify(wrapped),
    "c.json": JSON.stringify({ Records: [forged] }),
  });
  const ask = (paths: readonly string[]) =>
    queryLogs({ rule: compiled("any where true"), catalogue: defaultCatalogue, options: {}, paths, workers: 0 });
  const same = await ask(["a.json", "b.json"].map((name) => join(folder, name)));
  assert.deepEqual([same.found, same.account.duplicates], [1, 1]);
  const other = await ask([folder]);
  assert.deepEqual([other.found, other.account.duplicates], [2, 2]);
});

test("documents are searched as they are", async (context) => {
  const lines = [
    { "@timestamp": "2026-03-10T00:00:02Z", event: { id: "two", action: "b" }, "user.name": ["ana", null] },
    {
      _id: "one",
      _index: "mine",
      _source: { "@timestamp": "2026-03-10T00:00:01Z", event: { action: "a" }, count: "BIG" },
    },
    { "@timestamp": "2026-03-10T00:00:03Z" },
  ];
  const text = lines.map((line) => JSON.stringify(line).replace('"BIG"', "9007199254740993")).join("\n");
  const folder = temporaryFolder(context, { "d.ndjson": `${text}\n[1]\n` });
  const path = join(folder, "d.ndjson");
  const request = { catalogue: defaultCatalogue, options: {}, paths: [path] };
  const all = await queryDocuments({ ...request, query: compiled("any where true").query });
  assert.deepEqual(
    all.answer.hits.events!.map(({ _id, _index }) => [_id, _index]),
    [
      ["one", "mine"],
      ["two", ""],
      [`${path}:3`, ""],
    ],
  );
  assert.match(printDocument(all.answer as unknown as EcsObject), /"count":9007199254740993/);
  assert.match(printDocument(all.answer as unknown as EcsObject), /\["ana",null\]/);
  assert.equal(all.tally.rejectedRecords, 1);
  const ranged = await queryDocuments({
    ...request,
    query: compiled("any where true").query,
    fromMs: Date.parse("2026-03-10T00:00:02Z"),
    toMs: Date.parse("2026-03-10T00:00:03Z"),
  });
  assert.deepEqual(
    ranged.answer.hits.events!.map(({ _id }) => _id),
    ["two"],
  );
  assert.equal(ranged.tally.outsideRange, 2);
});
