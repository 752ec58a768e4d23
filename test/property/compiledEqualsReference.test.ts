import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { EventView } from "../../src/ecs/event.ts";
import { documentView } from "../../src/ecs/event.ts";
import type { Field, FieldType } from "../../src/ecs/field.ts";
import { type EcsValue, emptyObject, type Scalar } from "../../src/ecs/value.ts";
import * as build from "../../src/predicate/build.ts";
import { compile } from "../../src/predicate/compile.ts";
import { compileExpression } from "../../src/predicate/compileExpression.ts";
import { compileTest } from "../../src/predicate/compileTest.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import { explain } from "../../src/predicate/explain.ts";
import { evaluateExpression } from "../../src/predicate/expression.ts";
import { fieldsOfExpression } from "../../src/predicate/fields.ts";
import { functions } from "../../src/predicate/functions.ts";
import { AtomTable } from "../../src/predicate/intern.ts";
import { numberMentions } from "../../src/predicate/mentions.ts";
import { possible } from "../../src/predicate/partial.ts";
import type {
  Comparison,
  Expression,
  FunctionName,
  Predicate,
  ScalarTest,
  Test,
  TestAtom,
} from "../../src/predicate/predicate.ts";
import { printPredicate } from "../../src/predicate/print.ts";
import { printExpression } from "../../src/predicate/printExpression.ts";
import { passes } from "../../src/predicate/testValue.ts";
import { whyMatched } from "../../src/predicate/whyMatched.ts";
import { numRuns } from "./numRuns.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
const runs = numRuns(3000);

/** Few names, values and patterns, so that conditions are met often; every kind of field. */
const pools = {
  keyword: [
    "",
    "a",
    "A",
    "ab",
    "aB",
    "b",
    "é",
    "É",
    "😀",
    "\ufffd",
    "\ud800",
    "k",
    "\u212a",
    "5",
    "5.0",
    "0x1f",
    "true",
  ],
  wildcard: ["a", "A", "ab", "éa", "ÉA", "5.0", "1.0E20"],
  long: [0, 1, 2, 3, 5, -1, 5n, 2n ** 53n + 1n, 2 ** 53, 2n ** 63n - 1n],
  double: [0, -0, 1, 3, 5, 0.5, 1.5, 1e20, 10n ** 20n],
  boolean: [true, false],
  date: [0, 1, 1_700_000_000_000],
  ip: ["10.0.0.1", "10.1.2.3", "10.0.0.0/8", "::1", "0:0::1", "::ffff:10.0.0.1", "nonsense"],
  version: ["1.0", "1.10.0", "1.9.0", "1.0.0-a", "1.0.0", "a", "9"],
} as const satisfies Partial<Record<FieldType, readonly Scalar[]>>;
type PoolType = keyof typeof pools;
const types = Object.keys(pools) as PoolType[];
const fields: readonly Field[] = types.map((type) => ({ name: type, type }));
const field = fc.constantFrom(...fields);
const anyScalar = fc.constantFrom<Scalar>(...Object.values(pools).flat());

/** A value that suits the type, or now and then any other. */
function suitable(type: PoolType): fc.Arbitrary<Scalar> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<Scalar>(...pools[type]) },
    { weight: 1, arbitrary: anyScalar },
  );
}

/** Something of one type together with values that suit it. */
function ofSomeType<T>(make: (of: Field, value: fc.Arbitrary<Scalar>) => fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof(...types.map((type) => make({ name: type, type }, suitable(type))));
}

const pattern = fc.constantFrom("*", "a*", "*b", "?", "a", "A", "É*", "*a*b*", "", "k", "1.*", "??");
const lucene = fc.constantFrom("a.*", ".", "~(a.*)&@", "[ab]+", "(a", "é", "#", "<1-5>", "^a$", "k", "\\w+", "b");
const java = fc.constantFrom("a.*", ".", "[ab]+", "(?=a)", "é", "^a$", "k", "\\w+", "a|b");
const block = fc.constantFrom("10.0.0.0/8", "10.6.48.157/8", "10.0.0.1", "::/0", "::1", "nonsense", "0.0.0.0/0");
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });

