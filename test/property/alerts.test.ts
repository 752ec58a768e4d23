import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { printDocument } from "../../src/ecs/document.ts";
import { buildAlerts } from "../../src/engine/alerts.ts";
import type { Hit } from "../../src/engine/hit.ts";
import { equals, event, eventRule, hit, rule, rulesOnly, sequenceRule } from "../unit/engine/scene.ts";

const any = equals("event.dataset", "aws.cloudtrail");
const user = { field: { name: "user.name", type: "keyword" as const }, optional: false };
const item = { predicate: any, keys: [user] };
const plan = rulesOnly([
  eventRule("single", any),
  { ...eventRule("last", any), query: { kind: "event", predicate: any, pipes: [{ kind: "tail", count: 2 }] } },
  sequenceRule("pair", [any, any], { by: ["user.name"], maxspanMs: 6, until: any }),
  sequenceRule("triple", [any, any, any]),
  sequenceRule("missing", [any, any, any], { by: ["user.name"], maxspanMs: 6, missing: [1] }),
  sequenceRule("alone", [any, any, any], { by: ["user.name"], maxspanMs: 2, missing: [0, 2] }),
  { rule: rule("sample"), query: { kind: "sample", steps: [item, item, item] } },
]);

// Few ids, so that copies of one id with other content are frequent.
const hits: fc.Arbitrary<Hit[]> = fc.array(
  fc
    .record({
      rule: fc.nat(plan.rules.length - 1),
      id: fc.constantFrom("e1", "e2", "e3", "e4", "e5", "e6"),
      at: fc.integer({ min: 0, max: 9 }),
      user: fc.constantFrom("ana", "bob"),
      steps: fc.subarray([0, 1, 2], { minLength: 1 }),
    })
    .map(({ rule, id, at, user, steps }) =>
      hit(rule, event(id, at, { "user.name": user }), ...(rule < 2 ? [0] : steps)),
    ),
  { maxLength: 40, size: "max" },
);

const shown = (own: readonly Hit[]) =>
  buildAlerts(plan, own).map(
    ({ id, kind, rule, atMs, document }) => `${rule} ${kind} ${id} ${atMs} ${printDocument(document)}`,
  );

it("are the same for every permutation and duplication of the hits", () => {
  let made = 0;
  const mixed = hits.chain((own) =>
    fc.tuple(fc.constant(own), fc.shuffledSubarray([...own, ...own], { minLength: own.length * 2 })),
  );
  fc.assert(
    fc.property(mixed, ([own, shuffled]) => {
      const expected = shown(own);
      made += expected.length;
      assert.deepEqual(shown(shuffled), expected);
    }),
    { numRuns: 300, verbose: 1 },
  );
  assert.ok(made > 300, `hardly any alert was made: ${made}`);
});

it("have an id each", () => {
  fc.assert(
    fc.property(hits, (own) => {
      const ids = buildAlerts(plan, own).map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
    }),
    { numRuns: 300, verbose: 1 },
  );
});

it("keep an alert of a single-event rule when hits are added", () => {
  fc.assert(
    fc.property(hits, hits, (own, more) => {
      const single = (all: readonly Hit[]) =>
        buildAlerts(plan, all)
          .filter(({ rule }) => rule === 0)
          .map(({ id }) => id);
      const after = new Set(single([...own, ...more]));
      for (const id of single(own)) assert.ok(after.has(id));
    }),
    { numRuns: 300, verbose: 1 },
  );
});
