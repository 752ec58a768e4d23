import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { compileRule } from "../../src/rule/compileRule.ts";
import { formatQueryFile, formatRuleFile } from "../../src/rule/formatRules.ts";
import { lintChecks, lintQuery, lintRule } from "../../src/rule/lint/index.ts";
import { loadRules } from "../../src/rule/load.ts";
import { readTable } from "../../src/rule/readTable.ts";
import { understandEsql } from "../../src/rule/understandEsql.ts";
import { understandKuery } from "../../src/rule/understandKuery.ts";
import { understandQuery } from "../../src/rule/understandQuery.ts";
import type { Diagnostic } from "../../src/text/diagnostic.ts";
import { root } from "../cli/runCli.ts";
import { apiRule, noLists, tomlRule } from "../unit/rule/ruleFixtures.ts";

const folder = join(root, "docs/diagnostics");
const families = ["EQL", "ESQL", "KQL", "RULE", "LINT", "FMT"] as const;

interface Page {
  readonly code: string;
  readonly title: string;
  /** The heading of each section to its text. */
  readonly sections: ReadonlyMap<string, string>;
}

function readPage(name: string): Page {
  const text = readFileSync(join(folder, name), "utf8");
  const [head = "", ...rest] = text.split(/^## /m);
  const heading = /^# ([A-Z]+\d{3}): (.+)\n\n$/.exec(head);
  assert.ok(heading, `${name} starts with its code and a title`);
  const sections = rest.map((section) => {
    const [title = "", ...lines] = section.split("\n");
    return [title, lines.join("\n").trim()] as const;
  });
  return { code: heading[1]!, title: heading[2]!, sections: new Map(sections) };
}

const pages = readdirSync(folder)
  .filter((name) => name !== "README.md")
  .sort()
  .map((name) => ({ name, ...readPage(name) }));

interface Snippet {
  /** `eql`, `kql`, `esql`, or the format and how the snippet is completed: `toml`, `toml whole`, `json rule`, `json exception`, `json table`. */
  readonly kind: string;
  readonly text: string;
}

function snippetOf(page: Page, section: "Avoid" | "Prefer"): Snippet {
  const text = page.sections.get(section) ?? "";
  const fence = /```([a-z ]+)\n([\s\S]*?)\n```/.exec(text);
  assert.ok(fence, `${page.code} has a snippet to ${section.toLowerCase()}`);
  return { kind: fence[1]!, text: fence[2]! };
}

/** Everything that eqlite says about a snippet. */
function diagnosticsOf({ kind, text }: Snippet): readonly Diagnostic[] {
  switch (kind) {
    case "eql":
      return ofQuery(text);
    case "eql fmt":
      return formatQueryFile({ name: "query.eql", text }).diagnostics;
    case "toml fmt":
      return formatRuleFile({ name: "rule.toml", text: tomlRule(...text.split("\n")) }).diagnostics;
    case "kql":
      return understandKuery({ name: "query.kql", text }, defaultCatalogue).diagnostics;
    case "esql":
      return understandEsql({ name: "query.esql", text }, defaultCatalogue).diagnostics;
    case "json table":
      return readTable("table", { name: "table.ndjson", text }).diagnostics;
    case "toml":
      return ofRules(tomlRule(...text.split("\n")));
    case "toml whole":
    case "yaml whole":
    case "json whole":
      return ofRules(text);
    case "json rule":
      return ofRules(text.split("\n").map(completed).join("\n"));
    case "json exception":
      return ofRules(`${JSON.stringify({ ...apiRule, exceptions_list: [reference] })}\n${exceptionItem(text)}`);
    default:
      throw new Error(`unknown kind of snippet: ${kind}`);
  }
}

function ofQuery(text: string): readonly Diagnostic[] {
  const { query, diagnostics } = understandQuery({ name: "query.eql", text }, defaultCatalogue);
  return query === undefined ? diagnostics : [...diagnostics, ...lintQuery({ query, catalogue: defaultCatalogue })];
}

function ofRules(text: string): readonly Diagnostic[] {
  const { rules, diagnostics } = loadRules({ name: "rule", text }, noLists);
  const ofEach = rules.flatMap((rule) => [
    ...compileRule(rule, defaultCatalogue).diagnostics,
    ...lintRule(rule, defaultCatalogue),
  ]);
  return [...diagnostics, ...ofEach];
}

/** A rule in JSON that says only what matters, with the rest; the text is kept, so that repeated keys stay. */
function completed(line: string): string {
  const own = Object.keys(JSON.parse(line) as object);
  const rest = Object.entries(apiRule).filter(([key]) => !own.includes(key));
  return `{${rest.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(", ")}, ${line.slice(1)}`;
}

const reference = { id: "1", list_id: "l", namespace_type: "single", type: "detection" };

function exceptionItem(text: string): string {
  const own = JSON.parse(text) as object;
  return JSON.stringify({ list_id: "l", name: "trusted", item_id: "i", type: "simple", ...own });
}

function codesOf(diagnostics: readonly Diagnostic[]): string[] {
  return [...new Set(diagnostics.map(({ code }) => code))].sort();
}

describe("a page for each diagnostic", () => {
  for (const page of pages) {
    if (page.sections.has("Not shown")) continue;
    test(`${page.code}: what to avoid gives it, what to prefer is clean`, () => {
      const companions = [...(page.sections.get("Avoid") ?? "").matchAll(/^With it comes \[([A-Z]+\d{3})\]/gm)];
      const wanted = [page.code, ...companions.map((match) => match[1]!)].sort();
      assert.deepEqual(codesOf(diagnosticsOf(snippetOf(page, "Avoid"))), wanted);
      assert.deepEqual(codesOf(diagnosticsOf(snippetOf(page, "Prefer"))), []);
    });
  }

  test("every code that can be emitted has one", () => {
    const emitted = emittedCodes();
    assert.ok(emitted.length > 120, `only ${emitted.length} codes found`);
    assert.deepEqual(
      pages.map(({ code }) => code),
      emitted,
    );
  });

  test("each says why, and shows nothing only for a reason", () => {
    for (const { code, name, sections } of pages) {
      assert.equal(name, `${code}.md`);
      assert.ok((sections.get("Why") ?? "").length > 40, `${code} says why`);
      const shown = sections.has("Avoid") && sections.has("Prefer");
      const excused = (sections.get("Not shown") ?? "").length > 20;
      assert.ok(shown !== excused, `${code} shows both snippets, or says why not`);
    }
  });

  test("the page of a check is titled as the check is named", () => {
    for (const { code, name } of lintChecks) assert.equal(pages.find((page) => page.code === code)?.title, name, code);
  });
});

/** The codes that stand in quotes in the sources. */
function emittedCodes(): string[] {
  const codes = sourceTexts(join(root, "src")).flatMap((text) =>
    [...text.matchAll(/["'`]([A-Z]+\d{3})["'`]/g)].map((match) => match[1]!),
  );
  return [...new Set(codes)].filter((code) => families.some((family) => code.startsWith(family))).sort();
}

function sourceTexts(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const child = join(path, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? [] : sourceTexts(child);
    return entry.name.endsWith(".ts") ? [readFileSync(child, "utf8")] : [];
  });
}

const introductions: Readonly<Record<(typeof families)[number], string>> = {
  EQL: "Queries in EQL: what does not parse or compile.",
  ESQL: "Queries in ES|QL: what does not parse or compile.",
  KQL: "Queries in KQL: what does not parse or compile.",
  RULE: "Rule files, exceptions and value lists.",
  LINT: "Queries that compile and are not what was meant. Found by `eqlite check`.",
  FMT: "Queries that `eqlite fmt` leaves as they are.",
};

function index(): string {
  const parts = families.map((family) => {
    const rows = pages
      .filter(({ code }) => code.startsWith(family))
      .map(({ code, title }) => `- [${code}](${code}.md) ${title}`);
    return `## ${family}\n\n${introductions[family]}\n\n${rows.join("\n")}\n`;
  });
  const about = [
    "# Diagnostics",
    "",
    "A page for each code: what to avoid, what to prefer, and why. Codes are permanent. The snippets are run by a test: the",
    "first gives exactly the code, the second gives none. A snippet in TOML shows the lines of `[rule]` that matter, one in",
    "JSON the keys that matter; the rest is that of any rule.",
    "",
  ];
  return `${about.join("\n")}\n${parts.join("\n")}`;
}

test("the index lists the pages; EQLITE_GOLDEN=write writes it anew", () => {
  const path = join(folder, "README.md");
  if (process.env["EQLITE_GOLDEN"] === "write") writeFileSync(path, index());
  assert.equal(readFileSync(path, "utf8"), index());
});
