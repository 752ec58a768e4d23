import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cliGolden } from "./golden.ts";
import { root, runCli } from "./runCli.ts";
import { createSnapshot } from "./sampleRecord.ts";
import { temporaryFolder } from "./temporaryFolder.ts";

/** Runs in the repository's folder and compares all that is printed. */
function golden(name: string, words: readonly string[]): void {
  cliGolden(name, words.map((word) => (/[ "]/.test(word) ? `'${word}'` : word)).join(" "), runCli(words));
}

const demo = "examples/demo/aws";
const shared = "626a5c54";
const created = "5ec03737-d125-5ace-8350-5850e6466c61";
const createThenShare =
  'sequence by source.ip with maxspan=1m [any where event.action == "CreateSnapshot"] [any where event.action == "ModifySnapshotAttribute"]';

test("a rule that matches", () => {
  golden("explain_match", [
    "explain",
    'any where event.action : "Modify*" and not user.name == "bob"',
    "-e",
    shared,
    demo,
  ]);
});

test("what keeps a rule from matching", () => {
  golden("explain_no_match", ["explain", "AWS Snapshot or Disk Copy Created", "--event", shared, demo]);
});

test("a sequence, with what became of the partial match", () => {
  golden("explain_sequence", ["explain", createThenShare, "-e", shared, demo]);
});

test("a rule's compiled form", () => {
  golden("explain_compiled", ["explain", "detections/aws/snapshot_enumerated_then_created/rule.toml"]);
  golden("explain_compiled_query", [
    "explain",
    `${createThenShare} until [any where event.outcome != "success"] | head 5`,
  ]);
});

test("the same as data", () => {
  const { stdout, status } = runCli(["explain", createThenShare, "-e", shared, demo, "--format", "json"]);
  assert.equal(status, 0);
  const { events, partial_matches: stories } = JSON.parse(stdout);
  assert.equal(events.length, 1);
  assert.deepEqual(events[0].verdict, { kind: "satisfies", steps: ["step 2"] });
  assert.deepEqual(
    events[0].steps.map(({ satisfied }: { satisfied: boolean }) => satisfied),
    [false, true],
  );
  assert.equal(events[0].steps[0].tree.decisive, true);
  assert.deepEqual(
    stories.map(({ key }: { key: unknown }) => key),
    [["203.0.113.7"]],
  );
  assert.deepEqual(
    stories[0].turns.map(({ kind }: { kind: string }) => kind),
    ["started", "advanced", "completed"],
  );
  assert.equal(stories[0].turns[0].event, created);
  const compiled = JSON.parse(runCli(["explain", createThenShare, "--format", "json"]).stdout);
  assert.equal(compiled.maxspan_ms, 60_000);
  assert.deepEqual(compiled.fields, ["event.action", "source.ip"]);
  assert.deepEqual(compiled.steps[0].actions, ["createsnapshot"]);
});

test("the verdict on every event of the demo is that of a scan", () => {
  const rule = "detections/aws/snapshot_created/rule.toml";
  const alerts = runCli(["scan", demo, "--rules", rule, "--format", "ndjson"]).stdout.trimEnd().split("\n");
  const matching = new Set(
    alerts.map(
      (line) => JSON.parse(line)["kibana.alert.ancestors"]?.[0].id ?? JSON.parse(line).kibana.alert.ancestors[0].id,
    ),
  );
  assert.ok(matching.size > 0);
  const ids = readdirSync(join(root, demo)).flatMap((name) =>
    JSON.parse(readFileSync(join(root, demo, name), "utf8")).Records.map(
      (record: { eventID: string }) => record.eventID,
    ),
  );
  for (const id of ids.slice(0, 12)) {
    const { stdout } = runCli(["explain", rule, "-e", id, demo, "--format", "json"]);
    assert.equal(JSON.parse(stdout).events[0].verdict.kind === "matches", matching.has(id), id);
  }
});

test("an exception is named", (context) => {
  const toml = readFileSync(join(root, "detections/aws/snapshot_created/rule.toml"), "utf8");
  const exceptions = readFileSync(join(root, "detections/aws/snapshot_created/exceptions.ndjson"), "utf8");
  const record = createSnapshot({
    eventSource: "rds.amazonaws.com",
    eventName: "CreateDBSnapshot",
    requestParameters: { dBSnapshotIdentifier: "s" },
    responseElements: { snapshotType: "automated", dBSnapshotIdentifier: "s" },
  });
  const folder = temporaryFolder(context, {
    "rules/rule.toml": toml,
    "rules/exceptions.ndjson": exceptions,
    "logs/a.json": JSON.stringify(record),
  });
  const { stdout, status } = runCli(["explain", "rules/rule.toml", "-e", String(record["eventID"]), "logs"], {
    cwd: folder,
  });
  assert.equal(status, 0);
  assert.match(stdout, /\nexempted by exception item RDS automated and AWS Backup snapshots\n$/);
  assert.match(stdout, /snapshotType in .*\n? *\(?.*←|←/);
});

test("a missing value and a missing key are called that", (context) => {
  const record = createSnapshot({ userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" } });
  const folder = temporaryFolder(context, { "a.json": JSON.stringify(record) });
  const id = String(record["eventID"]);
  const one = runCli(["explain", 'any where user.name == "ana"', "-e", id, folder]).stdout;
  assert.match(one, /✗ no {3}user\.name == "ana" {2}\(user\.name has no value\) {2}←/);
  assert.match(one, /does not match: user\.name has no value\n$/);
  const keyed = runCli(["explain", "sequence by user.name [any where true] [any where true]", "-e", id, folder]).stdout;
  assert.match(keyed, /by user\.name has no value: the event joins nothing/);
  assert.match(keyed, /took part in no partial match\n$/);
});

test("copies that differ in content are explained each, with workers too", (context) => {
  const record = createSnapshot();
  const forged = { ...record, sourceIPAddress: "198.51.100.9" };
  const filler = JSON.stringify({
    Records: Array.from({ length: 400 }, () => createSnapshot({ eventName: "DescribeTags" })),
  });
  const folder = temporaryFolder(context, {
    "a.json": JSON.stringify({ Records: [record, record] }),
    "b.json": JSON.stringify({ Records: [forged] }),
    "c.json": filler,
  });
  const words = ["explain", 'any where source.ip == "198.51.100.9"', "-e", String(record["eventID"]), folder];
  const { stdout } = runCli([...words, "--format", "json"]);
  const kinds = JSON.parse(stdout).events.map(({ verdict }: { verdict: { kind: string } }) => verdict.kind);
  assert.deepEqual(kinds.sort(), ["does not match", "matches"]);
  assert.match(runCli(words).stdout, /copy 1 of 2, which differ in content[\s\S]*copy 2 of 2/);
});

test("what cannot be explained ends with 3, what does not compile with 2", (context) => {
  const records = [1, 2].map(() => createSnapshot());
  const folder = temporaryFolder(context, { "a.json": JSON.stringify({ Records: records }) });
  const cases: [words: string[], status: number, says: RegExp][] = [
    [["any where true", "-e", "abc", folder], 3, /at least 6/],
    [["any where true", "-e", "abcdefgh", folder], 3, /no event abcdefgh/],
    [["any where true", "-e", "00000000-1111", folder], 3, /several events begin/],
    [["any where true", "-e", "00000000"], 3, /no logs/],
    [["any where true", folder], 3, /which event/],
    [["AWS Snapshot or Disk Copy Creatd"], 3, /did you mean "AWS Snapshot or Disk Copy Created"/],
    [["no rule of that name"], 3, /no such rule/],
    [['any where event.outcom == "x"'], 2, /EQL101/],
    [['any where source.geo.country_iso_code == "XX"', "-e", String(records[0]!["eventID"]), folder], 3, /--geo/],
  ];
  for (const [words, expected, says] of cases) {
    const { status, stdout, stderr } = runCli(["explain", ...words]);
    assert.deepEqual([status, stdout], [expected, ""], words.join(" "));
    assert.match(stderr, says);
  }
});

test("what a log says reaches a terminal escaped", (context) => {
  const evil = createSnapshot({
    eventName: "Create\u001b[31mSnapshot\u202e",
    userIdentity: { type: "IAMUser", userName: "ana\u001b[2J", accountId: "111122223333" },
    sourceIPAddress: "\u001b]0;x\u0007",
  });
  const folder = temporaryFolder(context, { "a.json": JSON.stringify(evil) });
  const text = 'sequence by user.name, event.action [any where source.address != "x"] [any where event.action == "y"]';
  for (const format of ["pretty", "json"]) {
    const { stdout, stderr } = runCli(["explain", text, "-e", String(evil["eventID"]), folder, "--format", format]);
    assert.notEqual(stdout, "");
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u, format);
  }
});
