import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { compileRule } from "../../../src/rule/compileRule.ts";
import { starvedOf, streamsOf } from "../../../src/rule/reach.ts";
import { load, tomlRule } from "./ruleFixtures.ts";

function starved(...lines: string[]): string | undefined {
  const text = tomlRule('language = "kuery"', 'index = ["logs-github.audit-*"]', ...lines);
  const { runnable } = compileRule(load(text).rules[0]!, defaultCatalogue);
  assert.ok(runnable !== undefined);
  assert.deepEqual(streamsOf(runnable), ["github.audit"]);
  return starvedOf(runnable, ["github.audit"]);
}

const query = 'query = "event.action: git.clone"';
const newTerms = (...fields: string[]) => [
  'type = "new_terms"',
  query,
  "[rule.new_terms]",
  'field = "new_terms_fields"',
  `value = ${JSON.stringify(fields)}`,
  "[[rule.new_terms.history_window_start]]",
  'field = "history_window_start"',
  'value = "now-7d"',
];
const threshold = (field: string, cardinality: string, value = 2) => [
  'type = "threshold"',
  query,
  "[rule.threshold]",
  `field = ["${field}"]`,
  "value = 1",
  "[[rule.threshold.cardinality]]",
  `field = "${cardinality}"`,
  `value = ${value}`,
];

test("a rule starves whose condition needs a field that the data stream never has", () => {
  assert.equal(starved('type = "query"', 'query = "source.ip: *"'), "source.ip");
  assert.equal(starved('type = "query"', 'query = "not source.ip: *"'), undefined);
});

test("so does one whose terms are never there, for an event without one of them is left out", () => {
  assert.equal(starved(...newTerms("user.name", "github.repo")), undefined);
  assert.equal(starved(...newTerms("github.repo", "source.ip")), "source.ip");
});

test("and one whose groups or counted values are never there", () => {
  assert.equal(starved(...threshold("user.name", "github.repo")), undefined);
  assert.equal(starved(...threshold("source.ip", "github.repo")), "source.ip");
  assert.equal(starved(...threshold("user.name", "source.ip")), "source.ip");
});

test("a group on a nested field is there where a field below it is", () => {
  const text = tomlRule(
    'type = "query"',
    'language = "kuery"',
    'index = ["logs-gcp.audit-*"]',
    'query = "gcp.audit.authorization_info: { granted: false }"',
  );
  const { runnable } = compileRule(load(text).rules[0]!, defaultCatalogue);
  assert.equal(starvedOf(runnable!, ["gcp.audit"]), undefined);
});
