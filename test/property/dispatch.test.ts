import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { setField } from "../../src/ecs/document.ts";
import { type EcsValue, emptyObject } from "../../src/ecs/value.ts";
import { planRules } from "../../src/engine/plan.ts";
import type { Identity, NormalizedEvent } from "../../src/normalize/record.ts";
import type { Predicate } from "../../src/predicate/predicate.ts";
import { eventRule, sequenceRule } from "../unit/engine/scene.ts";

const names = [
  "event.provider",
  "event.action",
  "event.dataset",
  "event.module",
  "data_stream.dataset",
  "_index",
  "user.name",
];
const values = [
  "event",
  "ec2",
  "Create",
  "create",
  "aws.cloudtrail",
  "azure.activitylogs",
  "aws",
  "logs-aws.cloudtrail-default",
];
const keyword = (name: string, ignoreAbove?: number) => ({
  name,
  type: "keyword" as const,
  ...(ignoreAbove === undefined ? {} : { ignoreAbove }),
});

const atom: fc.Arbitrary<Predicate> = fc
  .record({
    field: fc.constantFrom(...names),
    value: fc.constantFrom(...values),
    pattern: fc.constantFrom("*", "c*", "C?eate", "*.cloudtrail*", ""),
    kind: fc.constantFrom("equals", "exists", "oneOf", "wildcard", "notEqual"),
    ignoreCase: fc.boolean(),
    ignoreAbove: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  })
  .map(({ field, value, pattern, kind, ignoreCase, ignoreAbove }): Predicate => {
    const read = keyword(field, ignoreAbove);
    if (kind === "exists") return { kind: "test", field: read, test: { kind } };
    if (kind === "equals") return { kind: "test", field: read, test: { kind, value } };
    if (kind === "oneOf") return { kind: "test", field: read, test: { kind, values: [value, "x"], ignoreCase } };
    if (kind === "wildcard") return { kind: "test", field: read, test: { kind, patterns: [pattern], ignoreCase } };
    const comparison = {
      kind: "comparison" as const,
      operator: "!=" as const,
      left: { kind: "field" as const, field: read },
      right: { kind: "literal" as const, value },
    };
    return { kind: "expression", fields: [read], expression: comparison };
  });

const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      operands: fc.array(tie("predicate"), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("not" as const), operand: tie("predicate") }),
    fc.record({ kind: fc.constant("constant" as const), value: fc.boolean() }),
  ),
}));

const identities: fc.Arbitrary<Identity> = fc
  .record({
    dataset: fc.constantFrom("aws.cloudtrail" as const, "azure.activitylogs" as const),
    provider: fc.option(fc.constantFrom("ec2", "s3"), { nil: undefined }),
    action: fc.option(fc.constantFrom("Create", "create", "other"), { nil: undefined }),
  })
  .map(({ dataset, provider, action }) => ({
    dataset,
    ...(provider === undefined ? {} : { provider }),
    ...(action === undefined ? {} : { action }),
  }));

function eventOf(identity: Identity, user: EcsValue): NormalizedEvent {
  const { dataset, provider, action } = identity;
  const document = emptyObject();
  const fields: Record<string, EcsValue | undefined> = {
    "event.provider": provider,
    "event.action": action,
    "event.dataset": dataset,
    "event.kind": "event",
    "event.module": dataset.split(".")[0],
    "data_stream.type": "logs",
    "data_stream.dataset": dataset,
    "data_stream.namespace": "default",
    "user.name": user,
  };
  for (const [path, value] of Object.entries(fields)) if (value !== undefined) setField(document, path, value);
  return { kind: "event", dataset, document, id: "e", atMs: 0, derived: [] };
}

it("never leaves out a rule that the event satisfies", () => {
  let matched = 0;
  let leftOut = 0;
  const users = fc.constantFrom<EcsValue>("ec2", ["Create", "x"], []);
  fc.assert(
    fc.property(
      fc.array(predicate, { minLength: 1, maxLength: 6 }),
      identities,
      users,
      (predicates, identity, user) => {
        const rules = [
          ...predicates.map((one, i) => eventRule(`r${i}`, one)),
          sequenceRule("s", [...predicates, ...predicates]),
        ];
        const plan = planRules(rules);
        const event = eventOf(identity, user);
        const candidates = plan.candidates(identity);
        const everything = rules.map((_, index) => index);
        const all = plan.match(event, everything);
        assert.deepEqual(plan.match(event, candidates), all);
        // Twice, for what is left is remembered.
        for (let round = 0; round < 2; round++)
          assert.deepEqual(plan.match(event, candidates, plan.leftFor(identity)), all);
        matched += all.length;
        leftOut += everything.length - candidates.length;
      },
    ),
    { numRuns: 1000, verbose: 1 },
  );
  assert.ok(matched > 500 && leftOut > 500, `says nothing: ${matched} matched, ${leftOut} left out`);
});
