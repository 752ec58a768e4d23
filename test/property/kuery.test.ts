import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { catalogueOf } from "../../src/ecs/catalogue.ts";
import { documentView } from "../../src/ecs/event.ts";
import { type EcsValue, emptyObject } from "../../src/ecs/value.ts";
import type { ConditionNode, KueryExpression, KueryQuery, LiteralNode, Tree } from "../../src/language/kuery/ast.ts";
import { check, formatQuery, lower, parse, print } from "../../src/language/kuery/index.ts";
import { compile } from "../../src/predicate/compile.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import { numRuns } from "./numRuns.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);

const span = { start: 0, end: 0 };

/** The tree without its places. */
function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([key]) => key !== "span" && key !== "operatorSpan");
  return Object.fromEntries(members.map(([key, member]) => [key, withoutSpans(member)]));
}

const text = fc.oneof(
  fc.string({
    maxLength: 6,
    unit: fc.constantFrom(...'ab \\():<>"*{}', "\t", "\n", "\u00a0", "\u202e", "\ud800", "é"),
  }),
  fc.string({ maxLength: 6, unit: "binary" }),
  fc
    .array(fc.constantFrom("and", "or", "not", "NOT", " ", "a", "\t", "cannot", "*", "\\"), { maxLength: 5 })
    .map((parts) => parts.join("")),
);
const literal: fc.Arbitrary<LiteralNode> = fc.oneof(
  text.map((piece) => ({ kind: "literal" as const, span, form: "quoted" as const, pieces: [piece] })),
  text
    .map((piece) => piece.trim())
    .filter((piece) => !["true", "false", "null"].includes(piece))
    .map((piece) => ({ kind: "literal" as const, span, form: "unquoted" as const, pieces: [piece] })),
  fc.array(text, { minLength: 2, maxLength: 4 }).map((pieces) => ({
    kind: "literal" as const,
    span,
    form: "wildcard" as const,
    pieces: pieces.with(0, pieces[0]!.trimStart()).with(-1, pieces.at(-1)!.trimEnd()),
  })),
  fc
    .constantFrom("true", "false")
    .map((piece) => ({ kind: "literal" as const, span, form: "boolean" as const, pieces: [piece] })),
  fc.constant({ kind: "literal" as const, span, form: "null" as const, pieces: ["null"] }),
);

function treeOf<Leaf>(leaf: fc.Arbitrary<Leaf>): fc.Arbitrary<Tree<Leaf>> {
  return fc.letrec<{ tree: Tree<Leaf> }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.record({ kind: fc.constant("not" as const), span: fc.constant(span), operand: tie("tree") }),
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        span: fc.constant(span),
        operands: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
      }),
    ),
  })).tree;
}

const condition: fc.Arbitrary<ConditionNode> = fc.oneof(
  fc.record({ kind: fc.constant("match" as const), span: fc.constant(span), field: fc.constant(null), value: literal }),
  fc.record({ kind: fc.constant("match" as const), span: fc.constant(span), field: literal, value: treeOf(literal) }),
  fc.record({
    kind: fc.constant("range" as const),
    span: fc.constant(span),
    field: literal,
    operator: fc.constantFrom(...(["<", "<=", ">", ">="] as const)),
    operatorSpan: fc.constant(span),
    value: literal,
  }),
);
const nested: fc.Arbitrary<ConditionNode> = fc.record({
  kind: fc.constant("nested" as const),
  span: fc.constant(span),
  path: literal,
  query: treeOf(condition),
});
const expression: fc.Arbitrary<KueryExpression> = treeOf(fc.oneof({ weight: 4, arbitrary: condition }, nested));

function readsBackAs(text: string, query: KueryQuery): void {
  const { query: again, diagnostics } = parse({ name: "<printed>", text });
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    [],
    text,
  );
  assert.deepEqual(withoutSpans(again), withoutSpans(query), text);
}

