import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, test } from "node:test";
import { root } from "../cli/runCli.ts";
import { allPages, type Page, proseLines, readPage } from "./markdown.ts";

/** Targets of inline links, images and reference definitions that lead into the repository. */
function relativeLinks(page: Page): { target: string; line: number }[] {
  return proseLines(page).flatMap((text, i) => {
    const inline = [...text.replace(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map((match) => match[1]!);
    const defined = /^\[[^\]]+\]:\s*(\S+)/.exec(text)?.[1];
    return [...inline, ...(defined === undefined ? [] : [defined])]
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => ({ target, line: i + 1 }));
  });
}

/** The fragments that GitHub gives a page's headings. */
function fragmentsOf(page: Page): Set<string> {
  const found = new Map<string, number>();
  const fragments = new Set<string>();
  for (const text of proseLines(page)) {
    const heading = /^#{1,6}\s+(.*)$/.exec(text)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const before = found.get(slug) ?? 0;
    found.set(slug, before + 1);
    fragments.add(before === 0 ? slug : `${slug}-${before}`);
  }
  return fragments;
}

function verify(page: Page, target: string, where: string): void {
  const [path = "", fragment] = target.split("#");
  const linked = path === "" ? page.path : relative(root, join(root, dirname(page.path), decodeURIComponent(path)));
  assert.ok(!linked.startsWith(".."), `${where}: ${target} leads out of the repository`);
  assert.ok(existsSync(join(root, linked)), `${where}: ${target} is not there`);
  if (fragment === undefined || !linked.endsWith(".md")) return;
  assert.ok(fragmentsOf(readPage(linked)).has(fragment), `${where}: ${linked} has no heading #${fragment}`);
}

describe("links into the repository", () => {
  for (const page of allPages()) {
    const links = relativeLinks(page);
    if (links.length === 0) continue;
    test(page.path, () => {
      for (const { target, line } of links) verify(page, target, `${page.path}:${line}`);
    });
  }
});

test("every page of docs/ can be reached from the README", () => {
  const reached = new Set(["README.md"]);
  const pending = ["README.md"];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const { target } of relativeLinks(readPage(path))) {
      const linked = relative(root, join(root, dirname(path), target.split("#")[0]!));
      if (!linked.endsWith(".md") || reached.has(linked) || !existsSync(join(root, linked))) continue;
      reached.add(linked);
      pending.push(linked);
    }
  }
  const docs = allPages().filter(({ path }) => /^docs\/[^/]+\.md$/.test(path));
  assert.deepEqual(
    docs.map(({ path }) => path).filter((path) => !reached.has(path)),
    [],
  );
});
