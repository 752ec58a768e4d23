import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type {
  EqlExpression,
  EqlQuery,
  EventFilter,
  FieldNode,
  SequenceItem,
} from "../../../../src/language/eql/ast.ts";
import { parse } from "../../../../src/language/eql/parser.ts";

/** A tree in short: operators before their operands, fields bare, `?` and `~` where written. */
function show(node: EqlExpression): string {
  switch (node.kind) {
    case "literal":
      return `${node.form === "raw" ? "raw" : node.form === "decimal" ? "double" : ""}${showValue(node.value)}`;
    case "field":
      return showField(node);
    case "call":
      return `(call ${node.name}${node.ignoreCase ? "~" : ""}${node.args.map((arg) => ` ${show(arg)}`).join("")})`;
    case "unary":
      return `(${node.operator} ${show(node.operand)})`;
    case "not":
      return `(not ${show(node.operand)})`;
    case "predicate": {
      const values = node.values.map(show).join(" ");
      return `(${node.negated ? "not-" : ""}${node.operator} ${show(node.operand)} ${node.list ? `[${values}]` : values})`;
    }
    case "comparison":
    case "arithmetic":
      return `(${node.operator} ${show(node.left)} ${show(node.right)})`;
    default:
      return `(${node.kind} ${show(node.left)} ${show(node.right)})`;
  }
}

function showValue(value: unknown): string {
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
}

function showField(field: FieldNode): string {
  return `${field.optional ? "?" : ""}<${field.name}>`;
}

function showEvent({ category, condition }: EventFilter): string {
  return `${category === null ? "any" : category.quoted ? JSON.stringify(category.value) : category.value}: ${show(condition)}`;
}

function showItem(item: SequenceItem): string {
  const by = item.by.map((key) => ` by ${showField(key)}`).join("");
  return `${item.missing ? "!" : ""}[${showEvent(item.event)}]${by}${item.runs === null ? "" : ` x${item.runs.count}`}`;
}

function showQuery(query: EqlQuery): string {
  const pipes = query.pipes.map(({ kind, count }) => ` | ${kind} ${show(count)}`).join("");
  if (query.kind === "event") return showEvent(query.event) + pipes;
  const by = query.by.map((key) => ` by ${showField(key)}`).join("");
  const items = query.items.map(showItem).join(" ");
  if (query.kind === "sample") return `sample${by} ${items}${pipes}`;
  const maxspan = query.maxspan === null ? "" : ` ${query.maxspan.amount} ${query.maxspan.unit}`;
  const until = query.until === null ? "" : ` until ${showItem(query.until)}`;
  return `sequence${by}${maxspan} ${items}${until}${pipes}`;
}

function parsed(text: string): EqlQuery {
  const { query, diagnostics } = parse({ name: "<query>", text });
  assert.deepEqual(diagnostics, []);
  assert.ok(query !== null);
  return query;
}

