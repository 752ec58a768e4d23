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

/** A random event: second, tiebreaker, steps, two keys (several values or none). */
interface Drawn {
  readonly at: number;
  readonly tiebreaker: number | null;
  readonly steps: readonly number[];
  readonly user: readonly string[];
  readonly host: readonly string[];
}

interface Scene {
  readonly steps: number;
  readonly maxspanMs: number | undefined;
  readonly until: boolean;
  readonly optional: boolean;
  readonly events: readonly Drawn[];
}

const names = fc.subarray(["ana", "bob", "Ana"], { maxLength: 2 });

const scenes: fc.Arbitrary<Scene> = fc.integer({ min: 2, max: 4 }).chain((steps) =>
  fc.record({
    steps: fc.constant(steps),
    maxspanMs: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    until: fc.boolean(),
    optional: fc.boolean(),
    events: fc.array(
      fc.record({
        at: fc.integer({ min: -5, max: 20 }),
        tiebreaker: fc.option(fc.integer({ min: 0, max: 3 })),
        steps: fc.subarray(Array.from({ length: steps + 1 }, (_, step) => step)),
        user: fc.oneof({ weight: 3, arbitrary: fc.constant(["ana"]) }, { weight: 1, arbitrary: names }),
        host: fc.oneof({ weight: 3, arbitrary: fc.constant(["h"]) }, { weight: 1, arbitrary: names }),
      }),
      { maxLength: 30, size: "max" },
    ),
  }),
);

const ordering = { tiebreakerField: "event.sequence" };

function keyOf(name: string, optional: boolean): JoinKey {
  return { field: { name, type: "keyword" }, optional };
}

function queryOf({ steps, maxspanMs, until, optional }: Scene): SequenceQuery {
  const keys = [keyOf("user.name", false), keyOf("host.name", optional)];
  const step: SequenceStep = { predicate: { kind: "constant", value: true }, keys };
  return {
    kind: "sequence",
    steps: Array.from({ length: steps }, () => step),
    ...(until ? { until: step } : {}),
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
    const keys = drawn.user.flatMap((user) => hosts.map((host) => `${user}/${host}`));
    const { id, atMs } = positions[index]!;
    return { id, atMs, place: order.indexOf(positions[index]!), steps: stepsOf(scene, drawn), keys };
  });
  return naiveSequences(
    { steps: scene.steps, ...(scene.maxspanMs === undefined ? {} : { maxspanMs: scene.maxspanMs }) },
    events,
  );
}

function naiveOrder(a: { atMs: number; tiebreaker: number | null; id: string }, b: typeof a): number {
  const last = Number.MAX_VALUE;
  return a.atMs - b.atMs || (a.tiebreaker ?? last) - (b.tiebreaker ?? last) || (a.id < b.id ? -1 : 1);
}

function check<T>(property: fc.IProperty<T>, numRuns: number): void {
  fc.assert(property, { numRuns, verbose: 1 });
}

it("agrees with a matcher written step by step", () => {
  let completed = 0;
  check(
    fc.property(scenes, (scene) => {
      const expected = naive(scene);
      completed += expected.length;
      assert.deepEqual(oneShot(scene, hitsOf(scene)), expected);
    }),
    3000,
  );
  assert.ok(completed > 1500, `the streams hardly ever completed a sequence: ${completed}`);
});

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

it("forgets what maxspan has outlived", () => {
  check(
    fc.property(scenes, (scene) => {
      const run = new SequenceRun(queryOf({ ...scene, maxspanMs: scene.maxspanMs ?? 3 }), ordering);
      for (const { event, steps } of hitsOf(scene)) run.add(event, steps);
      run.advance(1000);
      assert.deepEqual(run.held, { events: 0, keys: 0 });
    }),
    300,
  );
});

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