test("a printed query reads back as the same tree, and so does one that is laid out", () => {
  fc.assert(
    fc.property(expression, (tree) => {
      const query: KueryQuery = { span, expression: tree };
      readsBackAs(print(query), query);
      const formatted = formatQuery({ name: "<query>", text: print(query) });
      assert.ok(formatted.kind === "formatted");
      readsBackAs(formatted.text, query);
    }),
    { seed, numRuns: numRuns(2000) },
  );
});

test("any text gives a query or reasons for none, with labels within it", () => {
  const words = fc.constantFrom(...'a:*()<>{}"\\', " ", " and ", " or ", "not ", "field: ", "\\u00", ">= ", "cannot ");
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 30 }).map((parts) => parts.join("")),
      (text) => {
        const { query, diagnostics } = parse({ name: "<query>", text });
        assert.equal(query === null, diagnostics.length > 0, text);
        for (const { labels } of diagnostics) {
          for (const { span: at } of labels)
            assert.ok(0 <= at.start && at.start <= at.end && at.end <= text.length, text);
        }
        if (query !== null) readsBackAs(print(query), query);
      },
    ),
    { seed, numRuns: numRuns(3000) },
  );
});

const catalogue = catalogueOf([
  { name: "k", type: "keyword" },
  { name: "n", type: "long" },
  { name: "w", type: "wildcard" },
  { name: "t", type: "text" },
  { name: "ip", type: "ip" },
  { name: "d", type: "date" },
  { name: "b", type: "boolean" },
  { name: "f", type: "flattened" },
]);
const leaves = fc.constantFrom(
  ...[
    "k: a",
    "k: a*",
    "k: *?b",
    "k: (a or ab or b*)",
    "k > a",
    "k: *",
    "n: 1",
    "n >= 2",
    "n: (1 or 2)",
    "w: a*",
    "w: a b*",
  ],
  ...[
    "t: quick",
    't: "quick fox"',
    "t: qu*",
    "t: *ick",
    "ip: 10.0.0.0/8",
    "ip: 10.0.0.1",
    "ip > 10.0.0.1",
    'd: "2026-01-01"',
  ],
  ...['d > "2026-01-01"', "b: true", "b: false", "f.*: a", "f.*.x: a", "f.a: *", "f: a", "*k*: a", "missing: a"],
);
const queryText = treeOf(leaves.map((one) => ({ kind: "leaf" as const, text: one }))).map(function write(tree): string {
  if (tree.kind === "leaf") return tree.text;
  return tree.kind === "not" ? `(not ${write(tree.operand)})` : `(${tree.operands.map(write).join(` ${tree.kind} `)})`;
});
const values = {
  k: ["a", "ab", "b", "?b", "A", ""],
  n: [1, 2, 3, "2"],
  w: ["a", "b", "a b", "ab"],
  t: ["quick fox", "Quick-fox", "fox, quick", "quickly", ""],
  ip: ["10.0.0.1", "10.1.2.3", "192.0.2.1"],
  d: ["2026-01-01T05:00:00Z", "2026-01-02"],
  b: [true, false],
} as const;
const someOf = (list: readonly EcsValue[]) => fc.array(fc.constantFrom(...list), { maxLength: 3 });
const flattened = fc.constantFrom<unknown>(
  { a: "a" },
  { 0: { x: "a" }, 1: { x: "b" } },
  { a: [{ x: "a" }] },
  { a: null },
  "a",
);
const document = fc
  .record(
    {
      ...Object.fromEntries(Object.entries(values).map(([key, list]) => [key, someOf(list as readonly EcsValue[])])),
      f: flattened,
    },
    { requiredKeys: [] },
  )
  .map((members) => Object.assign(emptyObject(), members));

test("compiled and interpreted agree on what queries come down to", () => {
  fc.assert(
    fc.property(queryText, fc.array(document, { maxLength: 4 }), (text, documents) => {
      const source = { name: "<query>", text };
      const { query } = check(parse(source).query!, source, { catalogue });
      const { predicate } = lower(query!);
      const matches = compile(predicate);
      for (const one of documents) {
        assert.equal(matches(documentView(one)), evaluate(predicate, documentView(one)), text);
      }
    }),
    { seed, numRuns: numRuns(1000) },
  );
});
