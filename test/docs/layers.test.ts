import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../cli/runCli.ts";
import { readPage, tableBelow } from "./markdown.ts";

/** The table of `.dependency-cruiser.cjs`, read as text: folder, then the folders it may import. */
function enforcedLayers(): Map<string, string[]> {
  const text = readFileSync(join(root, ".dependency-cruiser.cjs"), "utf8");
  const table = /const layers = \{([^}]*)\}/.exec(text)![1]!;
  const rows = [...table.matchAll(/"?([\w/]+)"?: \[([^\]]*)\]/g)];
  return new Map(rows.map(([, name, list]) => [name!, [...list!.matchAll(/"([^"]+)"/g)].map((match) => match[1]!)]));
}

test("docs/architecture.md has the layers as they are enforced", () => {
  const enforced = enforcedLayers();
  assert.ok(enforced.size >= 11);
  const rows = tableBelow(readPage("docs/architecture.md"), "layers");
  const documented = rows.map(([name, , imports]) => [
    name!.replaceAll("`", ""),
    imports === "–" ? [] : imports!.split(", "),
  ]);
  assert.deepEqual(documented, [...enforced]);
});
