import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { printDocument } from "../../src/ecs/document.ts";
import type { Hit } from "../../src/engine/hit.ts";
import type { RunOptions } from "../../src/engine/run/ruleRun.ts";
import { runsFor } from "../../src/engine/run/schedule.ts";
import { startRun } from "../../src/engine/run/startRun.ts";
import type { Rule, RunnableRule } from "../../src/rule/rule.ts";
import { equals, event, eventRule, hit, rule, sequenceRule } from "../unit/engine/scene.ts";
import { numRuns } from "./numRuns.ts";

const any = equals("event.dataset", "aws.cloudtrail");
const user = { field: { name: "user.name", type: "keyword" as const }, optional: false };
const item = { predicate: any, keys: [user] };
const kinds: readonly ((changes: Partial<Rule>) => RunnableRule)[] = [
  (changes) => eventRule("query", any, { ...changes, type: "query" }),
  (changes) => eventRule("eql", any, { ...changes, type: "eql" }),
  (changes) => ({
    ...eventRule("piped", any, changes),
    query: { kind: "event", predicate: any, pipes: [{ kind: "tail", count: 2 }] },
  }),
  (changes) => sequenceRule("pair", [any, any], { by: ["user.name"], maxspanMs: 6, until: any }, changes),
  (changes) => sequenceRule("missing", [any, any, any], { by: ["user.name"], maxspanMs: 6, missing: [1] }, changes),
  (changes) => ({ rule: rule("sample", changes), query: { kind: "sample", steps: [item, item] } }),
];

const suppression = fc.record(
  {
    fields: fc.constantFrom(["user.name"], ["user.name", "source.ip"]),
    missing: fc.constantFrom("suppress" as const, "doNotSuppress" as const),
    durationMs: fc.integer({ min: 1, max: 20 }),
  },
  { requiredKeys: ["fields", "missing"] },
);
const schedule = fc.record({
  intervalMs: fc.integer({ min: 1, max: 8 }),
  fromMs: fc.integer({ min: 0, max: 16 }),
  toMs: fc.integer({ min: 0, max: 3 }),
});
const rules = fc
  .record({
    kind: fc.constantFrom(...kinds),
    schedule: fc.option(schedule, { nil: undefined }),
    suppression: fc.option(suppression, { nil: undefined }),
    maxSignals: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ kind, schedule, suppression, maxSignals }): RunnableRule => {
    const runnable = kind({ maxSignals, ...(suppression === undefined ? {} : { suppression }) });
    return schedule === undefined ? runnable : { ...runnable, schedule };
  });

// Few ids, so that copies of one id with other content, at other times too, are frequent.
const hits = fc.array(
  fc
    .record({
      id: fc.constantFrom("e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8"),
      at: fc.integer({ min: 0, max: 30 }),
      users: fc.subarray(["ana", "bob", "eve"]),
      ip: fc.option(fc.constantFrom("203.0.113.1", "203.0.113.2"), { nil: undefined }),
      steps: fc.subarray([0, 1, 2], { minLength: 1 }),
    })
    .map(({ id, at, users, ip, steps }) => {
      const fields = {
        ...(users.length === 0 ? {} : { "user.name": users }),
        ...(ip === undefined ? {} : { "source.ip": ip }),
      };
      return hit(0, event(id, at, fields), ...steps);
    }),
  { maxLength: 30, size: "max" },
);
const options: fc.Arbitrary<RunOptions> = fc.record(
  { asOfMs: fc.integer({ min: 5, max: 35 }), isLikeKibana: fc.boolean() },
  { requiredKeys: [] },
);

function shown(runnable: RunnableRule, own: readonly Hit[], how: RunOptions) {
  const run = startRun(runnable, 0);
  for (const { steps, event } of own) run.add({ rule: 0, steps: runnable.query.kind === "event" ? [0] : steps, event });
  const { alerts, losses } = run.finish(how);
  const told = alerts.map(({ id, kind, atMs, document }) => `${kind} ${id} ${atMs} ${printDocument(document)}`);
  return [...told.sort(), ...losses];
}

