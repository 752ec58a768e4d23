import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatRuleFile } from "../../../src/rule/formatRules.ts";
import { lineOf, tomlRule } from "./ruleFixtures.ts";

function block(query: string): string {
  return `query = '''\n${query}\n''' # kept`;
}

const queryRule = (language: string, type: string, query: string, ...more: string[]) =>
  tomlRule(`type = "${type}"`, `language = "${language}"`, block(query), 'note = "a  b"', ...more);

interface Case {
  readonly name: string;
  readonly file: (query: string) => string;
  readonly written: string;
  readonly laidOut: string;
}

const cases: readonly Case[] = [
  {
    name: "KQL",
    file: (query) => queryRule("kuery", "query", query),
    written: 'event.action:("CreateSnapshot"   or DeleteSnapshot)\n  and not user.name : *admin',
    laidOut: 'event.action: ("CreateSnapshot" or DeleteSnapshot) and not user.name: *admin',
  },
  {
    name: "KQL of a threshold rule without a language",
    file: (query) =>
      queryRule("kuery", "threshold", query, "threshold = {field = [], value = 3}").replace('language = "kuery"\n', ""),
    written: "event.action:CreateSnapshot",
    laidOut: "event.action: CreateSnapshot",
  },
  {
    name: "ES|QL, its comments kept",
    file: (query) => queryRule("esql", "esql", query).replace(/^index = .*\n/m, ""),
    written:
      'from logs-aws.cloudtrail-*\n// snapshots only\n| where event.action=="CreateSnapshot" | stats n=count(*) by user.name',
    laidOut:
      'FROM logs-aws.cloudtrail-*\n// snapshots only\n| WHERE event.action == "CreateSnapshot"\n| STATS n = COUNT(*) BY user.name',
  },
  {
    name: "EQL",
    file: (query) => queryRule("eql", "eql", query),
    written: 'any where event.action=="CreateSnapshot"',
    laidOut: 'any where event.action == "CreateSnapshot"',
  },
];

describe("the queries of rule files", () => {
  for (const { name, file, written, laidOut } of cases) {
    test(`${name} is laid out, and nothing else changes`, () => {
      const formatted = formatRuleFile({ name: "rule.toml", text: file(written) });
      assert.deepEqual(formatted, { text: file(laidOut), diagnostics: [] });
      assert.deepEqual(formatRuleFile({ name: "rule.toml", text: formatted.text }), formatted);
    });
  }

  test("Lucene, an empty query and a rule without one stay as they are", () => {
    const files = [
      queryRule("lucene", "query", "event.action:(a   OR b)"),
      queryRule("kuery", "query", "  "),
      tomlRule(
        'type = "machine_learning"',
        'language = ""',
        'query = ""',
        "index = []",
        "anomaly_threshold = 50",
        'machine_learning_job_id = "j"',
      ),
    ];
    for (const text of files) assert.deepEqual(formatRuleFile({ name: "rule.toml", text }), { text, diagnostics: [] });
  });

  test("a query that does not parse is named at its place, and left", () => {
    const text = queryRule("kuery", "query", "event.action: (a or");
    const formatted = formatRuleFile({ name: "rule.toml", text });
    assert.equal(formatted.text, text);
    assert.deepEqual(
      formatted.diagnostics.map((found) => lineOf(found).split(" | ")[0]),
      ["error KQL005 rule.toml:17:1", "error KQL006 rule.toml:16:15"],
    );
  });

  test("a query of KQL that is not in a block of its own is left", () => {
    const text = tomlRule('type = "query"', 'language = "kuery"', 'query = "event.action:\\"A\\""');
    const formatted = formatRuleFile({ name: "rule.toml", text });
    assert.equal(formatted.text, text);
    assert.deepEqual(
      formatted.diagnostics.map(({ code }) => code),
      ["FMT002"],
    );
  });
});
