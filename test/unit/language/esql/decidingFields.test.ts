import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../../src/ecs/catalogue.ts";
import { decidingFields } from "../../../../src/language/esql/index.ts";
import { understandEsql } from "../../../../src/rule/understandEsql.ts";

const from = "FROM logs-aws.cloudtrail-*";
const cases: readonly (readonly [note: string, commands: string, fields: readonly string[]])[] = [
  ["a condition", '| WHERE event.action == "a" | KEEP source.geo.city_name', ["event.action"]],
  ["a group", "| STATS n = COUNT(*) BY user.name", ["user.name"]],
  [
    "values that are only given out",
    "| STATS v = VALUES(source.geo.city_name), n = COUNT(*) BY user.name",
    ["user.name"],
  ],
  [
    "a count that is asked, and the filter of it",
    '| STATS n = COUNT_DISTINCT(source.ip) WHERE event.action == "a" | WHERE n > 1',
    ["event.action", "source.ip"],
  ],
  ["through EVAL, one column upon another", '| EVAL a = TO_LOWER(user.name), b = a | WHERE b == "x"', ["user.name"]],
  [
    "computed of aggregates",
    "| STATS d = MAX(event.risk_score) - MIN(event.severity) | EVAL e = d | WHERE e > 1",
    ["event.risk_score", "event.severity"],
  ],
  ["KQL()", '| WHERE KQL("source.as.number: 64500")', ["source.as.number"]],
];

for (const [note, commands, fields] of cases) {
  test(`a query decides by ${note}`, () => {
    const { checked, diagnostics } = understandEsql({ name: "query", text: `${from} ${commands}` }, defaultCatalogue);
    assert.ok(checked !== undefined, JSON.stringify(diagnostics.map(({ message }) => message)));
    assert.deepEqual([...new Set(decidingFields(checked).map(({ name }) => name))].sort(), [...fields].sort());
  });
}
