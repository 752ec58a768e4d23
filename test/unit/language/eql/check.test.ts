import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueOf, defaultCatalogue } from "../../../../src/ecs/catalogue.ts";
import type { Catalogue, Field } from "../../../../src/ecs/field.ts";
import { check } from "../../../../src/language/eql/check.ts";
import { signatures } from "../../../../src/language/eql/functions.ts";
import { parse } from "../../../../src/language/eql/parser.ts";
import { functions } from "../../../../src/predicate/functions.ts";
import type { Diagnostic } from "../../../../src/text/diagnostic.ts";

const fields: readonly Field[] = [
  { name: "pid", type: "long" },
  { name: "name", type: "keyword" },
  { name: "note", type: "text" },
  { name: "addr", type: "ip" },
  { name: "at", type: "date" },
];
const small = catalogueOf(fields);

function checked(text: string, catalogue: Catalogue = small) {
  const source = { name: "<query>", text };
  const parsed = parse(source);
  assert.deepEqual(parsed.diagnostics, []);
  return check(parsed.query!, source, { catalogue });
}

function only(text: string, catalogue?: Catalogue): Diagnostic {
  const { diagnostics, query } = checked(text, catalogue);
  assert.equal(diagnostics.length, 1);
  assert.equal(query === null, diagnostics[0]!.severity === "error");
  return diagnostics[0]!;
}

test("check: a slip in a column names what was meant", () => {
  const { help } = only('any where event.actoin == "x"', defaultCatalogue);
  assert.equal(help, "did you mean `event.action`?");
  assert.equal(only("any where pld == 1").help, "did you mean `pid`?");
});

test("check: a column that is near nothing is offered the optional form", () => {
  assert.equal(only("any where zzzzzz == 1").help, "write `?zzzzzz` if the field may be missing from the mapping");
});

test("check: functions of Endgame's EQL get what to write instead", () => {
  const help = (call: string) => only(`any where ${call}`).help;
  assert.equal(help('wildcard(name, "a*")'), 'write `field like~ ("pattern*", …)`');
  assert.equal(help('match(name, "a.*")'), 'write `field regex~ ("pattern", …)`');
  assert.match(help('arrayContains(name, "a")')!, /^write `field == value`/);
  assert.match(help("safe(name)")!, /^leave `safe/);
});

test("check: a slip in a function names what was meant", () => {
  assert.equal(only('any where startWith(name, "x")').help, "did you mean `startsWith`?");
});

test("check: a value in place of a condition is offered the question for a value", () => {
  assert.equal(only("any where pid").help, "to ask for a value, write `pid != null`");
  assert.equal(only('any where not pid and name == "x"').help, "to ask for a value, write `pid != null`");
});

test("check: an invalid regular expression says why at the literal", () => {
  const { labels } = only('any where name regex ("a", "b(")');
  assert.deepEqual(labels[0]!.span, { start: 27, end: 31 });
  assert.notEqual(labels[0]!.message, "");
});

test("check: types that share no value are a warning, and the query remains", () => {
  const { diagnostics, query } = checked('any where pid == "abc"');
  assert.deepEqual(
    diagnostics.map(({ code, severity, labels }) => [code, severity, labels[0]!.message]),
    [["EQL120", "warning", "never true"]],
  );
  assert.notEqual(query, null);
});

test("check: every mistake is reported, ordered by place", () => {
  const { diagnostics } = checked('any where zzzzzz == 1 and pid : "1" and length(note) > 1 and at > "soon"');
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ["EQL101", "EQL104", "EQL102", "EQL115"],
  );
});

test("check: errors are capped, also behind warnings", () => {
  const slips = Array.from({ length: 500 }, (_, at) => `zz${at} == 1`).join(" and ");
  assert.equal(checked(`any where ${slips}`).diagnostics.length, 50);
  const never = Array.from({ length: 200 }, () => 'pid == "x"').join(" and ");
  const { diagnostics, query } = checked(`any where ${never} and zzzzzz == 1`);
  assert.equal(query, null);
  assert.equal(diagnostics.filter(({ severity }) => severity === "error").length, 1);
});

test("check: a long list with a mistake in every item stays cheap", () => {
  const list = new Array(16_000).fill("1").join(", ");
  const { diagnostics } = checked(`any where name in (${list})`);
  assert.equal(diagnostics.length, 50);
  assert.ok(diagnostics.every(({ message }) => message.length < 300));
});

test("check: nesting as deep as the parser allows does not overflow", () => {
  const sum = new Array(900).fill("1").join(" + ");
  const deep = `${"(".repeat(150)}pid${" + 1)".repeat(150)}`;
  assert.notEqual(checked(`any where pid == ${sum} and ${deep} > 1`).query, null);
});

test("check: the checker and the evaluator know the same functions with the same arity", () => {
  const known = signatures.map(({ name, parameters, optional, repeats }) => {
    const most = repeats ? Number.POSITIVE_INFINITY : parameters.length;
    return [name, parameters.length - optional, most] as const;
  });
  const evaluated = Object.entries(functions).map(([name, { arity }]) => [name, arity.least, arity.most] as const);
  assert.deepEqual(known.map(String).sort(), evaluated.map(String).sort());
});

test("check: the category's field must be mapped, unless the category is any", () => {
  assert.equal(only("process where true").message, "unknown column [event.category]");
  assert.notEqual(checked("any where true").query, null);
});

test("check: a sequence that `with runs` makes enormous is refused", () => {
  const items = new Array(101).fill("[any where true] with runs=100").join(" ");
  assert.equal(only(`sequence ${items}`).message, "a sequence of 10100 steps");
});
