import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type {
  EqlExpression,
  EqlQuery,
  EventFilter,
  FieldNode,
  PipeNode,
  SequenceItem,
} from "../../src/language/eql/ast.ts";
import { format } from "../../src/language/eql/format.ts";
import { parse } from "../../src/language/eql/parser.ts";
import { print } from "../../src/language/eql/print.ts";
import { numRuns } from "./numRuns.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);

const span = { start: 0, end: 0 };
const spanKeys = new Set(["span", "nameSpan", "operatorSpan"]);

/** The tree without its places. */
function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([key]) => !spanKeys.has(key));
  return Object.fromEntries(members.map(([key, member]) => [key, withoutSpans(member)]));
}

const identifier = fc
  .tuple(fc.constantFrom(..."abzAZ_@"), fc.string({ unit: fc.constantFrom(..."azAZ09_"), maxLength: 6 }))
  .map(([first, rest]) => first + rest);
const pathPart = fc.oneof(
  { weight: 6, arbitrary: identifier },
  fc.constantFrom("sequence", "any", "not", "my-field", "0x", "a`b", "sp ace", "é", "in", "true", "a\nb"),
  fc.string({ minLength: 1, maxLength: 4, unit: "binary" }).filter((part) => !part.includes(".")),
);
const dottedName = fc.oneof(
  { weight: 9, arbitrary: fc.array(pathPart, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(".")) },
  fc.constantFrom("a..b", ".a", "a.", "."),
);
const field: fc.Arbitrary<FieldNode> = fc.record({
  kind: fc.constant("field" as const),
  span: fc.constant(span),
  name: dottedName,
  optional: fc.boolean(),
});

const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ maxLength: 8, unit: "binary" }),
  fc.string({ maxLength: 8, unit: fc.constantFrom('"', "\\", "\n", "\r", "'", "a", "\u0001", "\u202e", "\ud800") }),
);
const rawText = fc
  .string({ maxLength: 8, unit: fc.constantFrom('"', "\\", "a", "é", "`") })
  .filter((value) => !value.includes('"""'));
const literal: fc.Arbitrary<EqlExpression> = fc
  .oneof(
    text.map((value) => ({ value, form: "string" as const })),
    rawText.map((value) => ({ value, form: "raw" as const })),
    fc.maxSafeNat().map((value) => ({ value, form: "integer" as const })),
    fc.bigInt(2n ** 53n, 2n ** 63n - 1n).map((value) => ({ value, form: "integer" as const })),
    fc
      .double({ min: 0, noNaN: true, noDefaultInfinity: true })
      .filter((value) => !Object.is(value, -0))
      .map((value) => ({ value, form: "decimal" as const })),
    fc.boolean().map((value) => ({ value, form: "boolean" as const })),
    fc.constant({ value: null, form: "null" as const }),
  )
  .map((part) => ({ kind: "literal" as const, span, ...part }));

const expression = fc.letrec<{ node: EqlExpression }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(field, literal),
    fc.record({
      kind: fc.constant("call" as const),
      span: fc.constant(span),
      name: identifier,
      nameSpan: fc.constant(span),
      ignoreCase: fc.boolean(),
      args: fc.array(tie("node"), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant("unary" as const),
      span: fc.constant(span),
      operator: fc.constantFrom("-" as const, "+" as const),
      operand: tie("node"),
    }),
    fc.record({ kind: fc.constant("not" as const), span: fc.constant(span), operand: tie("node") }),
    fc.record({
      kind: fc.constant("arithmetic" as const),
      span: fc.constant(span),
      operator: fc.constantFrom(...(["+", "-", "*", "/", "%"] as const)),
      left: tie("node"),
      right: tie("node"),
    }),
    fc.record({
      kind: fc.constant("comparison" as const),
      span: fc.constant(span),
      operator: fc.constantFrom(...(["==", "!=", "<", "<=", ">", ">="] as const)),
      operatorSpan: fc.constant(span),
      left: tie("node"),
      right: tie("node"),
    }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      span: fc.constant(span),
      left: tie("node"),
      right: tie("node"),
    }),
    fc.record({
      kind: fc.constant("predicate" as const),
      span: fc.constant(span),
      operator: fc.constantFrom("in" as const, "in~" as const),
      operatorSpan: fc.constant(span),
      negated: fc.boolean(),
      operand: tie("node"),
      values: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
      list: fc.constant(true),
    }),
    fc
      .record({
        kind: fc.constant("predicate" as const),
        span: fc.constant(span),
        operator: fc.constantFrom(...([":", "like", "like~", "regex", "regex~"] as const)),
        operatorSpan: fc.constant(span),
        negated: fc.constant(false),
        operand: tie("node"),
        values: fc.array(literal, { minLength: 1, maxLength: 3 }),
        list: fc.boolean(),
      })
      .map((node) => ({ ...node, list: node.list || node.values.length > 1 })),
  ),
})).node;

