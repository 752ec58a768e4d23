import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { EventView, ValueNumbers, Values } from "../../src/ecs/event.ts";
import type { Field } from "../../src/ecs/field.ts";
import type { Scalar } from "../../src/ecs/value.ts";
import { type Hit, SeenHit } from "../../src/engine/hit.ts";
import { addRow } from "../../src/engine/run/addRow.ts";
import { Combinations } from "../../src/engine/run/combinations.ts";
import { RowStore } from "../../src/engine/run/rowStore.ts";
import { and, equals, exists, not, or, wildcard } from "../../src/predicate/build.ts";
import { compile } from "../../src/predicate/compile.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import type { Predicate } from "../../src/predicate/predicate.ts";
import { event } from "../unit/engine/scene.ts";
import { numRuns } from "./numRuns.ts";

const fields: readonly Field[] = ["a", "b", "c"].map((name) => ({ name, type: "keyword" }));
const list = fc.array(fc.constantFrom<Scalar>("x", "y", "xy", ""), { maxLength: 2 });

/** What numbers mean for some events: by field the lists that they stand for. */
interface Meaning {
  readonly numbers: ValueNumbers;
  readonly lists: readonly (readonly Values[])[];
}

const meaning: fc.Arbitrary<Meaning> = fc
  .array(fc.array(list, { minLength: 4, maxLength: 4 }), { minLength: fields.length, maxLength: fields.length })
  .map((lists) => ({ lists, numbers: { placeOf: (field) => fields.indexOf(field) } }));

/** Of each field the number of its list, or a list without a number. */
const written = fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 3 }) }, { weight: 1, arbitrary: list }), {
  minLength: fields.length,
  maxLength: fields.length,
});

/** Events in turn, and where the numbers come to mean something else. */
const views: fc.Arbitrary<readonly EventView[]> = fc
  .array(fc.tuple(meaning, fc.array(written, { maxLength: 12 })), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.flatMap(([means, events]) => events.map((each) => viewOf(means, each))));

function viewOf({ numbers, lists }: Meaning, event: readonly (number | Values)[]): EventView {
  return {
    values: (field) => {
      const at = fields.indexOf(field);
      const own = event[at]!;
      return typeof own === "number" ? lists[at]![own]! : own;
    },
    numbers,
    numberAt: (place) => {
      const own = event[place]!;
      return typeof own === "number" ? own : -1;
    },
  };
}

const predicate: fc.Arbitrary<Predicate> = fc.letrec<{ any: Predicate }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...fields).map((field) => exists(field)),
    fc.tuple(fc.constantFrom(...fields), fc.constantFrom("x", "")).map(([field, value]) => equals(field, value)),
    fc.tuple(fc.constantFrom(...fields), fc.constantFrom("x*", "*y")).map(([field, text]) => wildcard(field, [text])),
    tie("any").map(not),
    fc.array(tie("any"), { maxLength: 3 }).map((operands) => and(...operands)),
    fc.array(tie("any"), { maxLength: 3 }).map((operands) => or(...operands)),
  ),
})).any;

test("a predicate answers by numbers what it answers by values", () => {
  fc.assert(
    fc.property(predicate, views, (condition, all) => {
      const matches = compile(condition);
      for (const view of all) assert.equal(matches(view), evaluate(condition, view));
    }),
    { numRuns: numRuns(2000) },
  );
});

function seenHits(all: readonly EventView[]): readonly Hit[] {
  return all.map((view, at) => new SeenHit(0, [0], event(`e${at % 7}`, at % 5), view, fields));
}

test("rows found by numbers are those found by values", () => {
  fc.assert(
    fc.property(views, (all) => {
      const [seen, read] = [new RowStore(fields.length), new RowStore(fields.length)];
      for (const hit of seenHits(all)) {
        addRow(seen, hit, hit.event.atMs, fields);
        const { rule, steps, event, values } = hit;
        addRow(read, { rule, steps, event, values: values! }, event.atMs, fields);
      }
      assert.deepEqual(printed(seen), printed(read));
    }),
    { numRuns: numRuns(1000) },
  );
});

function printed(store: RowStore): unknown {
  const rows = store.rows();
  return Array.from({ length: rows.count }, (_, row) => [
    rows.atMs(row),
    rows.id(row),
    ...fields.map((_, column) => rows.values(row, column)),
  ]);
}

test("combinations found by numbers are those found by values", () => {
  fc.assert(
    fc.property(views, (all) => {
      const known = new Combinations(fields);
      for (const hit of seenHits(all)) {
        const { rule, steps, event, values } = hit;
        const read = new Combinations(fields).of({ rule, steps, event, values: values! });
        assert.deepEqual(known.of(hit), read);
      }
    }),
    { numRuns: numRuns(1000) },
  );
});
