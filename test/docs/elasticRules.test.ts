import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../cli/runCli.ts";
import { readCases } from "../elastic/readCases.ts";

const text = readFileSync(join(root, "docs/elastic-rules.md"), "utf8");
const cases = readCases();

test("docs/elastic-rules.md names each rule with its own cases", () => {
  const sections = [...text.matchAll(/^Rule `([\w-]+)`, \[\w+\]\(\.\.\/test\/elastic\/cases\/([\w/]+\.yaml)\)/gm)];
  assert.ok(sections.length >= 12);
  for (const [, rule, file] of sections) assert.equal(cases.find((each) => each.file === file)?.rule, rule, file);
});

test("docs/elastic-rules.md counts the rules that have cases", () => {
  const [, stated, folders] = /^For (\d+) of the rules [^:]*: ([\s\S]*?) files in$/m.exec(text)!;
  assert.equal(Number(stated), new Set(cases.map(({ rule }) => rule)).size);
  const counts = new Map<string, number>();
  for (const { file } of cases) {
    const folder = file.slice(0, file.indexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const shown = [...counts].sort().map(([folder, count]) => `${count} ${folder}`);
  assert.equal(folders!.replaceAll("\n", " "), shown.join(", "));
});
