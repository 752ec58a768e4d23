import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { datasets } from "../../src/normalize/record.ts";
import { compileRule } from "../../src/rule/compileRule.ts";
import { root } from "../cli/runCli.ts";
import { ruleOf, sourceOf } from "./detectionRows.ts";
import { readPage, tableBelow } from "./markdown.ts";

/** A rule of each type, with no more than the type needs. */
const ruleTypes: Readonly<Record<string, string>> = {
  eql: 'type = "eql"\nlanguage = "eql"\nquery = \'any where event.action == "CreateSnapshot"\'',
  query: 'type = "query"\nlanguage = "kuery"\nquery = "event.action : CreateSnapshot"',
  saved_query: 'type = "saved_query"\nlanguage = "kuery"\nsaved_id = "a-saved-query"',
  threshold:
    'type = "threshold"\nlanguage = "kuery"\nquery = "event.action : CreateSnapshot"\n[rule.threshold]\nfield = ["user.name"]\nvalue = 5',
  new_terms:
    'type = "new_terms"\nlanguage = "kuery"\nquery = "event.action : CreateSnapshot"\n[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["user.name"]\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-14d"',
  esql: 'type = "esql"\nlanguage = "esql"\nquery = "from logs-aws.cloudtrail-* | limit 1"',
  machine_learning: 'type = "machine_learning"\nanomaly_threshold = 50\nmachine_learning_job_id = ["rare"]',
  threat_match:
    'type = "threat_match"\nlanguage = "kuery"\nquery = "*:*"\nthreat_index = ["logs-ti_*"]\nthreat_query = "*:*"\nthreat_language = "kuery"\n[[rule.threat_mapping]]\n[[rule.threat_mapping.entries]]\nfield = "source.ip"\ntype = "mapping"\nvalue = "threat.indicator.ip"',
};

function ruleText(type: string): string {
  return `[metadata]
creation_date = "2026/03/10"
maturity = "production"
updated_date = "2026/03/10"

[rule]
author = ["eqlite"]
description = "A rule of its type."
index = ["logs-aws.cloudtrail-*"]
name = "A Rule"
risk_score = 21
rule_id = "5d8a60b4-31f5-4a52-9d3c-9d7ad0ad8c11"
severity = "low"
${ruleTypes[type]}
`;
}

test("the README says of each rule type whether it runs, and why not", () => {
  const rows = tableBelow(readPage("README.md"), "rule types");
  const documented = new Map(rows.map(([type, answer]) => [type!.replaceAll("`", ""), answer!]));
  assert.deepEqual([...documented.keys()].sort(), Object.keys(ruleTypes).sort());
  for (const [type, answer] of documented) {
    const { runnable, unsupported } = compileRule(
      ruleOf({ name: "rule.toml", text: ruleText(type) }),
      defaultCatalogue,
    );
    assert.ok(runnable !== undefined || unsupported !== undefined, type);
    assert.equal(answer.startsWith("runs"), runnable !== undefined, `${type}: ${unsupported?.reason ?? "it runs"}`);
  }
});

test("docs/sources.md names every shape, stream and refusal", () => {
  const page = readPage("docs/sources.md").lines.join("\n");
  const union = /export type Shape =([^;]+);/.exec(sourceOf("src/normalize/record.ts").text)![1]!;
  const shapes = [...union.matchAll(/"([^"]+)"/g)].map((match) => match[1]!);
  assert.ok(shapes.length >= 8);
  const refused = [...sourceOf("src/normalize/azureRoute.ts").text.matchAll(/^ {2}"(azure\.[a-z_]+)": /gm)];
  assert.ok(refused.length >= 9);
  for (const name of [...shapes, ...datasets, ...refused.map((match) => match[1]!)]) {
    assert.ok(page.includes(`\`${name}\``), name);
  }
});

test("the README's map names every folder of src and every folder at the top", () => {
  const map = tableBelow(readPage("README.md"), "folders").map(([name]) => name!);
  const shown = map.join(" ");
  const folders = (path: string, under: string) =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(?:\.|node_modules$|dist$|build$)/.test(entry.name))
      .map(({ name }) => `${under}${name}/`);
  for (const name of [...folders(".", ""), ...folders("src", "src/")]) {
    if (name !== "src/") assert.ok(shown.includes(`\`${name}\``), name);
  }
  for (const [, path] of shown.matchAll(/`([^`]+\/)`/g)) assert.ok(existsSync(join(root, path!)), path);
});
