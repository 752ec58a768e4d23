import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../cli/runCli.ts";
import { proseLines, readPage } from "./markdown.ts";

function sourceTexts(folder = join(root, "src")): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? [] : sourceTexts(path);
    return entry.name.endsWith(".ts") ? [readFileSync(path, "utf8")] : [];
  });
}

const texts = sourceTexts();

/** The codes that stand in quotes in the sources: those that can be emitted. */
function emitted(prefix: string): string[] {
  const codes = texts.flatMap((text) => [...text.matchAll(/["'`]([A-Z]+\d{3})["'`]/g)].map((match) => match[1]!));
  return [...new Set(codes)].filter((code) => code.startsWith(prefix)).sort();
}

/** The codes that have a heading of their own on a page. */
function documented(page: string, prefix: string): string[] {
  const headings = proseLines(readPage(page)).filter((line) => line.startsWith("### "));
  return headings.flatMap((line) => line.match(new RegExp(`${prefix}\\d{3}`, "g")) ?? []);
}

const pages = [
  ["INPUT", "docs/input-problems.md"],
  ["PROOF", "docs/proof.md"],
] as const;

describe("diagnostic codes", () => {
  for (const [prefix, page] of pages) {
    test(`${prefix}: what is emitted is what ${page} explains, each once`, () => {
      const codes = emitted(prefix);
      assert.ok(codes.length >= 8, `only ${codes.length} codes found`);
      assert.deepEqual(documented(page, prefix).sort(), codes);
    });
  }

  test("every reason for which a normaliser rejects a record is explained", () => {
    const reasons = new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/kind: "(?:rejected|skipped)",\s*reason: "([^"]+)"/g)].map((match) => match[1]!),
      ),
    );
    assert.ok(reasons.size >= 8, [...reasons].join());
    const page = readPage("docs/input-problems.md").lines.join("\n");
    for (const reason of reasons) assert.ok(page.includes(`\`${reason}\``), reason);
  });

  test("every input reason is named beside its code", () => {
    const text = readFileSync(join(root, "src/io/inputProblem.ts"), "utf8");
    const headings = proseLines(readPage("docs/input-problems.md")).filter((line) => line.startsWith("### "));
    const kinds = [...text.matchAll(/^ {2}"?([^":\n]+)"?: \["(INPUT\d{3})"/gm)];
    assert.ok(kinds.length >= 18);
    for (const [, reason, code] of kinds) assert.ok(headings.includes(`### ${code} ${reason}`), `${code} ${reason}`);
  });
});
