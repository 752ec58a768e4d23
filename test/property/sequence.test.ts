import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { type EcsValue, emptyObject } from "../../src/ecs/value.ts";
import { comparePositions } from "../../src/engine/state/order.ts";
import type { SequenceMatch } from "../../src/engine/state/sequence.ts";
import { SequenceRun } from "../../src/engine/state/sequenceRun.ts";
import type { NormalizedEvent } from "../../src/normalize/record.ts";
import type { JoinKey, SequenceQuery, SequenceStep } from "../../src/predicate/query.ts";
import { type NaiveEvent, naiveSequences } from "./naiveSequence.ts";
import { numRuns } from "./numRuns.ts";

/** A random event: second, tiebreaker, steps, two keys and one for missing events (several values or none). */
interface Drawn {
  readonly at: number;
  readonly tiebreaker: number | null;
  readonly steps: readonly number[];
  readonly user: readonly string[];
  readonly host: readonly string[];
  readonly client: readonly string[];
}

interface Scene {
  /** Missing ones included. */
  readonly steps: number;
  readonly missing: readonly number[];
  /** Whether missing events are keyed by another field. */
  readonly otherKey: boolean;
  readonly maxspanMs: number | undefined;
  readonly until: boolean;
  readonly optional: boolean;
  readonly events: readonly Drawn[];
}

const names = fc.subarray(["ana", "bob", "Ana"], { maxLength: 2 });

const aFew = fc.oneof({ weight: 3, arbitrary: fc.constant(["ana"]) }, { weight: 1, arbitrary: names });

/** Scenes of so many steps; with missing events there is a maxspan, and one step may be left. */
function scenesWith(hasMissing: boolean): fc.Arbitrary<Scene> {
  return fc.integer({ min: 2, max: 4 }).chain((steps) =>
    fc.record({
      steps: fc.constant(steps),
      missing: hasMissing
        ? fc.subarray([...Array(steps).keys()], { minLength: 1, maxLength: steps - 1 })
        : fc.constant<number[]>([]),
      otherKey: fc.boolean(),
      maxspanMs: hasMissing
        ? fc.integer({ min: 1, max: 12 })
        : fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      until: fc.boolean(),
      optional: fc.boolean(),
      events: fc.array(
        fc.record({
          at: fc.integer({ min: -5, max: 20 }),
          tiebreaker: fc.option(fc.integer({ min: 0, max: 3 })),
          steps: fc.subarray(Array.from({ length: steps + 1 }, (_, step) => step)),
          user: aFew,
          host: fc.oneof({ weight: 3, arbitrary: fc.constant(["h"]) }, { weight: 1, arbitrary: names }),
          client: aFew,
        }),
        { maxLength: 30, size: "max" },
      ),
    }),
  );
}

const scenes: fc.Arbitrary<Scene> = fc.oneof(scenesWith(false), scenesWith(true));

const ordering = { tiebreakerField: "event.sequence" };

function keyOf(name: string, optional: boolean): JoinKey {
  return { field: { name, type: "keyword" }, optional };
}

function queryOf({ steps, missing, otherKey, maxspanMs, until, optional }: Scene): SequenceQuery {
  const host = keyOf("host.name", optional);
  const step = (at: number): SequenceStep => {
    const predicate = { kind: "constant", value: true } as const;
    if (!missing.includes(at)) return { predicate, keys: [keyOf("user.name", false), host] };
    return { predicate, keys: [keyOf(otherKey ? "client.name" : "user.name", false), host], missing: true };
  };
  return {
    kind: "sequence",
    steps: Array.from({ length: steps }, (_, at) => step(at)),
    ...(until ? { until: step(steps) } : {}),
    ...(maxspanMs === undefined ? {} : { maxspanMs }),
  };
}

function stepsOf(scene: Scene, drawn: Drawn): readonly number[] {
  return scene.until ? drawn.steps : drawn.steps.filter((step) => step < scene.steps);
}

function eventOf(drawn: Drawn, index: number): NormalizedEvent {
  const object = (name: string, value: EcsValue) => Object.assign(emptyObject(), { [name]: value });
  const document = Object.assign(emptyObject(), {
    user: object("name", [...drawn.user]),
    host: object("name", [...drawn.host]),
    client: object("name", [...drawn.client]),
    event: object("sequence", drawn.tiebreaker),
  });
  return { kind: "event", dataset: "aws.cloudtrail", document, id: idOf(index), atMs: drawn.at, derived: [] };
}

function idOf(index: number): string {
  return `e${String(index).padStart(3, "0")}`;
}

