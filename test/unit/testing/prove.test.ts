import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { compileRule } from "../../../src/rule/compileRule.ts";
import { loadRules } from "../../../src/rule/load.ts";
import { type ProofCase, proveDetection } from "../../../src/testing/prove.ts";
import { countProofs, proofLines, summaryLine } from "../../../src/testing/report.ts";

function ruleOf(query: string) {
  const text = `[metadata]\ncreation_date = "2026/03/10"\nmaturity = "production"\nupdated_date = "2026/03/10"\n
[rule]\nauthor = ["x"]\ndescription = "x"\nindex = ["logs-aws.cloudtrail-*"]\nlanguage = "eql"\nlicense = "Apache-2.0"
name = "Stops\\u202e"\nrisk_score = 47\nrule_id = "r1"\nseverity = "medium"\ntype = "eql"\nquery = '''\n${query}\n'''\n`;
  const { rules } = loadRules(
    { name: "rule.toml", text },
    { catalogue: defaultCatalogue, valueLists: () => undefined },
  );
  const { runnable } = compileRule(rules[0]!, defaultCatalogue);
  assert.ok(runnable);
  return runnable;
}

const stops = ruleOf('any where event.action == "StopLogging"');
const pairs = ruleOf(
  'sequence by cloud.account.id with maxspan=1h\n[any where event.action == "StopLogging"] with runs=2',
);

function record(eventName: string, eventID: string, minute = 0): string {
  return JSON.stringify({
    eventVersion: "1.09",
    userIdentity: { type: "IAMUser", accountId: "111122223333", userName: "alice" },
    eventTime: `2026-03-10T02:${String(minute).padStart(2, "0")}:00Z`,
    eventSource: "cloudtrail.amazonaws.com",
    eventName,
    eventID,
    recipientAccountId: "111122223333",
  });
}

function prove(each: Omit<ProofCase, "name">, rule = stops) {
  const proof = proveDetection({ rule, cases: [{ name: "a case", ...each }] });
  return { ...proof.cases[0]!, proven: proof.proven };
}

describe("proveDetection", () => {
  test("passes when just the expected events fire", () => {
    const lines = [record("StopLogging", "a"), record("StartLogging", "b"), ""];
    const { verdict, got, eventIds, proven } = prove({ lines, matchCount: 1, eventIds: ["a"] });
    assert.deepEqual({ verdict, got, eventIds, proven }, { verdict: "pass", got: 1, eventIds: ["a"], proven: true });
  });

  test("fails on a wrong count and on the wrong event", () => {
    const lines = [record("StopLogging", "a"), record("StartLogging", "b")];
    assert.equal(prove({ lines, matchCount: 0 }).verdict, "fail");
    assert.equal(prove({ lines, matchCount: 2 }).verdict, "fail");
    const wrong = prove({ lines, matchCount: 1, eventIds: ["b"] });
    assert.equal(wrong.verdict, "fail");
    assert.deepEqual([wrong.missing, wrong.surplus], [["b"], ["a"]]);
  });

  test("names events by line as well", () => {
    const lines = [record("StartLogging", "a"), record("StopLogging", "b")];
    assert.equal(prove({ lines, matchCount: 1, eventLines: [2] }).verdict, "pass");
    assert.equal(prove({ lines, matchCount: 1, eventLines: [1] }).verdict, "fail");
    assert.equal(prove({ lines, matchCount: 1, eventLines: [9] }).verdict, "fail");
  });

  test("a record that cannot be read fails the case, even a silent one", () => {
    const broken = prove({ lines: [record("StartLogging", "a"), "{", '{"a":1}'], matchCount: 0 });
    assert.equal(broken.verdict, "fail");
    assert.deepEqual(
      broken.unread.map(({ line }) => line),
      [2, 3],
    );
    assert.equal(prove({ lines: ["{"], matchCount: 0, knownMiss: true }).verdict, "fail");
  });

  test("a known miss that fires is to be promoted, and is not proven", () => {
    const silent = prove({ lines: [record("StartLogging", "a")], matchCount: 0, knownMiss: true });
    assert.deepEqual([silent.verdict, silent.proven], ["known miss", true]);
    const fires = prove({ lines: [record("StopLogging", "a")], matchCount: 0, knownMiss: true });
    assert.deepEqual([fires.verdict, fires.proven], ["promoted", false]);
  });

  test("the events of a sequence are one alert; a repeated id is one event", () => {
    const lines = [record("StopLogging", "a"), record("StopLogging", "b", 1)];
    assert.equal(prove({ lines, matchCount: 1, eventIds: ["b", "a"] }, pairs).verdict, "pass");
    const twice = [lines[0]!, lines[0]!];
    assert.equal(prove({ lines: twice, matchCount: 0 }, pairs).verdict, "pass");
  });

  test("a case may bring its own rule, and cases do not mix", () => {
    const lines = [record("StopLogging", "a")];
    const cases = [1, 2].map((n) => ({ name: `${n}`, lines, matchCount: 0, rule: pairs }));
    assert.ok(proveDetection({ rule: stops, cases }).proven);
    assert.ok(
      !proveDetection({ rule: stops, cases: cases.map(({ name }) => ({ name, lines, matchCount: 0 })) }).proven,
    );
  });
});

describe("report", () => {
  const proof = proveDetection({
    rule: stops,
    cases: [
      { name: "fires", lines: [record("StopLogging", "a")], matchCount: 1, eventIds: ["a"] },
      { name: "silent", lines: [record("StopLogging", "\u001b[2Jb")], matchCount: 0, eventIds: [] },
      { name: "missed", lines: [record("StartLogging", "c")], matchCount: 0, knownMiss: true },
      { name: "caught", lines: [record("StopLogging", "d")], matchCount: 0, knownMiss: true },
    ],
  });

  test("names what failed and why, safe for a terminal", () => {
    assert.deepEqual(proofLines(proof), [
      "FAILED  Stops\\u{202e}",
      "  FAIL  silent: expected 0 alerts, got 1",
      "      not expected: \\u{1b}[2Jb",
      "  known miss  missed",
      "  promoted  caught: expected 0 alerts, got 1",
      "      it fires now: take `known_miss` away and write down what is expected",
    ]);
    assert.equal(proofLines(proof, { all: true })[1], "  pass  fires");
  });

  test("counts", () => {
    const counts = countProofs([proof]);
    assert.deepEqual(counts, { pass: 1, fail: 1, "known miss": 1, promoted: 1, detections: 1 });
    assert.equal(summaryLine(counts), "1 detection: 1 case passes, 1 fails, 1 known miss, 1 to promote");
  });
});
