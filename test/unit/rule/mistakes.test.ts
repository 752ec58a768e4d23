import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { compileRule } from "../../../src/rule/compileRule.ts";
import { lintQuery, lintRule } from "../../../src/rule/lint/index.ts";
import { loadRules } from "../../../src/rule/load.ts";
import { understandQuery } from "../../../src/rule/understandQuery.ts";
import type { Diagnostic } from "../../../src/text/diagnostic.ts";
import { renderDiagnostic } from "../../../src/text/renderDiagnostic.ts";
import type { Source } from "../../../src/text/source.ts";
import { diagnosticGolden } from "../text/diagnosticGolden.ts";
import { noLists } from "./ruleFixtures.ts";

const folder = new URL("../../../examples/mistakes/", import.meta.url);

function ofQuery(source: Source): readonly Diagnostic[] {
  const { query, diagnostics } = understandQuery(source, defaultCatalogue);
  return query === undefined ? diagnostics : [...diagnostics, ...lintQuery({ query, catalogue: defaultCatalogue })];
}

function ofRules(source: Source): readonly Diagnostic[] {
  const { rules, diagnostics } = loadRules(source, noLists);
  const ofEach = rules.flatMap((rule) => [
    ...compileRule(rule, defaultCatalogue).diagnostics,
    ...lintRule(rule, defaultCatalogue),
  ]);
  return [...diagnostics, ...ofEach];
}

const files = readdirSync(folder).filter((name) => name !== "README.md");
assert.ok(files.length >= 6);
for (const name of files) {
  test(`examples/mistakes/${name}`, () => {
    const source = { name: `examples/mistakes/${name}`, text: readFileSync(new URL(name, folder), "utf8") };
    const diagnostics = name.endsWith(".eql") ? ofQuery(source) : ofRules(source);
    assert.notEqual(diagnostics.length, 0);
    const rendered = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)).join("\n\n");
    diagnosticGolden(`mistake_${name.replace(/[.-]/g, "_")}`, rendered);
  });
}