function testOf(value: fc.Arbitrary<Scalar>): fc.Arbitrary<Test> {
  return fc.oneof(
    fc.constant<Test>({ kind: "exists" }),
    value.map((of): Test => ({ kind: "equals", value: of })),
    fc.record({ kind: fc.constant("oneOf" as const), values: some(value), ignoreCase: fc.boolean() }),
    fc.record({ kind: fc.constant("wildcard" as const), patterns: some(pattern), ignoreCase: fc.boolean() }),
    fc.record({ kind: fc.constant("regex" as const), patterns: some(lucene), ignoreCase: fc.boolean() }),
    fc.record({ kind: fc.constant("compare" as const), operator: fc.constantFrom("<", "<=", ">", ">="), value }),
    some(block).map((blocks): Test => ({ kind: "cidr", blocks })),
  );
}
const testAtom = ofSomeType((of, value) => testOf(value).map((test): TestAtom => ({ kind: "test", field: of, test })));

const operator = fc.constantFrom<Comparison>("==", "!=", "<", "<=", ">", ">=");
const literal = (value: fc.Arbitrary<Scalar | null>) =>
  fc.record({ kind: fc.constant("literal" as const), value, floating: fc.boolean() });

/** Conditions as rules have them: a field, or one function of it, against values that suit it. */
const plainCondition: fc.Arbitrary<Expression> = ofSomeType((of, value) => {
  const self = fc.constant<Expression>({ kind: "field", field: of });
  const operand: fc.Arbitrary<Expression> = fc.oneof(
    self,
    self.map((arg): Expression => ({ kind: "call", name: "string", ignoreCase: false, args: [arg] })),
    fc.record({
      kind: fc.constant("arithmetic" as const),
      operator: fc.constantFrom("+", "-", "*", "/", "%"),
      left: self,
      right: literal(fc.constantFrom<Scalar>(2, 3, 0)),
    }),
  );
  const ignoreCase = fc.boolean();
  return fc.oneof<fc.Arbitrary<Expression>[]>(
    fc.record({ kind: fc.constant("comparison" as const), operator, left: operand, right: literal(value) }),
    fc.record({ kind: fc.constant("comparison" as const), operator, left: literal(value), right: operand }),
    fc.record({ kind: fc.constant("in" as const), operand, values: some(literal(value)), ignoreCase }),
    patternOn(operand),
  );
});

function patternOn(operand: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const ignoreCase = fc.boolean();
  const kind = fc.constant("pattern" as const);
  return fc.oneof(
    fc.record({ kind, operand, syntax: fc.constant("wildcard" as const), patterns: some(pattern), ignoreCase }),
    fc.record({ kind, operand, syntax: fc.constant("javaRegex" as const), patterns: some(java), ignoreCase }),
  );
}

const names = Object.keys(functions) as FunctionName[];

const { expression } = fc.letrec<{ expression: Expression; condition: Expression; operand: Expression }>((tie) => ({
  expression: fc.oneof({ maxDepth: 4, depthSize: "small" }, tie("condition"), tie("operand")),
  operand: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    field.map((of): Expression => ({ kind: "field", field: of })),
    literal(fc.option(anyScalar)),
    fc
      .record({
        kind: fc.constant("call" as const),
        name: fc.constantFrom(...names),
        ignoreCase: fc.boolean(),
        args: fc.array(tie("operand"), { minLength: 4, maxLength: 4 }),
        surplus: fc.nat(3),
      })
      .map(({ surplus, args, ...call }): Expression => {
        const { least, most } = functions[call.name].arity;
        return { ...call, args: args.slice(0, Math.min(most, least + surplus)) };
      }),
    tie("expression").map((operand): Expression => ({ kind: "negate", operand })),
    fc.record({
      kind: fc.constant("arithmetic" as const),
      operator: fc.constantFrom("+", "-", "*", "/", "%"),
      left: tie("operand"),
      right: tie("operand"),
    }),
  ),
  condition: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    plainCondition,
    fc.record({ kind: fc.constant("comparison" as const), operator, left: tie("operand"), right: tie("operand") }),
    tie("operand").map((operand): Expression => ({ kind: "isNull", operand })),
    fc.record({
      kind: fc.constant("in" as const),
      operand: tie("operand"),
      values: some(tie("operand")),
      ignoreCase: fc.boolean(),
    }),
    patternOn(tie("operand")),
    fc.record({ kind: fc.constantFrom("and" as const, "or" as const), operands: some(tie("expression")) }),
    tie("expression").map((operand): Expression => ({ kind: "not", operand })),
  ),
}));