it("alerts and losses are the same for every permutation and duplication of the hits", () => {
  let made = 0;
  let suppressed = 0;
  const mixed = hits.chain((own) =>
    fc.tuple(fc.constant(own), fc.shuffledSubarray([...own, ...own], { minLength: own.length * 2 })),
  );
  fc.assert(
    fc.property(rules, mixed, options, (runnable, [own, shuffled], how) => {
      const expected = shown(runnable, own, how);
      made += expected.length;
      suppressed += expected.filter((each) => /"docs_count":[1-9]/.test(each)).length;
      assert.deepEqual(shown(runnable, shuffled, how), expected);
    }),
    { numRuns: numRuns(500) },
  );
  assert.ok(made > 1000 && suppressed > 50, `${made} ${suppressed}`);
});

it("an event rule alerts as if each run were replayed", () => {
  fc.assert(
    fc.property(schedule, hits, options, (when, own, { asOfMs }) => {
      const reckoned: RunnableRule = { ...eventRule("r", any, { maxSignals: 1000 }), schedule: when };
      const how = asOfMs === undefined ? {} : { asOfMs };
      assert.deepEqual(shown(reckoned, own, how), shown(reckoned, own, { ...how, isLikeKibana: true }));
    }),
    { numRuns: numRuns(300) },
  );
});

it("sequences are those of each run's window alone", () => {
  let made = 0;
  const grouping = fc.constantFrom(kinds[3]!, kinds[4]!, kinds[5]!);
  fc.assert(
    fc.property(grouping, schedule, hits, (kind, when, own) => {
      const times = own.map(({ event }) => event.atMs).sort((a, b) => a - b);
      // By alert id; what the first run wrote stays.
      const expected = new Map<string, string>();
      for (const { fromMs, toMs } of runsFor(times, when).runs) {
        const inside = own.filter(({ event: { atMs } }) => fromMs <= atMs && atMs <= toMs);
        for (const each of shown(kind({}), inside, {})) {
          const id = each.split(" ")[1]!;
          if (!expected.has(id)) expected.set(id, each);
        }
      }
      made += expected.size;
      assert.deepEqual(shown({ ...kind({}), schedule: when }, own, {}), [...expected.values()].sort());
    }),
    { numRuns: numRuns(300) },
  );
  assert.ok(made > 300, String(made));
});

it("each event of one group alerts or is counted, once", () => {
  fc.assert(
    fc.property(schedule, hits, fc.constantFrom(kinds[0]!, kinds[1]!), suppression, (when, own, kind, how) => {
      // Copies of an event may count apart.
      const once = own.filter(({ event: { id } }, at) => own.findIndex((other) => other.event.id === id) === at);
      // No event stands where a window begins: Kibana counts such ones twice.
      const apart = { intervalMs: when.intervalMs * 2, fromMs: when.fromMs * 2, toMs: when.toMs * 2 };
      const single = once.map(({ event: { id, atMs } }) => hit(0, event(id, atMs * 2 + 1, { "user.name": "ana" })));
      const plain = startRun({ ...kind({}), schedule: apart }, 0);
      const suppressing = startRun({ ...kind({ suppression: { ...how, fields: ["user.name"] } }), schedule: apart }, 0);
      for (const each of single) {
        plain.add(each);
        suppressing.add(each);
      }
      const alerts = suppressing.finish({}).alerts;
      const counted = alerts.reduce((sum, { suppressed = 0 }) => sum + 1 + suppressed, 0);
      const events = plain.finish({}).alerts.length;
      // When an alert's duration is over, what a run before had suppressed into it alerts if it is seen again: so Kibana.
      if (kind === kinds[1] && how.durationMs !== undefined) assert.ok(counted >= events);
      else assert.equal(counted, events);
    }),
    { numRuns: numRuns(300) },
  );
});