type Placed = { readonly event: NormalizedEvent; readonly steps: readonly number[] };

function hitsOf(scene: Scene): Placed[] {
  return scene.events.map((drawn, index) => ({ event: eventOf(drawn, index), steps: stepsOf(scene, drawn) }));
}

function shown(matches: readonly SequenceMatch<NormalizedEvent>[]): string[] {
  return matches.map(({ key, events }) => `${shownKey(key.values)}: ${events.map(({ id }) => id).join(" ")}`);
}

// A space sorts before every name, as null does.
function shownKey(values: readonly unknown[]): string {
  return values.map((value) => (value === null ? " " : value)).join("/");
}

function oneShot(scene: Scene, hits: readonly Placed[]): string[] {
  const run = new SequenceRun(queryOf(scene), ordering);
  for (const { event, steps } of hits) run.add(event, steps);
  return shown(run.finish());
}

function naive(scene: Scene): string[] {
  const positions = scene.events.map(({ at, tiebreaker }, index) => ({ atMs: at, tiebreaker, id: idOf(index) }));
  const order = [...positions].sort(naiveOrder);
  const events = scene.events.map((drawn, index): NaiveEvent => {
    const hosts = drawn.host.length === 0 && scene.optional ? [" "] : drawn.host;
    const tuples = (users: readonly string[]) => users.flatMap((user) => hosts.map((host) => `${user}/${host}`));
    const { id, atMs } = positions[index]!;
    const place = order.indexOf(positions[index]!);
    const missingKeys = tuples(scene.otherKey ? drawn.client : drawn.user);
    return { id, atMs, place, steps: stepsOf(scene, drawn), keys: tuples(drawn.user), missingKeys };
  });
  const { steps, missing, maxspanMs } = scene;
  return naiveSequences({ steps, missing, ...(maxspanMs === undefined ? {} : { maxspanMs }) }, events);
}

function naiveOrder(a: { atMs: number; tiebreaker: number | null; id: string }, b: typeof a): number {
  const last = Number.MAX_VALUE;
  return a.atMs - b.atMs || (a.tiebreaker ?? last) - (b.tiebreaker ?? last) || (a.id < b.id ? -1 : 1);
}

function check<T>(property: fc.IProperty<T>, runsOfCi: number): void {
  fc.assert(property, { numRuns: numRuns(runsOfCi), verbose: 1 });
}

for (const hasMissing of [false, true]) {
  it(`agrees with a matcher written step by step${hasMissing ? ", with missing events" : ""}`, () => {
    const runs = 3000;
    const enough = numRuns(runs) / 2;
    let completed = 0;
    let rejected = 0;
    check(
      fc.property(scenesWith(hasMissing), (scene) => {
        const expected = naive(scene);
        completed += expected.length;
        const run = new SequenceRun(queryOf(scene), ordering);
        for (const { event, steps } of hitsOf(scene)) run.add(event, steps);
        assert.deepEqual(shown(run.finish()), expected);
        const { counters } = run;
        assert.equal(counters.completed - counters.rejected, expected.length);
        rejected += counters.rejected;
      }),
      runs,
    );
    assert.ok(completed > enough, `the streams hardly ever completed a sequence: ${completed}`);
    assert.ok(!hasMissing || rejected > enough, `missing events hardly ever rejected a sequence: ${rejected}`);
  });
}

it("gives the same for every order and repetition of the hits", () => {
  const shuffled = scenes.chain((scene) => {
    const hits = hitsOf(scene);
    const mixed = fc.shuffledSubarray([...hits, ...hits], { minLength: hits.length * 2 });
    return fc.tuple(fc.constant(scene), mixed);
  });
  check(
    fc.property(shuffled, ([scene, hits]) => {
      assert.deepEqual(oneShot(scene, hits), oneShot(scene, hitsOf(scene)));
    }),
    500,
  );
});

it("gives the same when streamed in chunks within the lateness bound", () => {
  const bound = 5;
  const jittered = scenes.chain((scene) =>
    fc.tuple(
      fc.constant(scene),
      fc.array(fc.integer({ min: 0, max: bound }), { minLength: scene.events.length, maxLength: scene.events.length }),
      fc.integer({ min: 1, max: 6 }),
    ),
  );
  check(
    fc.property(jittered, ([scene, delays, chunk]) => {
      const hits = hitsOf(scene).map((hit, index) => ({ ...hit, arrival: hit.event.atMs + delays[index]! }));
      hits.sort((a, b) => a.arrival - b.arrival);
      const run = new SequenceRun(queryOf(scene), ordering);
      const matches: SequenceMatch<NormalizedEvent>[] = [];
      hits.forEach(({ event, steps, arrival }, index) => {
        assert.ok(run.add(event, steps));
        if (index % chunk === 0) matches.push(...run.advance(arrival - bound));
      });
      matches.push(...run.finish());
      assert.equal(run.counters.late, 0);
      assert.deepEqual(shown(matches), oneShot(scene, hitsOf(scene)));
    }),
    500,
  );
});

