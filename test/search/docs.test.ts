import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { root } from "../cli/runCli.ts";
import { type CodeBlock, codeBlocks, readPage, runPages } from "../docs/markdown.ts";

/** A `ts` block of a page that imports the library, and the `text` block behind it: what it prints. */
interface Example {
  readonly name: string;
  readonly block: CodeBlock;
  readonly prints: readonly string[];
}

function examples(): Example[] {
  return runPages().flatMap((page) => {
    const blocks = codeBlocks(page);
    return blocks.flatMap((block, index) => {
      const isExcerpt = block.comment?.startsWith("from ") === true;
      if (block.language !== "ts" || isExcerpt || !block.lines.some((line) => line.includes('"eqlite/eql"'))) return [];
      const next = blocks[index + 1];
      assert.equal(next?.language, "text", `${page.path}:${block.line}: no output is shown`);
      return [{ name: `${page.path}:${block.line}`, block, prints: next.lines }];
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), "eqlite-docs-"));
after(() => rmSync(folder, { recursive: true }));

/** The example as a module that collects what it prints; the library is the sources'. */
function moduleOf({ block }: Example, index: number): string {
  const path = join(folder, `example-${index}.mts`);
  const library = JSON.stringify(join(root, "src/eql.ts"));
  const lines = block.lines.map((line) => line.replace('"eqlite/eql"', library));
  const collector = [
    `import { formatWithOptions } from ${JSON.stringify("node:util")};`,
    "export const printed: string[] = [];",
    'const console = { log: (...values: unknown[]) => void printed.push(...formatWithOptions({}, ...values).split("\\n")) };',
  ];
  writeFileSync(path, [...collector, ...lines].join("\n"));
  return path;
}

const all = examples();
const modules = all.map(moduleOf);

test("there are examples", () => assert.ok(all.length >= 5));

for (const [index, { name, prints }] of all.entries()) {
  test(`${name} prints what is shown`, async () => {
    const { printed } = (await import(pathToFileURL(modules[index]!).href)) as { printed: string[] };
    assert.deepEqual(printed, prints);
  });
}

test("the page names every code of a mapping", () => {
  const source = ["mapping.ts", "mappedField.ts", "inferredCatalogue.ts"]
    .map((name) => readFileSync(join(root, "src/ecs", name), "utf8"))
    .join();
  const emitted = [...new Set(source.match(/MAP\d{3}(?=")/g))].sort();
  assert.equal(emitted.length, 12);
  const table = readPage("docs/library.md").lines.flatMap((line) => line.match(/(?<=^\| )MAP\d{3}/) ?? []);
  assert.deepEqual(table, emitted);
});

test("the examples are sound TypeScript", () => {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)).config;
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(modules, {
    ...options,
    rewriteRelativeImportExtensions: false,
    typeRoots: [join(root, "node_modules/@types")],
  });
  const findings = ts.getPreEmitDiagnostics(program).filter(({ file }) => file?.fileName.startsWith(folder));
  const texts = findings.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  assert.deepEqual(texts, []);
});