const conditions: Record<string, [text: string, tree: string][]> = {
  "literals and escapes": [
    ["true", "true"],
    ["x == null", "(== <x> null)"],
    ["x == 0", "(== <x> 0)"],
    ["x == 007", "(== <x> 7)"],
    ["x == 9007199254740991", "(== <x> 9007199254740991)"],
    ["x == 9007199254740993", "(== <x> 9007199254740993n)"],
    ["x == 9223372036854775807", "(== <x> 9223372036854775807n)"],
    ["x == 9223372036854775808", "(== <x> double9223372036854776000)"],
    ["x == 1.5", "(== <x> double1.5)"],
    ["x == 1.", "(== <x> double1)"],
    ["x == .5", "(== <x> double0.5)"],
    ["x == 1e3", "(== <x> double1000)"],
    ["x == 1.5E-1", "(== <x> double0.15)"],
    ['x == "a\\b\\t\\n\\f\\r\\"\\\'\\\\"', '(== <x> "a\\b\\t\\n\\f\\r\\"\'\\\\")'],
    ['x == "\\u0041\\u{1F600}\\u{00000042}"', '(== <x> "A😀B")'],
    ['x == "\\ud83d\\ude00"', '(== <x> "😀")'],
    ['x == ""', '(== <x> "")'],
    ['x == "it\'s // no /* comment"', '(== <x> "it\'s // no /* comment")'],
    ['x == """C:\\Windows\\"""', '(== <x> raw"C:\\\\Windows\\\\")'],
    ['x == """"a""""', '(== <x> raw"\\"a\\"")'],
    ['x == """a"""""', '(== <x> raw"a\\"\\"")'],
    ['x == """"""', '(== <x> raw"")'],
    ['x in ("""a""", """b""")', '(in <x> [raw"a" raw"b"])'],
  ],
  fields: [
    ["a.b.c", "<a.b.c>"],
    ["@timestamp == 1", "(== <@timestamp> 1)"],
    ["_id == a1", "(== <_id> <a1>)"],
    ["`my-field`.`x y`.c", "<my-field.x y.c>"],
    ["`a.b`.c", "<a.b.c>"],
    ["`a``b`", "<a`b>"],
    ["`sequence` > 10", "(> <sequence> 10)"],
    ["?user.name", "?<user.name>"],
    ["?`user`.name", "?<user.name>"],
    ["head and tail and runs and NOT", "(and (and (and <head> <tail>) <runs>) <NOT>)"],
    ["a . b", "<a.b>"],
  ],
  "precedence, tightest first": [
    ['a + b : "x"', '(+ <a> (: <b> "x"))'],
    ['- a : "x"', '(- (: <a> "x"))'],
    ["- a * b", "(* (- <a>) <b>)"],
    ["- - 1 == + 2", "(== (- (- 1)) (+ 2))"],
    ["a + b * c - d / e % f", "(- (+ <a> (* <b> <c>)) (% (/ <d> <e>) <f>))"],
    ["a - b - c", "(- (- <a> <b>) <c>)"],
    ["a + 1 == b - 2", "(== (+ <a> 1) (- <b> 2))"],
    ["(a == b) == c", "(== (== <a> <b>) <c>)"],
    ["a in (1) == true", "(== (in <a> [1]) true)"],
    ["not a == b", "(not (== <a> <b>))"],
    ["not not a", "(not (not <a>))"],
    ["not a and b", "(and (not <a>) <b>)"],
    ["a or b and c or d", "(or (or <a> (and <b> <c>)) <d>)"],
    ["(a or b) and c", "(and (or <a> <b>) <c>)"],
    ["(((a)))", "<a>"],
    ["not (a or b)", "(not (or <a> <b>))"],
  ],
  predicates: [
    ["a in (1, 2)", "(in <a> [1 2])"],
    ["a not in (1)", "(not-in <a> [1])"],
    ["not a in (1)", "(not (in <a> [1]))"],
    ["not a not in~ (1)", "(not (not-in~ <a> [1]))"],
    ['a in~ ("x")', '(in~ <a> ["x"])'],
    ["a in (b or c, -1, f(2))", "(in <a> [(or <b> <c>) (- 1) (call f 2)])"],
    ['a : "x*"', '(: <a> "x*")'],
    ['a:"x*"', '(: <a> "x*")'],
    ['a : ("x", "y")', '(: <a> ["x" "y"])'],
    ['a : ("x")', '(: <a> ["x"])'],
    ["a : null", "(: <a> null)"],
    ['a like "x"', '(like <a> "x")'],
    ['a like~ ("x", "y")', '(like~ <a> ["x" "y"])'],
    ['a regex """x\\d"""', '(regex <a> raw"x\\\\d")'],
    ['a regex~ "x"', '(regex~ <a> "x")'],
    ['f(a) : "x"', '(: (call f <a>) "x")'],
    ['(a + b) : "x"', '(: (+ <a> <b>) "x")'],
    ['"x" : "y"', '(: "x" "y")'],
  ],
  calls: [
    ["f()", "(call f)"],
    ["f ( a , 1 )", "(call f <a> 1)"],
    ['startsWith~(a, "x")', '(call startsWith~ <a> "x")'],
    ["CONCAT(a, b == c) == 1", "(== (call CONCAT <a> (== <b> <c>)) 1)"],
    ["f(g(h(1)))", "(call f (call g (call h 1)))"],
    ["runs(1)", "(call runs 1)"],
  ],
  comments: [
    ["a // b", "<a>"],
    ["a // b\n and c", "(and <a> <c>)"],
    ["/* x /* y */ z */ a /**/ and b", "(and <a> <b>)"],
    ["a /*/ x */", "<a>"],
    ["a // /* \n or b", "(or <a> <b>)"],
  ],
};