it("streaming equals whole-file for any batch split and any order within ties", () => {
  const batches = scenes.chain((scene) =>
    fc.tuple(
      fc.constant(scene),
      fc.array(fc.nat(), { minLength: scene.events.length, maxLength: scene.events.length }),
      fc.array(fc.boolean(), { minLength: scene.events.length, maxLength: scene.events.length }),
    ),
  );
  check(
    fc.property(batches, ([scene, mixed, ends]) => {
      const arrived = hitsOf(scene).map((hit, index) => ({ ...hit, among: mixed[index]! }));
      arrived.sort((a, b) => a.event.atMs - b.event.atMs || a.among - b.among);
      const run = new SequenceRun(queryOf(scene), ordering);
      const matches: SequenceMatch<NormalizedEvent>[] = [];
      arrived.forEach(({ event, steps }, index) => {
        assert.ok(run.add(event, steps));
        const next = arrived[index + 1];
        // The next batch may begin within a tie: its events are not before that time, and that is all that is known.
        if (ends[index] && next !== undefined) matches.push(...run.advance(next.event.atMs));
      });
      matches.push(...run.finish());
      assert.equal(run.counters.late, 0);
      assert.deepEqual(shown(matches), oneShot(scene, hitsOf(scene)));
    }),
    1000,
  );
});

it("forgets what maxspan has outlived", () => {
  check(
    fc.property(scenes, (scene) => {
      const run = new SequenceRun(queryOf({ ...scene, maxspanMs: scene.maxspanMs ?? 3 }), ordering);
      for (const { event, steps } of hitsOf(scene)) run.add(event, steps);
      run.advance(1000);
      assert.deepEqual(run.held, { events: 0, keys: 0, sightings: 0, waiting: 0 });
    }),
    300,
  );
});

it("gives the same for every split into batches, with nothing held back longer than maxspan", () => {
  const split = scenesWith(true).chain((scene) =>
    fc.tuple(fc.constant(scene), fc.array(fc.integer({ min: -6, max: 40 }), { maxLength: 8 })),
  );
  check(
    fc.property(split, ([scene, cuts]) => {
      const hits = hitsOf(scene);
      const run = new SequenceRun(queryOf(scene), ordering);
      const matches: SequenceMatch<NormalizedEvent>[] = [];
      const bounds = [...cuts].sort((a, b) => a - b);
      let from = Number.NEGATIVE_INFINITY;
      for (const to of [...bounds, Number.POSITIVE_INFINITY]) {
        for (const { event, steps } of hits) if (event.atMs >= from && event.atMs < to) run.add(event, steps);
        matches.push(...run.advance(to));
        if (Number.isFinite(to)) assert.ok(isOnTime(scene, shown(matches), to));
        from = to;
      }
      assert.equal(run.counters.late, 0);
      assert.deepEqual(shown(matches), oneShot(scene, hits));
    }),
    1000,
  );
});

/** Whether all that ended more than maxspan before `nowMs` has been told. */
function isOnTime(scene: Scene, told: readonly string[], nowMs: number): boolean {
  const due = naive(scene).filter((line) => {
    const last = scene.events[Number(line.slice(-3))]!;
    return nowMs - last.at > scene.maxspanMs!;
  });
  return due.every((line) => told.includes(line));
}

it("orders positions totally", () => {
  const position = fc.record({
    atMs: fc.integer({ min: 0, max: 2 }),
    tiebreaker: fc.option(
      fc.oneof(
        fc.integer({ min: 0, max: 2 }),
        fc.bigInt({ min: 0n, max: 2n }),
        fc.constantFrom("a", "1", "\u{1F600}", "\uFFFD"),
        fc.boolean(),
      ),
    ),
    id: fc.string({ unit: "binary", maxLength: 2 }),
  });
  check(
    fc.property(position, position, position, (a, b, c) => {
      const sign = (x: typeof a, y: typeof a) => Math.sign(comparePositions(x, y));
      assert.equal(sign(a, b) + sign(b, a), 0);
      if (sign(a, b) <= 0 && sign(b, c) <= 0) assert.ok(sign(a, c) <= 0);
    }),
    2000,
  );
});
