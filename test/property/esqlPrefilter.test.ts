import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { documentView } from "../../src/ecs/event.ts";
import type { EcsObject } from "../../src/ecs/value.ts";
import { compile, prefilter } from "../../src/language/esql/index.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import { checkedOf, rowOf } from "../unit/language/esql/esqlQuery.ts";
import { numRuns } from "./numRuns.ts";

const texts = ["a", "A", "b", "ki", "\u212ai", "Ki", "i", "\u0130", "\u0130x", "ix", "", "a*", "é", "É"];
const numbers = [0, 1, 2, 2.5, -1];
const dates = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"];
const addresses = ["198.51.100.1", "198.51.100.200", "2001:db8::1"];

const several = <T>(values: readonly T[]) =>
  fc.option(fc.array(fc.constantFrom(...values), { maxLength: 3 }), { nil: undefined });

const documents = fc.record(
  {
    name: several(texts),
    other: several(texts),
    number: several(numbers.map(Math.trunc)),
    ratio: several(numbers),
    "@timestamp": several(dates),
    ip: several(addresses),
    flag: several([true, false]),
  },
  { requiredKeys: [] },
);

const quoted = (text: string) => JSON.stringify(text);
const textList = fc.array(fc.constantFrom(...texts.map(quoted), "null"), { minLength: 1, maxLength: 3 });

/** What gives a text: columns of the source, their copies, their lower case, one value of several. */
const textOperand = fc.constantFrom(
  "name",
  "other",
  "copy",
  "lower",
  "TO_LOWER(name)",
  "TO_UPPER(name)",
  "COALESCE(name, other)",
);
const patterns = fc.constantFrom('"a*"', '"*i"', '"i?"', '"k*"', '"*"', '"a\\\\*"', '"é*"', '"?i*"');

const leaf = fc.oneof(
  fc
    .tuple(textOperand, fc.constantFrom("==", "!=", "<", ">="), fc.constantFrom(...texts))
    .map(([a, op, b]) => `${a} ${op} ${quoted(b)}`),
  fc
    .tuple(fc.constantFrom(...texts), fc.constantFrom("==", "<"), textOperand)
    .map(([a, op, b]) => `${quoted(a)} ${op} ${b}`),
  fc.tuple(textOperand, textOperand).map(([a, b]) => `${a} == ${b}`),
  fc
    .tuple(textOperand, fc.constantFrom("IN", "NOT IN"), textList)
    .map(([a, op, list]) => `${a} ${op} (${list.join(", ")})`),
  fc.tuple(textOperand, fc.constantFrom("LIKE", "NOT LIKE"), patterns).map(([a, op, b]) => `${a} ${op} ${b}`),
  fc.tuple(textOperand, fc.constantFrom('"[ak].*"', '".?i"', '"a|b"')).map(([a, b]) => `${a} RLIKE ${b}`),
  fc
    .tuple(fc.constantFrom("STARTS_WITH", "ENDS_WITH"), textOperand, fc.constantFrom(...texts))
    .map(([f, a, b]) => `${f}(${a}, ${quoted(b)})`),
  fc
    .tuple(
      fc.constantFrom("name", "lower", "number", "flag", "expanded", "COALESCE(name, other)"),
      fc.constantFrom("IS NULL", "IS NOT NULL"),
    )
    .map((parts) => parts.join(" ")),
  fc
    .tuple(
      fc.constantFrom("number", "ratio"),
      fc.constantFrom("==", "!=", "<", "<=", ">", ">="),
      fc.constantFrom("0", "1", "2.5", "2"),
    )
    .map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constantFrom("==", "<", ">="), fc.constantFrom(...dates))
    .map(([op, date]) => `@timestamp ${op} ${quoted(date)}`),
  fc.constantFrom(
    "@timestamp > NOW() - 1 day",
    "flag",
    "NOT flag",
    "flag == false",
    'KQL("name: a or number > 1")',
    "expanded == 1",
    "expanded != 1",
  ),
  fc.constantFrom(
    'CIDR_MATCH(ip, "198.51.100.0/25")',
    'NOT CIDR_MATCH(ip, "198.51.100.0/25")',
    'ip == "2001:db8::1"',
    'ip != "198.51.100.1"',
  ),
  fc.constantFrom(
    "LENGTH(name) > 1",
    "MV_COUNT(name) > 1",
    'CASE(flag, name, other) == "a"',
    'REPLACE(name, "a", "b") == "b"',
    'taken == "a"',
    "number + 1 > ratio",
  ),
);

const condition = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => `(${a} AND ${b})`),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => `(${a} OR ${b})`),
    tie("any").map((a) => `NOT (${a})`),
  ),
})).any as fc.Arbitrary<string>;

/** Full-text functions must stand before MV_EXPAND. */
const columns = 'EVAL copy = name, lower = TO_LOWER(other) | GROK name "(?<taken>a)"';

const query = fc.tuple(condition, condition).map(([first, second]) => {
  const early = first.replaceAll("expanded", "number");
  const late = second.replaceAll(/KQL\("[^"]*"\)/g, "flag");
  return `FROM l METADATA _id | ${columns} | WHERE ${early} | EVAL expanded = number | MV_EXPAND expanded | WHERE ${late} | KEEP _id`;
});

const nowMs = Date.UTC(2026, 0, 2);

describe("dropping documents early", () => {
  test("accepts and the prefilter hold of every document that has a part in the answer", () => {
    fc.assert(
      fc.property(query, fc.array(documents, { minLength: 1, maxLength: 8 }), (text, all) => {
        const checked = checkedOf(text);
        const compiled = compile(checked);
        const filter = prefilter(checked);
        const numbered = all.map((document, at) => ({ ...document, _id: String(at) }) as unknown as EcsObject);
        const { rows } = compiled.run(numbered.map(rowOf), { nowMs });
        const used = new Set(rows.map(([id]) => id));
        for (const document of numbered) {
          if (!used.has(document["_id"] as string)) continue;
          assert.ok(compiled.accepts(rowOf(document)), `accepts: ${text}`);
          assert.ok(evaluate(filter, documentView(document)), `prefilter: ${text}`);
        }
      }),
      { numRuns: numRuns(400) },
    );
  });

  test("what is accepted is in the answer when nothing asks the clock or looks beyond a row", () => {
    fc.assert(
      fc.property(condition, documents, (one, document) => {
        const text = `FROM l | ${columns} | WHERE ${one.replaceAll("expanded", "number")}`;
        fc.pre(!text.includes("NOW"));
        const compiled = compile(checkedOf(text));
        const row = rowOf(document as EcsObject);
        assert.equal(compiled.accepts(row), compiled.run([row], { nowMs }).rows.length === 1, text);
      }),
      { numRuns: numRuns(400) },
    );
  });

  test("the usual conditions come through whole", () => {
    const said = (text: string) =>
      evaluate(prefilter(checkedOf(`FROM l | WHERE ${text}`)), documentView({ name: "b" } as EcsObject));
    for (const text of [
      'name == "a"',
      'name IN ("a", "c")',
      'TO_LOWER(name) == "a"',
      'name LIKE "a*"',
      "number > 1",
      "other IS NOT NULL",
      'other != "a"',
    ]) {
      assert.equal(said(text), false, text);
    }
    for (const text of ['name == "b"', 'TO_LOWER(name) == "b"', 'name != "b"']) assert.equal(said(text), true, text);
  });
});