const event: fc.Arbitrary<EventFilter> = fc.record({
  span: fc.constant(span),
  category: fc.oneof(
    fc.constant(null),
    identifier.filter((value) => value !== "any").map((value) => ({ value, quoted: false, span })),
    text.map((value) => ({ value, quoted: true, span })),
  ),
  condition: expression,
});
const runs = fc.option(fc.integer({ min: 1, max: 100 }).map((count) => ({ count, span })));
const keys = fc.array(field, { maxLength: 2 });
const item: fc.Arbitrary<SequenceItem> = fc.record({
  span: fc.constant(span),
  missing: fc.constant(false),
  event,
  by: keys,
  runs,
});
const missingItem = item.map((node) => ({ ...node, missing: true }));
const pipes: fc.Arbitrary<PipeNode[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("head" as const, "tail" as const),
    span: fc.constant(span),
    count: fc.oneof(
      fc.nat().map((value) => ({ kind: "literal" as const, span, value, form: "integer" as const })),
      expression,
    ),
  }),
  { maxLength: 3 },
);
const maxspan = fc.record({
  span: fc.constant(span),
  amount: fc.integer({ min: 1, max: 2 ** 31 }),
  unit: fc.constantFrom(...(["ms", "s", "m", "h", "d"] as const)),
});
const until = fc.option(item.map((node) => ({ ...node, runs: null })));
/** Keys for all, or at least one for some item. */
const sample: fc.Arbitrary<EqlQuery> = fc
  .record({
    kind: fc.constant("sample" as const),
    span: fc.constant(span),
    by: keys,
    items: fc.array(
      item.map((node) => ({ ...node, runs: null })),
      { minLength: 2, maxLength: 5 },
    ),
    pipes: fc.constant([]),
  })
  .filter(({ by, items }) => by.length > 0 || items.some((one) => one.by.length > 0));
const query: fc.Arbitrary<EqlQuery> = fc.oneof(
  fc.record({ kind: fc.constant("event" as const), span: fc.constant(span), event, pipes }),
  fc.record({
    kind: fc.constant("sequence" as const),
    span: fc.constant(span),
    by: keys,
    maxspan: fc.option(maxspan),
    items: fc.array(item, { minLength: 2, maxLength: 3 }),
    until,
    pipes,
  }),
  fc.record({
    kind: fc.constant("sequence" as const),
    span: fc.constant(span),
    by: keys,
    maxspan,
    items: fc
      .tuple(
        fc.array(fc.oneof(item, missingItem), { maxLength: 2 }),
        item,
        fc.array(missingItem, { minLength: 1, maxLength: 2 }),
      )
      .chain(([some, one, missing]) =>
        fc.shuffledSubarray([...some, one, ...missing], { minLength: some.length + 1 + missing.length }),
      ),
    until,
    pipes,
  }),
  sample,
);

test("print∘parse is idempotent: a printed query parses to the same tree, and prints the same again", () => {
  fc.assert(
    fc.property(query, (ast) => {
      const printed = print(ast);
      const result = parse({ name: "<query>", text: printed });
      assert.deepEqual(result.diagnostics, []);
      assert.deepEqual(withoutSpans(result.query), withoutSpans(ast));
      assert.equal(print(result.query!), printed);
    }),
    { seed, numRuns: numRuns(2000) },
  );
});

test("a query laid out on several lines parses to the same tree, and is laid out the same again", () => {
  fc.assert(
    fc.property(query, (ast) => {
      const text = format(ast);
      const result = parse({ name: "<query>", text });
      assert.deepEqual(result.diagnostics, []);
      assert.deepEqual(withoutSpans(result.query), withoutSpans(ast));
      assert.equal(format(result.query!), text);
    }),
    { seed, numRuns: numRuns(1000) },
  );
});

test("every span of a parsed query lies within its parent's and in the text", () => {
  fc.assert(
    fc.property(query, (ast) => {
      const source = { name: "<query>", text: print(ast) };
      const parsed = parse(source).query!;
      assert.deepEqual(parsed.span, { start: 0, end: source.text.length });
      spansNest(parsed, parsed.span);
    }),
    { seed, numRuns: numRuns(300) },
  );
});

function spansNest(value: unknown, outer: { start: number; end: number }): void {
  if (Array.isArray(value)) for (const element of value) spansNest(element, outer);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const own = (value as { span?: { start: number; end: number } }).span ?? outer;
  assert.ok(own.start >= outer.start && own.end <= outer.end && own.start <= own.end);
  for (const [key, member] of Object.entries(value)) if (!spanKeys.has(key)) spansNest(member, own);
}
