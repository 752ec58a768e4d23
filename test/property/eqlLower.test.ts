import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { catalogueOf } from "../../src/ecs/catalogue.ts";
import { documentView } from "../../src/ecs/event.ts";
import { type EcsObject, emptyObject } from "../../src/ecs/value.ts";
import { check } from "../../src/language/eql/check.ts";
import { lower } from "../../src/language/eql/lower.ts";
import { parse } from "../../src/language/eql/parser.ts";
import { compile } from "../../src/predicate/compile.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import type { Predicate } from "../../src/predicate/predicate.ts";

const catalogue = catalogueOf([
  { name: "n", type: "long" },
  { name: "m", type: "long" },
  { name: "s", type: "keyword" },
  { name: "b", type: "boolean" },
]);

/** Leaves over few values, so that events meet them often; `?u` is not mapped. */
const leaf = fc.constantFrom(
  "n == 1",
  "n != 1",
  "n > 1",
  "n + m == 3",
  "n - n == 0",
  "n in (1, 2)",
  "n not in (1, 2)",
  "n == null",
  "(n > 1) == null",
  's == "a"',
  's : "A*"',
  's like "?b"',
  's regex "a|ab"',
  "length(s) != 1",
  'startsWith(s, "a") == false',
  'stringContains~(s, "B")',
  "b",
  "b == false",
  "b != true",
  'string(n > 1) == "true"',
  "true",
);
const unknownLeaf = fc.constantFrom('?u == "a"', "?u != 1", "?u", "?u + n > 1", "?u in (1)");

const conditionOf = (leaves: fc.Arbitrary<string>) =>
  fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaves,
      tie("condition").map((inner) => `not (${inner})`),
      fc.tuple(tie("condition"), tie("condition")).map(([a, b]) => `(${a}) and (${b})`),
      fc.tuple(tie("condition"), tie("condition")).map(([a, b]) => `(${a}) or (${b})`),
      tie("condition").map((inner) => `(${inner}) == true`),
    ),
  })).condition;

const oneOrMore = <T>(value: fc.Arbitrary<T>) => fc.oneof(value, fc.array(fc.option(value), { maxLength: 3 }));
const event = fc
  .record(
    {
      n: oneOrMore(fc.integer({ min: 0, max: 3 })),
      m: oneOrMore(fc.integer({ min: 0, max: 3 })),
      s: oneOrMore(fc.constantFrom("a", "b", "ab", "A")),
      b: oneOrMore(fc.boolean()),
    },
    { requiredKeys: [] },
  )
  .map((fields) => Object.assign(emptyObject(), fields) as EcsObject);

function predicateOf(condition: string): Predicate {
  const source = { name: "<query>", text: `any where ${condition}` };
  const { query } = check(parse(source).query!, source, { catalogue });
  const lowered = lower(query!);
  assert.ok(lowered.kind === "event");
  return lowered.predicate;
}

const holds = (condition: string, document: EcsObject) => evaluate(predicateOf(condition), documentView(document));

test("lower: without unmapped fields, not is exactly the complement", () => {
  fc.assert(
    fc.property(conditionOf(leaf), event, (condition, document) => {
      assert.equal(holds(`not (${condition})`, document), !holds(condition, document));
    }),
    { verbose: 1 },
  );
});

test("lower: with unmapped fields, a condition and its negation never both hold", () => {
  fc.assert(
    fc.property(conditionOf(fc.oneof(leaf, unknownLeaf)), event, (condition, document) => {
      assert.ok(!(holds(`not (${condition})`, document) && holds(condition, document)));
    }),
    { verbose: 1 },
  );
});

test("lower: and, or and comparison with a truth are two-valued around leaves", () => {
  const condition = conditionOf(leaf);
  fc.assert(
    fc.property(condition, condition, event, (a, b, document) => {
      const [left, right] = [holds(a, document), holds(b, document)];
      assert.equal(holds(`(${a}) and (${b})`, document), left && right);
      assert.equal(holds(`(${a}) or (${b})`, document), left || right);
      assert.equal(holds(`not (${a}) == true`, document), !left);
    }),
    { verbose: 1 },
  );
});

test("lower: both evaluators answer every lowered condition alike", () => {
  fc.assert(
    fc.property(conditionOf(fc.oneof(leaf, unknownLeaf)), event, (condition, document) => {
      const predicate = predicateOf(condition);
      const view = documentView(document);
      assert.equal(compile(predicate)(view), evaluate(predicate, view));
    }),
    { verbose: 1 },
  );
});
