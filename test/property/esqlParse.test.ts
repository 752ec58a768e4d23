import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Command, EsqlQuery, Expression, NamePattern } from "../../src/language/esql/ast.ts";
import { formatQuery } from "../../src/language/esql/formatQuery.ts";
import { parse } from "../../src/language/esql/parser.ts";
import { print } from "../../src/language/esql/print.ts";
import { numRuns } from "./numRuns.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);

const span = { start: 0, end: 0 };

/** The tree without its places. */
function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([key]) => key !== "span" && key !== "nameSpan");
  return Object.fromEntries(members.map(([key, member]) => [key, withoutSpans(member)]));
}

const part = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,5}$/) },
  fc.constantFrom("_id", "@timestamp", "by", "IN", "not", "where", "as", "0", "a-b", "a`b", "sp ace", "é", "a\nb", "_"),
  fc
    .string({ minLength: 1, maxLength: 4, unit: "binary" })
    .filter((text) => !text.includes(".") && !text.includes("*")),
);
const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
const nameNode = name.map((text) => ({ name: text, span }));
const pattern: fc.Arbitrary<NamePattern> = fc.oneof(
  name.map((text) => ({ name: text, isPattern: false, span })),
  fc.constantFrom("*", "a*", "a.*", "*b.c", "_*", "a.b*c.by").map((text) => ({ name: text, isPattern: true, span })),
);
/** A column whose name holds a star. */
const oneName: fc.Arbitrary<NamePattern> = fc.oneof(
  name.map((text) => ({ name: text, isPattern: false, span })),
  fc.constant({ name: "a*", isPattern: false, span }),
);

const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ maxLength: 8, unit: "binary" }),
  fc.string({
    maxLength: 8,
    unit: fc.constantFrom('"', "\\", "\n", "\r", "\t", "'", "a", "\u0001", "\u202e", "\ud800"),
  }),
);
const string = text.map((value) => ({ value, span }));
const number: fc.Arbitrary<Expression> = fc.oneof(
  fc.integer().map((value) => ({ kind: "number" as const, value, type: "integer" as const, span })),
  fc
    .integer({ min: 2 ** 31, max: Number.MAX_SAFE_INTEGER })
    .map((value) => ({ kind: "number" as const, value, type: "long" as const, span })),
  fc
    .bigInt(-(2n ** 63n), -(2n ** 53n))
    .map((value) => ({ kind: "number" as const, value, type: "long" as const, span })),
  fc
    .bigInt(2n ** 63n, 2n ** 64n - 1n)
    .map((value) => ({ kind: "number" as const, value, type: "unsigned_long" as const, span })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => ({ kind: "number" as const, value, type: "double" as const, span })),
);
const boolean: fc.Arbitrary<Expression> = fc.boolean().map((value) => ({ kind: "boolean" as const, value, span }));
const stringLiteral: fc.Arbitrary<Expression> = text.map((value) => ({ kind: "string" as const, value, span }));
const listOf = (item: fc.Arbitrary<Expression>) =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items): Expression => ({ kind: "list" as const, items, span }));
const literal: fc.Arbitrary<Expression> = fc.oneof(
  number,
  boolean,
  stringLiteral,
  fc.constant<Expression>({ kind: "null", span }),
  fc
    .tuple(
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.constantFrom("ms", "minutes", "h", "month", "q", "year"),
    )
    .map(([amount, unit]) => ({ kind: "timeSpan" as const, amount, unit, span })),
  listOf(number),
  listOf(boolean),
  listOf(stringLiteral),
);
const column: fc.Arbitrary<Expression> = name.map((text) => ({ kind: "column" as const, name: text, span }));
const star: Expression = { kind: "star", span };
const castType = fc.constantFrom("keyword", "long", "datetime", "ip").map((type) => ({ name: type, span }));
const callName = fc.oneof(
  fc.constantFrom("to_lower", "case", "first", "last", "values"),
  fc
    .stringMatching(/^[a-z][a-z0-9_]{0,5}$/)
    .filter((word) => !/^(?:not|in|is|or|and|by|on|asc|like|desc|null|true|with|nulls|false|where|rlike)$/.test(word)),
);

