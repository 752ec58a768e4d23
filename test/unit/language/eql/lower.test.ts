import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueOf } from "../../../../src/ecs/catalogue.ts";
import type { Field } from "../../../../src/ecs/field.ts";
import { check } from "../../../../src/language/eql/check.ts";
import { lower } from "../../../../src/language/eql/lower.ts";
import { luceneWildcardParts } from "../../../../src/language/eql/luceneWildcard.ts";
import { parse } from "../../../../src/language/eql/parser.ts";
import type { Predicate, Test } from "../../../../src/predicate/predicate.ts";
import { printPredicate } from "../../../../src/predicate/print.ts";
import type { Query } from "../../../../src/predicate/query.ts";

const name: Field = { name: "name", type: "keyword" };
const addr: Field = { name: "addr", type: "ip" };
const at: Field = { name: "at", type: "date" };
const pid: Field = { name: "pid", type: "long" };
const category: Field = { name: "event.category", type: "keyword" };
const catalogue = catalogueOf([name, addr, at, pid, category, { name: "flag", type: "boolean" }]);

function lowered(text: string): Query {
  const source = { name: "<query>", text };
  const parsed = parse(source);
  assert.deepEqual(parsed.diagnostics, []);
  const { query, diagnostics } = check(parsed.query!, source, { catalogue });
  assert.deepEqual(diagnostics, []);
  return lower(query!);
}

function predicateOf(condition: string): Predicate {
  const query = lowered(`any where ${condition}`);
  assert.equal(query.kind, "event");
  return (query as Extract<Query, { kind: "event" }>).predicate;
}

const tested = (field: Field, test: Test): Predicate => ({ kind: "test", field, test });

test("lower: conditions on one plain field are tests of that field", () => {
  assert.deepEqual(predicateOf('name == "a"'), tested(name, { kind: "equals", value: "a" }));
  assert.deepEqual(
    predicateOf('name in~ ("a", "b")'),
    tested(name, { kind: "oneOf", values: ["a", "b"], ignoreCase: true }),
  );
  assert.deepEqual(predicateOf('name : "a*"'), tested(name, { kind: "wildcard", patterns: ["a*"], ignoreCase: true }));
  assert.deepEqual(predicateOf("5 <= pid"), tested(pid, { kind: "compare", operator: ">=", value: 5 }));
  assert.deepEqual(predicateOf("name != null"), tested(name, { kind: "exists" }));
  assert.deepEqual(predicateOf('addr == "10.0.0.0/8"'), tested(addr, { kind: "cidr", blocks: ["10.0.0.0/8"] }));
  assert.deepEqual(
    predicateOf('at >= "2026-01-01"'),
    tested(at, { kind: "compare", operator: ">=", value: Date.UTC(2026, 0, 1) }),
  );
});

test("lower: inequality is the negation of equality", () => {
  const equal = predicateOf('name == "a"');
  for (const text of ['name != "a"', 'not name == "a"', 'not not name != "a"', '(name == "a") == false']) {
    assert.deepEqual(predicateOf(text), { kind: "not", operand: equal });
  }
});

test("lower: text functions on a plain field are pattern tests", () => {
  const pattern = (text: string) => tested(name, { kind: "wildcard", patterns: [text], ignoreCase: false });
  assert.deepEqual(predicateOf('stringContains(name, "a")'), pattern("*a*"));
  assert.deepEqual(predicateOf('stringContains(name, "a?b")'), pattern("*a?b*"));
  assert.deepEqual(predicateOf('endsWith(name, "a")'), pattern("*a"));
  assert.deepEqual(predicateOf('startsWith(name, "a")'), pattern("a*"));
});

test("lower: a literal star that a wildcard test cannot hold becomes a call or a regular expression", () => {
  assert.equal(predicateOf('stringContains(name, "a\\\\*b")').kind, "expression");
  assert.deepEqual(
    predicateOf('startsWith~(name, "a*.")'),
    tested(name, { kind: "regex", patterns: ["a\\*\\..*"], ignoreCase: true }),
  );
});

