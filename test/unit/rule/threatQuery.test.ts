import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { setField } from "../../../src/ecs/document.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../../../src/ecs/value.ts";
import { compileRule } from "../../../src/rule/compileRule.ts";
import { loadRules } from "../../../src/rule/load.ts";
import { apiRule, lineOf, noLists } from "./ruleFixtures.ts";

const query = '@timestamp >= "now-30d/d" and event.module: (mine or ti_*) and threat.indicator.ip: *';

function indicator(fields: Readonly<Record<string, EcsValue>>): EcsObject {
  const document = emptyObject();
  for (const [name, value] of Object.entries(fields)) setField(document, name, value);
  return document;
}

const old = indicator({ "@timestamp": "2001-01-01", "event.module": "ti_a", "threat.indicator.ip": "203.0.113.7" });
const fresh = indicator({ "event.module": "mine", "threat.indicator.ip": "203.0.113.8" });
const other = indicator({ "event.module": "other", "threat.indicator.ip": "203.0.113.9" });
const empty = indicator({ "event.module": "mine" });

function indicatorsOf(threatQuery: string, nowMs?: number) {
  const more = {
    type: "threat_match",
    language: "kuery",
    query: "source.ip: *",
    threat_index: ["logs-ti_*"],
    threat_query: threatQuery,
    threat_language: "kuery",
    threat_mapping: [{ entries: [{ field: "source.ip", type: "mapping", value: "threat.indicator.ip" }] }],
  };
  const { rules, diagnostics } = loadRules({ name: "r.json", text: JSON.stringify({ ...apiRule, ...more }) }, noLists);
  assert.deepEqual(diagnostics.filter(({ severity }) => severity === "error").map(lineOf), []);
  const options = { indicators: [old, fresh, other, empty], ...(nowMs === undefined ? {} : { nowMs }) };
  const { runnable, unsupported } = compileRule(rules[0]!, defaultCatalogue, options);
  const execution = runnable?.execution;
  return execution?.kind === "threatMatch" ? execution.indicators : unsupported?.reason;
}

test("a threat query that names `now` selects indicators of any age, whatever the time", () => {
  assert.deepEqual(indicatorsOf(query), [old, fresh]);
  assert.deepEqual(indicatorsOf(query, Date.UTC(2030, 0, 1)), [old, fresh]);
});

test("a threat query that cannot be read leaves the rule not evaluable", () => {
  assert.match(String(indicatorsOf('@timestamp >= "now-30x" and event.module: mine')), /threat query cannot be read/);
});