const expression = fc.letrec<{ node: Expression }>((tie) => {
  const node = tie("node");
  const unary = fc
    .tuple(fc.constantFrom("negate" as const, "not" as const), node)
    .map(([kind, operand]) => ({ kind, operand, span }));
  return {
    node: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.oneof(column, literal),
      fc
        .record({
          name: callName,
          args: fc.array(node, { maxLength: 3 }),
          options: fc.array(
            fc.record({ name: text, value: fc.oneof(number, boolean, stringLiteral), span: fc.constant(span) }),
            { maxLength: 2 },
          ),
        })
        .map(({ args, options, ...rest }) => ({
          kind: "call" as const,
          ...rest,
          args: rest.name === "count" && args.length === 0 ? [star] : args,
          options: args.length === 0 ? [] : options,
          nameSpan: span,
          span,
        })),
      fc.constant<Expression>({ kind: "call", name: "count", nameSpan: span, args: [star], options: [], span }),
      fc.tuple(node, castType).map(([operand, type]) => ({ kind: "cast" as const, operand, type, span })),
      unary,
      fc
        .tuple(fc.constantFrom(...(["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">="] as const)), node, node)
        .map(([operator, left, right]) => ({ kind: "binary" as const, operator, left, right, span })),
      fc
        .tuple(fc.constantFrom("and" as const, "or" as const), node, node)
        .map(([kind, left, right]) => ({ kind, left, right, span })),
      fc.tuple(node, fc.boolean()).map(([operand, negated]) => ({ kind: "isNull" as const, operand, negated, span })),
      fc
        .tuple(node, fc.array(node, { minLength: 1, maxLength: 3 }), fc.boolean())
        .map(([operand, values, negated]) => ({ kind: "in" as const, operand, values, negated, span })),
      fc
        .tuple(
          fc.constantFrom("like" as const, "rlike" as const),
          node,
          fc.array(string, { minLength: 1, maxLength: 3 }),
          fc.boolean(),
        )
        .map(([kind, operand, patterns, negated]) => ({ kind, operand, patterns, negated, span })),
      fc
        .tuple(
          fc.oneof(
            column,
            fc.tuple(column, castType).map(([operand, type]) => ({ kind: "cast" as const, operand, type, span })),
          ),
          literal,
        )
        .map(([field, query]) => ({ kind: "match" as const, field, query, span })),
    ),
  };
}).node;

const assignment = fc.record({ name: fc.option(nameNode), expression, span: fc.constant(span) });
const assignments = fc.array(assignment, { minLength: 1, maxLength: 3 });
const call: fc.Arbitrary<Expression> = expression.map((argument) => ({
  kind: "call" as const,
  name: "max",
  nameSpan: span,
  args: [argument],
  options: [],
  span,
}));
const aggregate = fc.oneof(
  fc.record({ name: fc.option(nameNode), expression, filter: fc.constant(null), span: fc.constant(span) }),
  fc.record({ name: fc.option(nameNode), expression: call, filter: expression, span: fc.constant(span) }),
);
const order = fc.record({
  expression,
  direction: fc.constantFrom("asc" as const, "desc" as const),
  nulls: fc.constantFrom(null, "first" as const, "last" as const),
  span: fc.constant(span),
});
const index = fc
  .oneof(
    fc.stringMatching(/^[a-z*.-][a-z0-9_*.-]{0,8}$/),
    fc.constantFrom("cluster:logs-*", "logs::failures", "<logs-{now/d}>", "metadata", "on", "-old*", "a b", 'q"x'),
  )
  .map((text) => ({ name: text, span }));

const processing: fc.Arbitrary<Command> = fc.oneof(
  expression.map((condition) => ({ kind: "where" as const, condition, span })),
  assignments.map((fields) => ({ kind: "eval" as const, fields, span })),
  fc.array(pattern, { minLength: 1, maxLength: 3 }).map((columns) => ({ kind: "keep" as const, columns, span })),
  fc
    .array(
      pattern.filter(({ name: text }) => text !== "*"),
      { minLength: 1, maxLength: 3 },
    )
    .map((columns) => ({ kind: "drop" as const, columns, span })),
  fc
    .array(fc.record({ from: oneName, to: oneName, span: fc.constant(span) }), { minLength: 1, maxLength: 2 })
    .map((renamings) => ({ kind: "rename" as const, renamings, span })),
  fc.array(order, { minLength: 1, maxLength: 2 }).map((orders) => ({ kind: "sort" as const, orders, span })),
  fc.nat().map((value) => ({
    kind: "limit" as const,
    count: { kind: "number" as const, value, type: "integer" as const, span },
    span,
  })),
  fc.record({
    kind: fc.constant("stats" as const),
    inline: fc.boolean(),
    aggregates: fc.array(aggregate, { minLength: 1, maxLength: 3 }),
    by: fc.oneof(fc.constant([]), assignments),
    span: fc.constant(span),
  }),
  assignments.map((by) => ({ kind: "stats" as const, inline: false, aggregates: [], by, span })),
  fc.record({
    kind: fc.constant("dissect" as const),
    input: expression,
    pattern: string,
    appendSeparator: fc.option(string),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant("grok" as const),
    input: expression,
    patterns: fc.array(string, { minLength: 1, maxLength: 3 }),
    span: fc.constant(span),
  }),
  nameNode.map((column) => ({ kind: "mvExpand" as const, column, span })),
  fc.record({
    kind: fc.constant("lookupJoin" as const),
    table: index,
    on: fc.array(nameNode, { minLength: 1, maxLength: 2 }),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant("enrich" as const),
    mode: fc.constantFrom(null, "_any", "_remote"),
    policy: fc.constantFrom("policy", "my-policy").map((text) => ({ name: text, span })),
    on: fc.option(nameNode),
    with: fc.array(fc.record({ name: fc.option(nameNode), field: oneName, span: fc.constant(span) }), { maxLength: 2 }),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant("unsupported" as const),
    name: fc.constantFrom("FORK", "COMPLETION", "SAMPLE"),
    text: fc.constantFrom("", "0.1", '( WHERE a == "|" ) ( LIMIT 2 | LIMIT 3 )', 'x = y WITH { "a": "b" }'),
    span: fc.constant(span),
  }),
);
const first: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constant("from" as const),
    indices: fc.array(index, { minLength: 1, maxLength: 3 }),
    metadata: fc
      .constantFrom(["_id"], ["_id", "_index"], [])
      .map((names) => names.map((text) => ({ name: text, span }))),
    span: fc.constant(span),
  }),
  assignments.map((fields) => ({ kind: "row" as const, fields, span })),
);
const query: fc.Arbitrary<EsqlQuery> = fc
  .tuple(first, fc.array(processing, { maxLength: 4 }))
  .map(([source, rest]) => ({ commands: [source, ...rest], span }));

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