test("lower: wildcard patterns part as Lucene reads them", () => {
  const shown = (pattern: string) =>
    luceneWildcardParts(pattern).map((part) => (part.kind === "text" ? part.text : `<${part.kind}>`));
  assert.deepEqual(shown("a*b?"), ["a", "<run>", "b", "<one>"]);
  assert.deepEqual(shown("a\\*b"), ["a*b"]);
  assert.deepEqual(shown("**"), ["<run>"]);
  assert.deepEqual(shown("\\\\a\\q"), ["\\aq"]);
  assert.deepEqual(shown("a\\"), ["a\\"]);
});

test("lower: a category is a test of its own before the condition", () => {
  const query = lowered("process where pid == 1");
  assert.ok(query.kind === "event" && query.predicate.kind === "and");
  assert.deepEqual(query.predicate.operands[0], tested(category, { kind: "equals", value: "process" }));
});

test("lower: constants and literals fold", () => {
  assert.deepEqual(predicateOf("true"), { kind: "constant", value: true });
  assert.deepEqual(predicateOf('?zzz == "a"'), { kind: "constant", value: false });
  assert.deepEqual(predicateOf('?zzz != "a"'), { kind: "constant", value: true });
  assert.deepEqual(predicateOf("?zzz == null"), { kind: "constant", value: true });
  assert.deepEqual(predicateOf("pid == 2 + 3 * 4"), tested(pid, { kind: "equals", value: 14 }));
  assert.deepEqual(predicateOf('"a" == "b" or pid == 1'), tested(pid, { kind: "equals", value: 1 }));
});

test("lower: what is unknown of every event leaves an or and undoes an and", () => {
  const pidIsOne = tested(pid, { kind: "equals", value: 1 });
  assert.equal(predicateOf('not (name == "a" and pid == 1)').kind, "not");
  assert.deepEqual(predicateOf('not (?zzz : "a" or pid == 1)'), { kind: "not", operand: pidIsOne });
  assert.deepEqual(predicateOf('not (?zzz : "a" and pid == 1)'), { kind: "constant", value: false });
  assert.deepEqual(predicateOf('not (?zzz == "a" and pid == 1)'), { kind: "constant", value: true });
  assert.deepEqual(predicateOf('not (?zzz : "a" or 1 == 2)'), { kind: "constant", value: false });
});

test("lower: a chain of constant comparisons takes time in proportion to its length", () => {
  const chain = `${"(".repeat(100)}1 == 1${") == true".repeat(100)}`;
  assert.deepEqual(predicateOf(chain), { kind: "constant", value: true });
});

test("lower: a sequence has its runs written out and its keys in order", () => {
  const query = lowered(
    "sequence by pid with maxspan=1m [any where true] by name with runs=3 [any where false] by ?name until [any where flag] by name",
  );
  assert.ok(query.kind === "sequence");
  assert.equal(query.maxspanMs, 60_000);
  assert.deepEqual(
    query.steps.map(({ predicate }) => printPredicate(predicate)),
    [true, true, true, false].map((value) => printPredicate({ kind: "constant", value })),
  );
  assert.deepEqual(query.steps[3]!.keys, [
    { field: pid, optional: false },
    { field: name, optional: true },
  ]);
  assert.equal(query.until!.keys.length, 2);
});

test("lower: a missing event is a missing step, written out as often as it runs", () => {
  const query = lowered("sequence with maxspan=1m ![any where false] with runs=2 [any where true] ![any where flag]");
  assert.ok(query.kind === "sequence");
  assert.deepEqual(
    query.steps.map(({ missing }) => missing),
    [true, true, undefined, true],
  );
});

test("lower: a sample has its items as steps and its keys in order", () => {
  const query = lowered("sample by pid [any where true] by name [any where false] by ?name");
  assert.ok(query.kind === "sample");
  assert.deepEqual(query.steps, [
    {
      predicate: { kind: "constant", value: true },
      keys: [
        { field: pid, optional: false },
        { field: name, optional: false },
      ],
    },
    {
      predicate: { kind: "constant", value: false },
      keys: [
        { field: pid, optional: false },
        { field: name, optional: true },
      ],
    },
  ]);
});

test("lower: pipes are folded, and absent without any", () => {
  assert.deepEqual(lowered("any where true | head 2 * 3 | tail -1 + 1").pipes, [
    { kind: "head", count: 6 },
    { kind: "tail", count: 0 },
  ]);
  assert.ok(!("pipes" in lowered("any where true")));
});
