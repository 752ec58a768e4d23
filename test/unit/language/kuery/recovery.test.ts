import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../../src/ecs/catalogue.ts";
import { setField } from "../../../../src/ecs/document.ts";
import { documentView } from "../../../../src/ecs/event.ts";
import { emptyObject } from "../../../../src/ecs/value.ts";
import { check, lower, parse } from "../../../../src/language/kuery/index.ts";
import { evaluate } from "../../../../src/predicate/evaluate.ts";

/** What is wrong, as `CODE@text under the label`. */
function faults(text: string): string[] {
  const { query, diagnostics } = parse({ name: "<query>", text });
  assert.equal(query === null, diagnostics.length > 0);
  return diagnostics.map(({ code, labels }) => {
    const { start, end } = labels[0]!.span;
    return `${code}@${text.slice(start, end)}`;
  });
}

const cases: readonly (readonly [text: string, ...faults: string[]])[] = [
  ["a: (b or", "KQL006@("],
  ["a: b)", "KQL007@)"],
  ["a: { b: c", "KQL006@{"],
  ['a: "b', 'KQL002@"b'],
  ["a: and c: d", "KQL005@:"],
  ["a: b c: d) or (e: ", "KQL005@:"],
  ['a:: b and c >= and d: "x', "KQL005@:", "KQL005@:"],
  ["a: \\q and b: )", "KQL003@\\q", "KQL005@)", "KQL007@)"],
  ['(a: b or (c: d) and e: "f', 'KQL002@"f', "KQL006@("],
  ["a > (1 or 2)", "KQL005@("],
  ["a: b }) and c: )", "KQL007@}"],
  ['a: b and not c: (d or "e")'],
];

for (const [text, ...wanted] of cases) {
  test(`${JSON.stringify(text)} has ${wanted.length} faults`, () => {
    assert.deepEqual(faults(text), wanted);
  });
}

const nowMs = Date.parse("2026-03-12T14:35:46.789Z");

function holds(text: string, time: string): boolean {
  const source = { name: "<query>", text };
  const checked = check(parse(source).query!, source, { catalogue: defaultCatalogue, nowMs });
  const document = emptyObject();
  setField(document, "@timestamp", time);
  return evaluate(lower(checked.query!).predicate, documentView(document));
}

const before = "2026-03-10T23:59:59.999Z";
const first = "2026-03-11T00:00:00.000Z";
const last = "2026-03-11T23:59:59.999Z";
const after = "2026-03-12T00:00:00.000Z";

for (const [operator, ...wanted] of [
  [">=", false, true, true, true],
  [">", false, false, false, true],
  ["<", true, false, false, false],
  ["<=", true, true, true, false],
  [":", false, true, true, false],
] as const) {
  test(`@timestamp ${operator} "now-1d/d" takes the day whole`, () => {
    assert.deepEqual(
      [before, first, last, after].map((time) => holds(`@timestamp ${operator} "now-1d/d"`, time)),
      wanted,
    );
  });
}
