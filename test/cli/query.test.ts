import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { cliGolden } from "./golden.ts";
import { runCli } from "./runCli.ts";
import { createSnapshot } from "./sampleRecord.ts";
import { temporaryFolder } from "./temporaryFolder.ts";

/** Runs in the repository's folder and compares all that is printed. */
function golden(name: string, words: readonly string[]): void {
  cliGolden(name, words.map((word) => (/[ "]/.test(word) ? `'${word}'` : word)).join(" "), runCli(words));
}

const demo = ["examples/demo/aws", "examples/demo/azure"];
const shared = [
  'sequence by source.ip with maxspan=1h [any where event.action == "CreateSnapshot"]',
  '[any where event.action == "ModifySnapshotAttribute"] ![any where event.action == "DeleteSnapshot"]',
].join(" ");

test("events a line", () => {
  golden("query_events", ["query", 'any where event.action : "*snapshot*"', ...demo, "--size", "6"]);
});

test("sequences in blocks under their keys", () => golden("query_sequence", ["query", shared, ...demo]));

test("samples in blocks", () => {
  const sample =
    'sample by source.ip [any where event.action == "CreateSnapshot"] [any where event.outcome == "failure"]';
  golden("query_sample", ["query", sample, ...demo]);
});

test("the answer of the search API as json", () => {
  const { stdout, status } = runCli(["query", shared, ...demo, "--format", "json"]);
  assert.equal(status, 0);
  const answer = JSON.parse(stdout);
  assert.deepEqual(Object.keys(answer), ["is_partial", "is_running", "took", "timed_out", "hits"]);
  assert.deepEqual(answer.hits.total, { value: 1, relation: "eq" });
  const [{ join_keys: keys, events }] = answer.hits.sequences;
  assert.deepEqual(keys, ["203.0.113.7"]);
  assert.deepEqual(
    events.map(({ _index }: { _index: string }) => _index),
    ["logs-aws.cloudtrail-default", "logs-aws.cloudtrail-default", ""],
  );
  assert.deepEqual(events[2], { _index: "", _id: "", _source: {}, missing: true });
  const { stdout: lines } = runCli(["query", shared, ...demo, "--format", "ndjson"]);
  assert.deepEqual(
    lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
    answer.hits.sequences,
  );
});

test("no match is fine", () =>
  golden("query_nothing", ["query", 'any where event.action == "Nothing"', "examples/demo/aws"]));

test("a wrong query is shown where it is wrong", () => {
  golden("query_wrong", ["query", 'any where event.outcom == "failure"', "examples/demo/aws"]);
});

test("what would keep a query silent is said", () => {
  golden("query_suspicious", ["query", 'any where event.outcome == "Success"', "examples/demo/aws"]);
});

test("a query from a file is named by it", (context) => {
  const folder = temporaryFolder(context, {
    "hunt.eql": "any where event.id ==\n",
    "a.json": JSON.stringify(createSnapshot()),
  });
  const wrong = runCli(["query", "@hunt.eql", "a.json"], { cwd: folder });
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /--> hunt\.eql:/);
  assert.equal(runCli(["query", "@gone.eql", "a.json"], { cwd: folder }).status, 3);
});

test("standard input, documents and a mapping of one's own", (context) => {
  const mapping = { properties: { "@timestamp": { type: "date" }, shoe: { properties: { size: { type: "long" } } } } };
  const folder = temporaryFolder(context, { "mapping.json": JSON.stringify(mapping) });
  const input = [1, 2, 3]
    .map((size) => JSON.stringify({ "@timestamp": `2026-03-10T00:00:0${size}Z`, shoe: { size } }))
    .join("\n");
  const words = ["query", "any where shoe.size > 1 | head 1", "-", "--documents", "--format", "ndjson"];
  const refused = runCli(words, { input });
  assert.deepEqual([refused.status, refused.stdout], [2, ""]);
  const { status, stdout } = runCli([...words, "--mapping", join(folder, "mapping.json")], { input });
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout)._source.shoe.size, 2);
});

test("unusable flags and inputs end with 3", (context) => {
  const folder = temporaryFolder(context, { "a.json": JSON.stringify(createSnapshot()), "empty.json": "" });
  const path = join(folder, "a.json");
  const wrong = (...words: string[]) => runCli(["query", "any where true", ...words]);
  for (const words of [
    [path, "--no-such-flag"],
    [path, "--size", "-1"],
    [path, "--size", "many"],
    [path, "--from", "2026-03-11", "--to", "2026-03-10"],
    [path, "--timestamp-field", "no.such.field"],
    [path, "--tiebreaker", "no.such.field"],
    [path, "--mapping", join(folder, "gone.json")],
    [join(folder, "gone.json")],
    [join(folder, "empty.json")],
  ]) {
    const { status, stdout, stderr } = wrong(...words);
    assert.deepEqual([status, stdout], [3, ""], words.join(" "));
    assert.notEqual(stderr, "");
  }
  const geo = runCli(["query", 'any where source.geo.country_iso_code == "XX"', path]);
  assert.equal(geo.status, 3);
  assert.match(geo.stderr, /--geo/);
});

test("the range is that of --from and --to", (context) => {
  const records = ["02:00:00", "02:00:01", "02:00:02"].map((time) =>
    createSnapshot({ eventTime: `2026-03-10T${time}Z` }),
  );
  const folder = temporaryFolder(context, { "a.json": JSON.stringify({ Records: records }) });
  const range = ["--from", "2026-03-10T02:00:01Z", "--to", "2026-03-10T02:00:02Z"];
  const { stdout, stderr } = runCli(["query", "any where true", folder, ...range, "--format", "ndjson"]);
  assert.deepEqual(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)._id),
    [records[1]!["eventID"]],
  );
  assert.match(stderr, /2 outside the range/);
});

test("what a log says reaches a terminal escaped", (context) => {
  const evil = createSnapshot({
    eventName: "Create\u001b[31mSnapshot",
    eventID: "\u001b]0;id\u0007-\u202e",
    userIdentity: { type: "IAMUser", userName: "ana\u001b[2J", accountId: "111122223333" },
    responseElements: { snapshotId: "snap\r\n\u001b[1A" },
  });
  const folder = temporaryFolder(context, { "a.json": JSON.stringify(evil) });
  for (const format of ["pretty", "ndjson", "json"]) {
    for (const text of ["any where true", "sequence by user.name [any where true] ![any where false] with runs=1"]) {
      const { stdout, stderr } = runCli(["query", text, folder, "--format", format]);
      assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u, `${format} ${text}`);
    }
  }
});