/** Conditions on members of one element of the nested field `elements`, which has a member of each type. */
const elementAtom: fc.Arbitrary<Predicate> = some(
  fc.tuple(
    ofSomeType((of, value) =>
      testOf(value).map((test): TestAtom => ({ kind: "test", field: { ...of, name: `elements.${of.name}` }, test })),
    ),
    fc.boolean(),
  ),
).map((members) => {
  const conditions = members.map(([atom, holds]) => (holds ? atom : build.not(atom)));
  return build.element({ name: "elements", type: "nested" }, build.and(...conditions));
});

const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 4, depthSize: "medium" },
    testAtom,
    elementAtom,
    fc.tuple(fc.oneof(plainCondition, expression), fc.boolean()).map(([of, numbered]): Predicate => {
      const body = numbered ? numberMentions(of) : of;
      return { kind: "expression", fields: fieldsOfExpression(body), expression: body };
    }),
    fc.boolean().map((value): Predicate => ({ kind: "constant", value })),
    fc.record({ kind: fc.constantFrom("and" as const, "or" as const), operands: some(tie("predicate")) }),
    tie("predicate").map((operand): Predicate => ({ kind: "not", operand })),
  ),
}));

type Document = Readonly<Partial<Record<string, EcsValue>>>;

const members: Readonly<Record<string, fc.Arbitrary<EcsValue>>> = Object.fromEntries(
  types.map((type) => {
    const item = fc.oneof({ weight: 9, arbitrary: suitable(type) }, { weight: 1, arbitrary: fc.constant(null) });
    const value: fc.Arbitrary<EcsValue> = fc.oneof(item, fc.array(item, { maxLength: 3 }));
    return [type, value];
  }),
);
const elements = fc.array(fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<EcsValue>, { maxLength: 3 });

const document: fc.Arbitrary<Document> = fc.record({ ...members, elements }, { requiredKeys: [] });

/** The document as it is read in earnest, and a view that keeps values of the wrong type. */
function viewsOf(of: Document): EventView[] {
  const known = viewOf(of);
  const raw = (name: string) => [of[name] ?? null].flat().filter((item) => typeof item !== "object") as Scalar[];
  return [known, { values: ({ name }) => raw(name) }];
}

function viewOf(of: Document): EventView {
  return documentView(Object.assign(emptyObject(), of));
}

/** Rebuilds a predicate through the simplifying constructors. */
function rebuilt(of: Predicate): Predicate {
  switch (of.kind) {
    case "constant":
      return build.constant(of.value);
    case "and":
      return build.and(...of.operands.map(rebuilt));
    case "or":
      return build.or(...of.operands.map(rebuilt));
    case "not":
      return build.not(rebuilt(of.operand));
    case "expression":
      return build.expression(of.expression);
    case "test":
      return rebuiltTest(of.field, of.test);
  }
}

function rebuiltTest(of: Field, condition: Test): Predicate {
  switch (condition.kind) {
    case "exists":
      return build.exists(of);
    case "equals":
      return build.equals(of, condition.value);
    case "oneOf":
      return build.oneOf(of, condition.values, condition.ignoreCase);
    case "wildcard":
      return build.wildcard(of, condition.patterns, condition.ignoreCase);
    case "regex":
      return build.regex(of, condition.patterns, condition.ignoreCase);
    case "compare":
      return build.compare(of, condition.operator, condition.value);
    case "cidr":
      return build.cidr(of, condition.blocks);
    case "element":
      return build.element(of, rebuilt(condition.condition));
  }
}

