import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { buildAlerts } from "../../src/engine/alerts.ts";
import type { NormalizedEvent } from "../../src/normalize/record.ts";
import { equals, event, hit, rulesOnly, sequenceRule } from "../unit/engine/scene.ts";

const minute = 60_000;

interface Forgery {
  /** Which of the real events it copies, and so which step it satisfies. */
  readonly of: number;
  readonly atMs: number;
  readonly user: string;
  /** Smaller than the real `r` or larger. */
  readonly original: string;
}

/** Real events a minute apart, one a step, and copies with the same ids but another time, key or text. */
const scenes = fc.integer({ min: 2, max: 4 }).chain((steps) =>
  fc.record({
    steps: fc.constant(steps),
    forgeries: fc.array(
      fc.record({
        of: fc.integer({ min: 0, max: steps - 1 }),
        atMs: fc.integer({ min: -3, max: steps + 2 }).map((at) => (at * minute) / 2),
        user: fc.constantFrom("ana", "bob"),
        original: fc.constantFrom("a", "r", "z"),
      }),
      { maxLength: 8 },
    ),
    seed: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  }),
);

function real(step: number): NormalizedEvent {
  return event(`e${step}`, step * minute, { "event.original": "r", "user.name": "ana" });
}

function forged({ of, atMs, user, original }: Forgery): NormalizedEvent {
  return event(`e${of}`, atMs, { "event.original": original, "user.name": user });
}

it("a forged copy of an event neither hides a sequence nor makes the result depend on the order", () => {
  fc.assert(
    fc.property(scenes, ({ steps, forgeries, seed }) => {
      const conditions = Array.from({ length: steps }, (_, step) => equals("event.action", `Step${step}`));
      const maxspanMs = (steps - 1) * minute;
      const plan = rulesOnly([sequenceRule("r", conditions, { by: ["user.name"], maxspanMs })]);
      const hits = [
        ...Array.from({ length: steps }, (_, step) => hit(0, real(step), step)),
        ...forgeries.map((forgery) => hit(0, forged(forgery), forgery.of)),
      ];
      const alerts = buildAlerts(plan, hits);
      const wanted = Array.from({ length: steps }, (_, step) => `e${step}`).join();
      const found = alerts
        .filter(({ kind }) => kind === "sequence")
        .map(({ events }) => events.map(({ id }) => id).join());
      assert.ok(found.includes(wanted), `${found} lacks ${wanted}`);
      assert.equal(new Set(alerts.map(({ id }) => id)).size, alerts.length, "each alert once");
      const shuffled = hits.map((each, at) => ({ each, at: seed[at % seed.length]! })).sort((a, b) => a.at - b.at);
      assert.deepEqual(buildAlerts(plan, [...shuffled.map(({ each }) => each), ...hits]), alerts);
    }),
  );
});
