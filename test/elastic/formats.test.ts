import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { describe, test } from "node:test";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { parse as parseEql } from "../../src/language/eql/parser.ts";
import { print as printEql } from "../../src/language/eql/print.ts";
import { parse as parseEsql } from "../../src/language/esql/parser.ts";
import { print as printEsql } from "../../src/language/esql/print.ts";
import { parse as parseKuery } from "../../src/language/kuery/parser.ts";
import { print as printKuery } from "../../src/language/kuery/print.ts";
import { formatRuleFile } from "../../src/rule/formatRules.ts";
import { loadRules } from "../../src/rule/load.ts";
import type { PlainObject } from "../../src/rule/plain.ts";
import type { Rule } from "../../src/rule/rule.ts";
import { differences } from "../../src/rule/sameDocument.ts";
import { writeNdjson } from "../../src/rule/writeNdjson.ts";
import { writeToml } from "../../src/rule/writeToml.ts";
import { checkout, ruleFilesById, skip } from "./checkout.ts";

const options = { day: "2026/03/10" };

function load(name: string, text: string): readonly Rule[] {
  return loadRules({ name, text }, { catalogue: defaultCatalogue, valueLists: () => undefined }).rules;
}

/** The rule of a text that holds one, with the same API document, which is what this is all about. */
function same(rule: Rule, text: string): Rule {
  const [again, ...more] = load(rule.source.name, text);
  assert.ok(again !== undefined && more.length === 0, `${rule.source.name} does not load again`);
  const changed = differences(rule.parameters as PlainObject, again.parameters as PlainObject);
  assert.deepEqual(changed, [], rule.source.name);
  return again;
}

function asNdjson(rule: Rule): string {
  const { text, diagnostics } = writeNdjson([rule], { lists: [], items: [], connectors: [] });
  assert.deepEqual(diagnostics, []);
  return text;
}

function asToml(rule: Rule): string {
  const { text, diagnostics } = writeToml(rule, options);
  assert.deepEqual(diagnostics, []);
  return text;
}

/** A query as its tree prints, whatever its layout. */
function treeOf({ language, query = "" }: Rule): string | undefined {
  const source = { name: "", text: query };
  if (language === "eql") return printEql(parseEql(source).query!);
  if (language === "esql") return printEsql(parseEsql(source).query!);
  return language === "kuery" ? printKuery(parseKuery(source).query!) : query;
}

describe("Elastic's rules in other formats", { skip }, () => {
  const files = [...ruleFilesById().values()];

  test("TOML to NDJSON, TOML to TOML, NDJSON to TOML: the same API document", (context) => {
    for (const file of files) {
      const [rule] = load(relative(checkout!, file), readFileSync(file, "utf8"));
      assert.ok(rule !== undefined, file);
      same(rule, asToml(rule));
      same(rule, asToml(same(rule, asNdjson(rule))));
    }
    context.diagnostic(`${files.length} rules, each written as TOML, as NDJSON, and from that as TOML`);
    assert.ok(files.length > 1000, `only ${files.length} rules`);
  });

  test("laid out queries are the same queries, and stay as they are", (context) => {
    const counts = { changed: 0, left: 0, same: 0 };
    for (const file of files) {
      const source = { name: relative(checkout!, file), text: readFileSync(file, "utf8") };
      const { text, diagnostics } = formatRuleFile(source);
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === "error"),
        [],
        source.name,
      );
      counts[diagnostics.length > 0 ? "left" : text === source.text ? "same" : "changed"]++;
      const [before, after] = [load(source.name, source.text)[0]!, load(source.name, text)[0]!];
      assert.equal(treeOf(after), treeOf(before), source.name);
      assert.equal(formatRuleFile({ ...source, text }).text, text, `${source.name} is laid out twice`);
    }
    context.diagnostic(`${counts.changed} laid out, ${counts.same} were, ${counts.left} left for a comment`);
  });
});
