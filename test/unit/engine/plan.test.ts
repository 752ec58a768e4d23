import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildAlerts } from "../../../src/engine/alerts.ts";
import { explainAlert } from "../../../src/engine/explain.ts";
import { planRules } from "../../../src/engine/plan.ts";
import type { Identity } from "../../../src/normalize/record.ts";
import type { Predicate } from "../../../src/predicate/predicate.ts";
import { equals, event, eventRule, rule, sequenceRule } from "./scene.ts";

const and = (...operands: Predicate[]): Predicate => ({ kind: "and", operands });
const or = (...operands: Predicate[]): Predicate => ({ kind: "or", operands });
const not = (operand: Predicate): Predicate => ({ kind: "not", operand });
const action = (value: string) => equals("event.action", value);
const identity = (name?: string, provider = "ec2.amazonaws.com"): Identity => ({
  dataset: "aws.cloudtrail",
  provider,
  ...(name === undefined ? {} : { action: name }),
});

describe("candidates", () => {
  const rules = [
    eventRule("share", and(action("ModifySnapshotAttribute"), equals("user.name", "x"))),
    eventRule("azure", equals("event.dataset", "azure.activitylogs")),
    sequenceRule("pair", [action("CreateSnapshot"), action("DeleteSnapshot")], { until: action("CopySnapshot") }),
    eventRule("open", equals("user.name", "x")),
    eventRule("index", equals("_index", "logs-aws.cloudtrail-default")),
    eventRule("absent", not(equals("event.action", "Other"))),
  ];
  const plan = planRules(rules);
  const names = (of: Identity) => plan.candidates(of).map((rule) => rules[rule]?.rule.id);

  it("leave out rules that the identity rules out", () => {
    assert.deepEqual(names(identity("ModifySnapshotAttribute")), ["share", "open", "index", "absent"]);
    assert.deepEqual(names({ dataset: "azure.activitylogs", action: "Other" }), ["azure", "open"]);
  });
  it("keep a sequence for any of its steps and its until", () => {
    for (const name of ["CreateSnapshot", "DeleteSnapshot", "CopySnapshot"])
      assert.ok(names(identity(name)).includes("pair"));
    assert.ok(!names(identity("Other")).includes("pair"));
  });
  it("take a missing action for no value", () => {
    assert.deepEqual(names(identity()), ["open", "index", "absent"]);
  });
  it("are remembered", () => {
    assert.equal(plan.candidates(identity("Other")), plan.candidates(identity("Other")));
    const long = "x".repeat(300);
    assert.deepEqual(plan.candidates(identity(long)), plan.candidates(identity(long)));
  });
  it("are none for most records", () => {
    const narrow = planRules([eventRule("share", action("ModifySnapshotAttribute"))]);
    assert.deepEqual(narrow.candidates(identity("DescribeInstances")), []);
  });
});

describe("match", () => {
  const create = action("CreateSnapshot");
  const remove = action("DeleteSnapshot");
  const plan = planRules([
    sequenceRule("pair", [create, or(create, remove)], { until: remove }),
    eventRule("id", equals("_id", "e1")),
    eventRule("create", create),
  ]);
  const all = [0, 1, 2];

  it("says which steps an event satisfies, until one past the last", () => {
    const hits = plan.match(event("e9", 0, { "event.action": "CreateSnapshot" }), all);
    assert.deepEqual(
      hits.map(({ rule, steps }) => [rule, steps]),
      [
        [0, [0, 1]],
        [2, [0]],
      ],
    );
    assert.deepEqual(plan.match(event("e9", 0, { "event.action": "DeleteSnapshot" }), all)[0]?.steps, [1, 2]);
  });
  it("answers for metadata fields", () => {
    assert.deepEqual(
      plan.match(event("e1", 0), all).map(({ rule }) => rule),
      [1],
    );
  });
  it("asks only the candidates", () => {
    assert.deepEqual(
      plan.match(event("e1", 0, { "event.action": "CreateSnapshot" }), [2]).map(({ rule }) => rule),
      [2],
    );
    assert.deepEqual(plan.match(event("e1", 0), []), []);
  });
  it("forgets the event before", () => {
    assert.equal(plan.match(event("e1", 0), [1]).length, 1);
    assert.equal(plan.match(event("e2", 0), [1]).length, 0);
  });
});

describe("explainAlert", () => {
  const create = action("CreateSnapshot");
  const remove = action("DeleteSnapshot");
  const plan = planRules([eventRule("one", create), sequenceRule("two", [create, remove])]);
  const events = [
    event("e1", 1, { "event.action": "CreateSnapshot" }),
    event("e2", 2, { "event.action": "DeleteSnapshot" }),
  ];
  const alerts = buildAlerts(
    plan,
    events.flatMap((one) => plan.match(one, [0, 1])),
  );
  /** `2/2 by user.name: event.action is "DeleteSnapshot"`, a line per event. */
  const explained = (kind: string) =>
    alerts
      .filter((alert) => alert.kind === kind)
      .map((alert) =>
        explainAlert(plan, alert).map(({ step, carriers }) => {
          const seen = carriers.flatMap(({ fields }) => fields.map(({ name, value }) => `${name} is ${value}`));
          return `${step === undefined ? "" : `${step.number}/${step.of}: `}${seen.join(", ")}`;
        }),
      );

  it("says what an event fulfilled", () => {
    assert.deepEqual(explained("event"), [['event.action is "CreateSnapshot"']]);
  });
  it("says it step by step for a sequence", () => {
    const steps = ['1/2: event.action is "CreateSnapshot"', '2/2: event.action is "DeleteSnapshot"'];
    assert.deepEqual(explained("sequence"), [steps]);
  });
  it("says it for the one step of a building block", () => {
    assert.deepEqual(explained("buildingBlock")[1], ['2/2: event.action is "DeleteSnapshot"']);
  });
  it("counts the steps that are missing", () => {
    const missing = planRules([sequenceRule("m", [remove, create, remove], { maxspanMs: 9, missing: [0] })]);
    const hits = events.flatMap((one) => missing.match(one, [0]));
    assert.deepEqual(
      hits.map(({ steps }) => steps),
      [[1], [0, 2]],
    );
    const shell = buildAlerts(missing, hits).find(({ kind }) => kind === "sequence")!;
    assert.deepEqual(
      explainAlert(missing, shell).map(({ step }) => `${step?.number}/${step?.of}`),
      ["2/3", "3/3"],
    );
  });
  it("says it item by item for a sample", () => {
    const keys = [{ field: { name: "event.dataset", type: "keyword" as const }, optional: false }];
    const steps = [remove, create].map((predicate) => ({ predicate, keys }));
    const samples = planRules([{ rule: rule("s"), query: { kind: "sample", steps } }]);
    const hits = events.flatMap((one) => samples.match(one, samples.candidates(identity("CreateSnapshot"))));
    const shell = buildAlerts(samples, hits).find(({ kind }) => kind === "sequence")!;
    assert.deepEqual(
      explainAlert(samples, shell).map(({ step, keys: by }) => `${step?.number}/${step?.of} by ${by.join()}`),
      ["1/2 by event.dataset", "2/2 by event.dataset"],
    );
  });
});
