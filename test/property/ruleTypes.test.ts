import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { printDocument, setField } from "../../src/ecs/document.ts";
import type { Field } from "../../src/ecs/field.ts";
import { emptyObject } from "../../src/ecs/value.ts";
import type { Hit } from "../../src/engine/hit.ts";
import { startRun } from "../../src/engine/run/startRun.ts";
import type { NormalizedEvent } from "../../src/normalize/record.ts";
import type { Execution, RuleType, RunnableRule } from "../../src/rule/rule.ts";
import { event, eventRule, hit } from "../unit/engine/scene.ts";
import { numRuns } from "./numRuns.ts";

const minute = 60_000;
const user: Field = { name: "user.name", type: "keyword" };
const address: Field = { name: "source.ip", type: "ip" };

function indicator() {
  const document = emptyObject();
  setField(document, "name", ["ana", "bob"]);
  return document;
}

const executions: readonly (readonly [RuleType, Execution])[] = [
  ["threshold", { kind: "threshold", fields: [user], value: 2, cardinality: [] }],
  ["threshold", { kind: "threshold", fields: [user], value: 1, cardinality: [{ field: address, value: 2 }] }],
  ["threshold", { kind: "threshold", fields: [], value: 3, cardinality: [] }],
  ["new_terms", { kind: "newTerms", fields: [user, address], historyMs: 30 * minute }],
  [
    "threat_match",
    {
      kind: "threatMatch",
      groups: [{ entries: [{ field: user, value: "name", negate: false }] }],
      indicators: [indicator()],
      indicatorPath: "threat.indicator",
    },
  ],
];

/** Few ids, so that there are copies of events, some with other content or at another time. */
const events = fc.array(
  fc
    .record({
      id: fc.constantFrom("a", "b", "c", "d", "e"),
      atMs: fc.integer({ min: 0, max: 60 }).map((at) => at * minute),
      users: fc.uniqueArray(fc.constantFrom("ana", "bob", "cyd"), { maxLength: 2 }),
      address: fc.constantFrom("203.0.113.7", "203.0.113.8"),
      original: fc.constantFrom("o", "p"),
    })
    .map((one) =>
      event(one.id, one.atMs, {
        "user.name": one.users,
        "source.ip": one.address,
        "event.original": one.original,
      }),
    ),
  { maxLength: 20 },
);

test("the alerts of every rule type are the same for every order and repetition of its hits", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...executions),
      events,
      fc.infiniteStream(fc.nat()),
      ([type, execution], seen, random) => {
        const shuffled = [...seen, ...seen.slice(0, 4)]
          .map((one) => ({ one, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const runnable: RunnableRule = {
          ...eventRule("r", { kind: "constant", value: true }, { type }),
          execution,
          schedule: { intervalMs: 5 * minute, fromMs: 12 * minute, toMs: 0 },
        };
        assert.deepEqual(answerOf(runnable, shuffled), answerOf(runnable, seen));
      },
    ),
    { numRuns: numRuns(200) },
  );
});

/** The documents of all alerts, in order of their ids; each id is there once. */
function answerOf(runnable: RunnableRule, seen: readonly NormalizedEvent[]): string[] {
  const run = startRun(runnable, 0);
  for (const one of seen) run.add(hit(0, one) satisfies Hit);
  const { alerts, losses } = run.finish({});
  assert.deepEqual(losses, []);
  assert.equal(new Set(alerts.map(({ id }) => id)).size, alerts.length);
  return alerts.map(({ id, document }) => `${id} ${printDocument(document)}`).sort();
}