describe("conditions", () => {
  for (const [group, cases] of Object.entries(conditions)) {
    describe(group, () => {
      for (const [text, tree] of cases)
        it(text, () => assert.equal(showQuery(parsed(`any where ${text}`)), `any: ${tree}`));
    });
  }
});

describe("queries", () => {
  const cases: [text: string, tree: string][] = [
    ["process where true", "process: true"],
    ['"my category" where true', '"my category": true'],
    ['"""raw""" where true', '"raw": true'],
    ["\r\n\tany\r\nwhere\ttrue\r\n", "any: true"],
    ["sequence [a where b] [c where d]", "sequence [a: <b>] [c: <d>]"],
    ["sequence by x, ?y.z with maxspan=5m [a where b] [c where d]", "sequence by <x> by ?<y.z> 5 m [a: <b>] [c: <d>]"],
    ["sequence with maxspan = 500 ms [a where b] [c where d]", "sequence 500 ms [a: <b>] [c: <d>]"],
    ["sequence with maxspan=1h [a where b] [c where d]", "sequence 1 h [a: <b>] [c: <d>]"],
    ["sequence with maxspan=2d [a where b] [c where d]", "sequence 2 d [a: <b>] [c: <d>]"],
    ["sequence with maxspan=3s [a where b] [c where d]", "sequence 3 s [a: <b>] [c: <d>]"],
    ["sequence [a where b] by x, y [any where d] by ?`z`", "sequence [a: <b>] by <x> by <y> [any: <d>] by ?<z>"],
    ["sequence [a where b] with runs=2", "sequence [a: <b>] x2"],
    ["sequence [a where b] by k with runs=100 [c where d] by k", "sequence [a: <b>] by <k> x100 [c: <d>] by <k>"],
    [
      "sequence by x [a where b] [c where d] until [e where f] by g",
      "sequence by <x> [a: <b>] [c: <d>] until [e: <f>] by <g>",
    ],
    ["sequence\n// one\n[a where (b in (1))]\n/* two */\n[c where d]", "sequence [a: (in <b> [1])] [c: <d>]"],
  ];
  for (const [text, tree] of cases) it(text, () => assert.equal(showQuery(parsed(text)), tree));
});

describe("spans", () => {
  it("are those of the text, parentheses of operands included", () => {
    const text = 'process where (a or b) and not startsWith~(c, "x") and d not in (1)';
    const query = parsed(text);
    assert.ok(query.kind === "event" && query.event.condition.kind === "and");
    const at = ({ span }: { span: { start: number; end: number } }) => text.slice(span.start, span.end);
    const { left, right } = query.event.condition;
    assert.equal(at(query), text);
    assert.equal(at(query.event.category!), "process");
    assert.equal(at(left), '(a or b) and not startsWith~(c, "x")');
    assert.ok(left.kind === "and" && left.right.kind === "not" && left.right.operand.kind === "call");
    assert.equal(at(left.right.operand), 'startsWith~(c, "x")');
    assert.equal(at({ span: left.right.operand.nameSpan }), "startsWith~");
    assert.ok(right.kind === "predicate");
    assert.equal(at(right), "d not in (1)");
    assert.equal(at({ span: right.operatorSpan }), "not in");
  });

  it("of a sequence cover items, keys, maxspan and runs", () => {
    const text = "sequence by ?x.y with maxspan=5m [a where b] by `c` with runs=2 until [d where e] by f";
    const query = parsed(text);
    assert.ok(query.kind === "sequence");
    const at = ({ span }: { span: { start: number; end: number } }) => text.slice(span.start, span.end);
    assert.equal(at(query.by[0]!), "?x.y");
    assert.equal(at(query.maxspan!), "with maxspan=5m");
    assert.equal(at(query.items[0]!), "[a where b] by `c` with runs=2");
    assert.equal(at(query.items[0]!.event), "a where b");
    assert.equal(at(query.items[0]!.runs!), "with runs=2");
    assert.equal(at(query.until!), "[d where e] by f");
  });
});
