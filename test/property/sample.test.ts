import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { type EcsValue, emptyObject } from "../../src/ecs/value.ts";
import { distinctChoices } from "../../src/engine/state/distinctChoices.ts";
import { SampleRun } from "../../src/engine/state/sampleRun.ts";
import type { NormalizedEvent } from "../../src/normalize/record.ts";
import type { JoinKey, SampleQuery } from "../../src/predicate/query.ts";
import { naiveSamples } from "../conformance/naiveSample.ts";
import { combinationsOf, type NaiveKey } from "../conformance/naiveSequence.ts";
import { numRuns } from "./numRuns.ts";

interface Drawn {
  readonly at: number;
  readonly items: readonly number[];
  readonly user: readonly string[];
  readonly host: readonly string[];
}

interface Scene {
  readonly items: number;
  readonly optional: boolean;
  readonly perKey: number;
  readonly events: readonly Drawn[];
}

const names = fc.subarray(["ana", "bob", "Ana"], { maxLength: 2 });

const scenes: fc.Arbitrary<Scene> = fc.integer({ min: 2, max: 5 }).chain((items) =>
  fc.record({
    items: fc.constant(items),
    optional: fc.boolean(),
    perKey: fc.integer({ min: 1, max: 7 }),
    events: fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 9 }),
        items: fc.subarray([...Array(items).keys()], { minLength: 1 }),
        user: fc.oneof({ weight: 3, arbitrary: fc.constant(["ana"]) }, { weight: 1, arbitrary: names }),
        host: fc.oneof({ weight: 2, arbitrary: fc.constant(["h"]) }, { weight: 1, arbitrary: names }),
      }),
      { maxLength: 12, size: "max" },
    ),
  }),
);

function queryOf({ items, optional }: Scene): SampleQuery {
  const key = (name: string, isOptional: boolean): JoinKey => ({
    field: { name, type: "keyword" },
    optional: isOptional,
  });
  const keys = [key("user.name", false), key("host.name", optional)];
  const predicate = { kind: "constant", value: true } as const;
  return { kind: "sample", steps: Array.from({ length: items }, () => ({ predicate, keys })) };
}

function eventOf({ at, user, host }: Drawn, index: number): NormalizedEvent {
  const object = (name: string, value: EcsValue) => Object.assign(emptyObject(), { [name]: value });
  const document = Object.assign(emptyObject(), { user: object("name", [...user]), host: object("name", [...host]) });
  const id = `e${String(index).padStart(2, "0")}`;
  return { kind: "event", dataset: "aws.cloudtrail", document, id, atMs: at, derived: [] };
}

function found(scene: Scene, hits: readonly (readonly [NormalizedEvent, readonly number[]])[]): string[][] {
  const run = new SampleRun(queryOf(scene), {}, { samplesPerKey: scene.perKey });
  for (const [event, items] of hits) run.add(event, items);
  return run.finish().map(({ events }) => events.map(({ id }) => id));
}

function hitsOf(scene: Scene): [NormalizedEvent, readonly number[]][] {
  return scene.events.map((drawn, index) => [eventOf(drawn, index), drawn.items]);
}

function expected(scene: Scene): string[][] {
  const events = scene.events.map((drawn, index) => {
    const hosts = drawn.host.length === 0 && scene.optional ? [null] : drawn.host;
    const keys = combinationsOf<NaiveKey[number]>([drawn.user, hosts]);
    const { id, atMs } = eventOf(drawn, index);
    return { id, atMs, steps: new Map(drawn.items.map((item) => [item, keys])), until: [] };
  });
  return naiveSamples(events, scene.items, scene.perKey);
}

it("samples agree with a matcher that tries every choice", () => {
  let made = 0;
  fc.assert(
    fc.property(scenes, (scene) => {
      const wanted = expected(scene);
      made += wanted.length;
      assert.deepEqual(found(scene, hitsOf(scene)), wanted);
    }),
    { numRuns: numRuns(1500), verbose: 1 },
  );
  assert.ok(made > numRuns(1500), `hardly any sample was found: ${made}`);
});

it("samples are the same for every order and repetition of the hits", () => {
  const shuffled = scenes.chain((scene) => {
    const hits = hitsOf(scene);
    return fc.tuple(fc.constant(scene), fc.shuffledSubarray([...hits, ...hits], { minLength: hits.length * 2 }));
  });
  fc.assert(
    fc.property(shuffled, ([scene, hits]) => assert.deepEqual(found(scene, hits), found(scene, hitsOf(scene)))),
    { numRuns: numRuns(500), verbose: 1 },
  );
});

it("samples are the same for copies of one id that differ, in every order", () => {
  // Few ids, so that copies with other times and keys are frequent.
  const copies = scenes.chain((scene) => {
    const hits = hitsOf(scene).map(([event, items], index): [NormalizedEvent, readonly number[]] => [
      { ...event, id: `e${index % 4}` },
      items,
    ]);
    return fc.tuple(fc.constant(scene), fc.constant(hits), fc.shuffledSubarray(hits, { minLength: hits.length }));
  });
  fc.assert(
    fc.property(copies, ([scene, hits, shuffled]) => {
      const times = (own: typeof hits) => {
        const run = new SampleRun(queryOf(scene), {}, { samplesPerKey: scene.perKey });
        for (const [event, items] of own) run.add(event, items);
        return run.finish().map(({ events }) => events.map(({ id, atMs }) => `${id}@${atMs}`));
      };
      assert.deepEqual(times(shuffled), times(hits));
    }),
    { numRuns: numRuns(500), verbose: 1 },
  );
});

it("distinct choices are the first of all there are", () => {
  const list = fc.uniqueArray(fc.constantFrom(..."abcdef"), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(list, { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 30 }), (lists, most) => {
      const all = combinationsOf<string>(lists).filter((one) => new Set(one).size === one.length);
      assert.deepEqual(
        distinctChoices(lists, (item) => item, most),
        all.slice(0, most),
      );
    }),
    { numRuns: numRuns(500), verbose: 1 },
  );
});