test("a query laid out on several lines says the same", () => {
  fc.assert(
    fc.property(query, (ast) => {
      const result = formatQuery({ name: "<query>", text: print(ast) });
      assert.equal(result.kind, "formatted");
      if (result.kind !== "formatted") return;
      assert.deepEqual(withoutSpans(parse({ name: "<query>", text: result.text }).query), withoutSpans(ast));
    }),
    { seed, numRuns: numRuns(500) },
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
  for (const [key, member] of Object.entries(value)) if (key !== "span" && key !== "nameSpan") spansNest(member, own);
}

const pieces = [
  ...'( ) [ ] { } , . : :: == != = < > + - * / % | ; ? ` " \' \\ /* */ // """ ( FROM NOT - IN LIKE \\" `` '.split(" "),
  "FROM a ",
  "| WHERE ",
  "| FORK ( ",
  "| COMPLETION ",
  "| LOOKUP JOIN on ON ",
  "| ENRICH a ",
  "| EVAL a = CASE(",
  "| STATS ",
  "a.",
  "1 ",
  "\n",
  " OR a ",
];

test("hostile text of the greatest length is read, or refused, within two seconds", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }),
      fc.constantFrom("", "FROM a | WHERE "),
      (few, lead) => {
        const repeated = few.join("");
        if (repeated === "") return;
        const source = { name: "<query>", text: (lead + repeated.repeat(131_072 / repeated.length)).slice(0, 131_072) };
        const before = process.cpuUsage();
        const { query: result, diagnostics } = parse(source);
        const { user, system } = process.cpuUsage(before);
        assert.ok(user + system < 2_000_000, `${(user + system) / 1000} ms`);
        assert.equal(result === null, diagnostics.length > 0);
        for (const { labels } of diagnostics)
          for (const { span: at } of labels)
            assert.ok(0 <= at.start && at.start <= at.end && at.end <= source.text.length);
      },
    ),
    { seed, numRuns: numRuns(60) },
  );
});

test("deep nesting is refused by name", () => {
  for (const open of ["(", "NOT ", "- ", "f(", "a IN ("]) {
    const { diagnostics } = parse({ name: "<query>", text: `FROM a | WHERE ${open.repeat(20_000)}` });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      [open === "a IN (" ? "ESQL021" : "ESQL025"],
      open,
    );
  }
});