function check(name: string, holds: (of: Predicate, view: EventView) => void): void {
  test(name, (context) => {
    context.diagnostic(`seed ${seed}: EQLITE_SEED=${seed} repeats this run`);
    let met = 0;
    fc.assert(
      fc.property(predicate, fc.array(document, { minLength: 2, maxLength: 4 }), (of, documents) => {
        for (const on of documents) {
          for (const view of viewsOf(on)) {
            if (evaluate(of, view)) met++;
            holds(of, view);
          }
        }
      }),
      { numRuns: runs, seed },
    );
    assert.ok(met > runs / 2, `conditions must be met often to mean anything; met ${met} times`);
  });
}

test("every test on every pair of values: compiled equals reference", () => {
  const values = Object.values(pools).flat() as Scalar[];
  const conditions = (value: Scalar): ScalarTest[] => [
    { kind: "equals", value },
    { kind: "oneOf", values: [value, "b", 3], ignoreCase: false },
    { kind: "oneOf", values: [value], ignoreCase: true },
    { kind: "compare", operator: "<=", value },
    { kind: "wildcard", patterns: [`${value}*`], ignoreCase: true },
    { kind: "cidr", blocks: [String(value)] },
  ];
  for (const of of fields) {
    for (const condition of values.flatMap(conditions)) {
      const compiled = compileTest(of, condition);
      for (const value of values) {
        const shown = () =>
          `${of.name} ${condition.kind} ${String(value)}: ${printPredicate({ kind: "test", field: of, test: condition })}`;
        if (compiled(value) !== passes(of, condition, value)) assert.fail(shown());
      }
    }
  }
});

test("every pattern and comparison of a field, computed: compiled equals reference", () => {
  const values = Object.values(pools).flat() as Scalar[];
  for (const of of fields) {
    const operand: Expression = { kind: "field", field: of };
    const expressions: Expression[] = [true, false].flatMap((ignoreCase) => [
      { kind: "pattern", operand, syntax: "wildcard", patterns: ["É*", "*b"], ignoreCase },
      { kind: "pattern", operand, syntax: "javaRegex", patterns: ["É.*", "a"], ignoreCase },
      { kind: "in", operand, values: values.map((value) => ({ kind: "literal", value })), ignoreCase },
      { kind: "arithmetic", operator: "/", left: operand, right: { kind: "literal", value: 2, floating: ignoreCase } },
    ]);
    for (const expression of expressions) {
      const compiled = compileExpression(expression, [of]);
      for (const value of values) {
        const reference = evaluateExpression(expression, () => value);
        assert.equal(compiled([value]), reference, `${printExpression(expression)} on ${of.name} ${String(value)}`);
      }
    }
  }
});

check("compiled equals reference", (of, view) => {
  assert.equal(compile(of)(view), evaluate(of, view), printPredicate(of));
});

check("simplifying constructors and interning change no answer", (of, view) => {
  const expected = evaluate(of, view);
  assert.equal(evaluate(rebuilt(of), view), expected, printPredicate(of));
  const table = new AtomTable();
  table.intern(rebuilt(of));
  assert.equal(evaluate(table.intern(of), view), expected, printPredicate(of));
});

check("possible never contradicts evaluate, and decides once all is known", (of, view) => {
  const truth = evaluate(of, view) ? "yes" : "no";
  for (let hidden = 0; hidden < types.length; hidden += 3) {
    const isHidden = (name: string) => types.indexOf(name as PoolType) >= hidden;
    const partly = possible(of, (asked) => (isHidden(asked.name) ? undefined : view.values(asked)));
    assert.ok(partly === "maybe" || partly === truth, `${partly} for ${printPredicate(of)}`);
  }
  assert.equal(
    possible(of, (asked) => view.values(asked)),
    truth,
  );
});

check("explain agrees with evaluate, and only a match has reasons", (of, view) => {
  const truth = evaluate(of, view);
  assert.equal(explain(of, view).truth, truth);
  if (!truth) assert.deepEqual(whyMatched(of, view), []);
});
