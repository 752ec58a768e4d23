import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseSidecar } from "../../../src/testing/sidecar.ts";
import { placeOf } from "../../../src/text/source.ts";

const good = `confidence: high
attack:
  - technique: T1578.001
    version: "19"
    tactics:
      old: {id: TA0005, name: Defense Evasion}
      new: {id: TA0112, name: Defense Impairment}
blind_spots: ["sees no reads"]
false_positive_families: [FP1]
tuning:
  - {knob: runs, default: "5", how: raise it}
emulate:
  - {stratus: aws.exfiltration.ec2-share-ebs-snapshot}
regression_tests_info:
  - name: attack
    type: json
    provider: aws.cloudtrail
    path: tests/attack.ndjson
    match_count: 1
    event_ids: [4f1c0f2e-5f0e-5c37-9a55-3c0f6c1b7a10]
    origin: synthetic
    evasion: 3
  - name: listed account
    type: json
    provider: azure.activitylogs
    path: tests/listed.ndjson
    match_count: 0
    origin: derived
    family: FP3
    value_lists:
      trusted_accounts: ["111122223333"]
`;

function codesOf(text: string): string[] {
  return parseSidecar({ name: "detection.yml", text }).diagnostics.map(({ code }) => code);
}

/** `good` with one line of it replaced. */
function changed(line: string, by: string): string {
  assert.ok(good.includes(`${line}\n`), line);
  return good.replace(`${line}\n`, `${by}\n`);
}

describe("parseSidecar", () => {
  test("reads every part", () => {
    const { sidecar, diagnostics } = parseSidecar({ name: "detection.yml", text: good });
    assert.deepEqual(diagnostics, []);
    assert.ok(sidecar);
    assert.equal(sidecar.confidence, "high");
    assert.deepEqual(sidecar.attack[0]!.newTactic, { id: "TA0112", name: "Defense Impairment" });
    assert.deepEqual(sidecar.tuning, [{ knob: "runs", default: "5", how: "raise it" }]);
    assert.deepEqual(sidecar.emulate, [{ tool: "stratus", reference: "aws.exfiltration.ec2-share-ebs-snapshot" }]);
    const [attack, listed] = sidecar.cases;
    assert.equal(attack!.matchCount, 1);
    assert.equal(attack!.evasion, 3);
    assert.equal(attack!.knownMiss, false);
    assert.deepEqual(attack!.eventIds, ["4f1c0f2e-5f0e-5c37-9a55-3c0f6c1b7a10"]);
    assert.deepEqual([...listed!.valueLists], [["trusted_accounts", ["111122223333"]]]);
  });

  test("names every kind of fault", () => {
    assert.deepEqual(codesOf("a: ["), ["PROOF001"]);
    assert.deepEqual(codesOf("- a\n- b\n"), ["PROOF001"]);
    assert.deepEqual(codesOf(""), ["PROOF001"]);
    assert.deepEqual(codesOf(`${good}confidence: low\n`), ["PROOF001"]);
    assert.deepEqual(codesOf(changed("confidence: high", "confidence: 3")), ["PROOF002"]);
    assert.deepEqual(codesOf(changed("    match_count: 1", "    match_count: -1")), ["PROOF002"]);
    assert.deepEqual(codesOf(changed('blind_spots: ["sees no reads"]', "")), ["PROOF003"]);
    assert.deepEqual(codesOf(changed("    name: attack".replace("    name", "  - name"), "  - nmae: attack")), [
      "PROOF004",
      "PROOF003",
    ]);
    assert.deepEqual(codesOf(changed("confidence: high", "confidence: certain")), ["PROOF005"]);
    assert.deepEqual(codesOf(changed("    path: tests/attack.ndjson", "    path: ../secret")), ["PROOF006"]);
    assert.deepEqual(codesOf(changed("    path: tests/attack.ndjson", "    path: /etc/passwd")), ["PROOF006"]);
    assert.deepEqual(codesOf(changed("  - name: listed account", "  - name: attack")), ["PROOF007"]);
    assert.deepEqual(codesOf(changed("    match_count: 1", "    match_count: 0")), ["PROOF008"]);
    assert.deepEqual(codesOf(changed("    evasion: 3", "    known_miss: true")), ["PROOF008"]);
    assert.deepEqual(codesOf(changed("    evasion: 3", "    lines: [1]")), ["PROOF008"]);
  });

  test("says where, and what was meant", () => {
    const text = changed("confidence: high", "confidence: high\nblind_spot: []");
    const source = { name: "detection.yml", text };
    const [diagnostic] = parseSidecar(source).diagnostics;
    assert.equal(placeOf(source, diagnostic!.labels[0]!.span.start).line, 2);
    assert.equal(diagnostic!.help, "did you mean `blind_spots`?");
  });

  test("hostile texts are refused and never throw", () => {
    assert.deepEqual(codesOf(`${"[".repeat(50_000)}`), ["PROOF001"]);
    assert.deepEqual(codesOf("x".repeat(1_000_001)), ["PROOF001"]);
    const bomb = `a: &a [x, x]\nb: &b [*a, *a]\n${changed("confidence: high", "confidence: *b")}`;
    assert.ok(codesOf(bomb).includes("PROOF002"));
  });
});
