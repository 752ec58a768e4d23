import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Field } from "../../src/ecs/field.ts";
import type { Hit } from "../../src/engine/hit.ts";
import { newTermsRun } from "../../src/engine/run/newTermsRun.ts";
import { PresenceReducer } from "../../src/engine/run/presenceReducer.ts";
import type { RunnableRule } from "../../src/rule/rule.ts";
import { event, rule } from "../unit/engine/scene.ts";
import { numRuns } from "./numRuns.ts";

const minute = 60_000;
const fields: readonly Field[] = [{ name: "user.name", type: "keyword" }];
const execution = { kind: "newTerms", fields, historyMs: 30 * minute } as const;
const runnable: RunnableRule = {
  rule: rule("r", { type: "new_terms" }),
  query: { kind: "event", predicate: { kind: "constant", value: true } },
  execution,
  schedule: { intervalMs: 5 * minute, fromMs: 6 * minute, toMs: 0 },
};

/** A hit on an event at a minute, of users. */
interface Sight {
  readonly minutes: number;
  readonly users: readonly string[];
}

function hitOf({ minutes, users }: Sight, serial: number): Hit {
  const at = event(`e${String(serial).padStart(3, "0")}`, minutes * minute, { "user.name": [...users] });
  return { rule: 0, event: at, values: [users] } as unknown as Hit;
}

/** What is left of a file's hits, their documents gone where the reducer says that they are not needed. */
function reduced(hits: readonly Hit[], reducer = new PresenceReducer(runnable)): Hit[] {
  const mayBeWhole = hits.map((hit, at) => reducer.add(at, hit));
  const verdicts = reducer.verdicts();
  for (const [at, may] of mayBeWhole.entries())
    assert.ok(may || verdicts.has(at), `${hits[at]!.event.id} was ruled out and is kept whole`);
  return hits.flatMap((hit, at) => {
    const verdict = verdicts.get(at) ?? "whole";
    if (verdict === "nothing") return [];
    return [verdict === "whole" ? hit : { ...hit, event: withoutDocument(hit) }];
  });
}

function withoutDocument({ event: { document: _, ...head } }: Hit): Hit["event"] {
  return Object.defineProperty({ ...head }, "document", {
    get: () => assert.fail(`the document of ${head.id} is read`),
  }) as Hit["event"];
}

function alertsOf(hits: readonly Hit[]): string[] {
  const run = newTermsRun(runnable, 0, execution);
  for (const hit of hits) run.add(hit);
  return run.finish({}).alerts.map(({ id }) => id);
}

const sights = fc.array(
  fc.record({
    minutes: fc.integer({ min: 0, max: 240 }),
    users: fc.uniqueArray(fc.constantFrom("ana", "ben", "eva"), { minLength: 1, maxLength: 2 }),
  }),
  { maxLength: 24 },
);

test("thinning out the hits of files never changes the alerts of a new_terms rule", () => {
  fc.assert(
    fc.property(fc.array(sights, { minLength: 1, maxLength: 5 }), (files) => {
      let serial = 0;
      const hits = files.map((file) => file.map((sight) => hitOf(sight, serial++)));
      const threads = [new PresenceReducer(runnable), new PresenceReducer(runnable)];
      const thinned = hits.flatMap((file, at) => reduced(file, threads[at % 2]));
      assert.deepEqual(alertsOf(thinned), alertsOf(hits.flat()));
    }),
    { numRuns: numRuns(300) },
  );
});

test("what joins two sights that lie further apart than the history is kept", () => {
  const hits = [0, 20, 40, 60].map((minutes, serial) => hitOf({ minutes, users: ["ana"] }, serial));
  const alerts = alertsOf(hits);
  assert.equal(alerts.length, 1);
  assert.deepEqual(alertsOf(reduced(hits)), alerts);
});
