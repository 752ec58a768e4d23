import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { compileRule } from "../../src/rule/compileRule.ts";
import { loadRules } from "../../src/rule/load.ts";
import type { PlainObject } from "../../src/rule/plain.ts";
import { readExceptionItems } from "../../src/rule/readExceptionItems.ts";
import type { Rule } from "../../src/rule/rule.ts";
import { differences } from "../../src/rule/sameDocument.ts";
import { writeNdjson } from "../../src/rule/writeNdjson.ts";
import { writeToml } from "../../src/rule/writeToml.ts";
import { hasErrors } from "../../src/text/diagnostic.ts";
import { root } from "../cli/runCli.ts";
import { areSound } from "./queryTarget.ts";
import type { Target } from "./target.ts";

const folder = join(root, "detections");
const toml = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".toml"))
  .sort()
  .slice(0, 6)
  .map((name) => readFileSync(join(folder, name)));
const exported = [
  {
    id: "1",
    rule_id: "a",
    name: "R",
    description: "d",
    type: "eql",
    language: "eql",
    query: "any where true",
    severity: "low",
    risk_score: 21,
    index: ["logs-*"],
    exceptions_list: [{ id: "e", list_id: "l", type: "detection", namespace_type: "single" }],
  },
  {
    list_id: "l",
    item_id: "i",
    type: "simple",
    name: "x",
    namespace_type: "single",
    entries: [
      { field: "user.name", operator: "included", type: "match", value: "a" },
      { field: "source.ip", operator: "excluded", type: "list", list: { id: "known", type: "ip_range" } },
      { field: "a", type: "nested", entries: [{ field: "b", operator: "included", type: "exists" }] },
    ],
  },
  { exported_count: 2, exported_rules_count: 1, missing_rules_count: 0 },
];

const words = [
  ...[
    "[rule]",
    "[[rule.threat]]",
    "[metadata]",
    "'''",
    '"""',
    "=",
    "#",
    "[",
    "]",
    "{",
    "}",
    '"',
    "\\",
    "\n",
    ".",
    "query = ",
  ],
  ...[
    'type = "eql"',
    "severity = 1",
    "1979-05-27",
    "inf",
    "nan",
    "0x",
    "[a.b.c]",
    "__proto__ = 1",
    '"__proto__":1',
    "\u0000",
  ],
  ...[
    "[".repeat(100),
    "{a=".repeat(80),
    "a.".repeat(100),
    '"entries":[',
    '"type":"nested"',
    '"list":{',
    "logsource:",
    "null",
  ],
];

/** A rule that was loaded can be written and read again, with the same API document but for what is named. */
function isWritten(rule: Rule): void {
  const ndjson = writeNdjson([rule], { lists: [], items: [], connectors: [] });
  const toml = writeToml(rule, { day: "2026/03/10" });
  for (const { text, diagnostics } of [ndjson, toml]) {
    areSound(diagnostics);
    if (hasErrors(diagnostics)) continue;
    const [again] = loadRules({ name: "again", text }, { catalogue: defaultCatalogue, valueLists: () => [] }).rules;
    assert.ok(again !== undefined || rule.exceptions.length > 0, text);
    if (again === undefined || diagnostics.length > 0) continue;
    assert.deepEqual(differences(rule.parameters as PlainObject, again.parameters as PlainObject), []);
  }
}

/** Rule files: whatever they hold, rules or diagnostics come out, and the diagnostics can be shown. */
export const ruleTarget: Target = {
  name: "rules",
  seeds: [...toml, Buffer.from(exported.map((object) => JSON.stringify(object)).join("\n"))],
  words,
  run: (input) => {
    const source = { name: "rules", text: input.toString("utf8") };
    const valueLists = (id: string) => (id === "known" ? ["10.0.0.0/8", "x"] : undefined);
    const { rules, diagnostics } = loadRules(source, { catalogue: defaultCatalogue, valueLists });
    areSound(diagnostics);
    for (const rule of rules) areSound(compileRule(rule, defaultCatalogue, { nowMs: 0 }).diagnostics);
    rules.forEach(isWritten);
    areSound(readExceptionItems(source).diagnostics);
  },
};
