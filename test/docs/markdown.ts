import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../cli/runCli.ts";

/** A fenced block of a page. */
export interface CodeBlock {
  /** The word behind the fence: `console`, `toml`, …; empty for none. */
  readonly language: string;
  /** The HTML comment on the line before the fence, without its marks. */
  readonly comment: string | undefined;
  /** Line number of the opening fence, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

export interface Page {
  /** Below the repository's folder, `/` between parts. */
  readonly path: string;
  readonly lines: readonly string[];
}

const passedOver = new Set(["node_modules", "dist", ".git"]);

/** Every Markdown page of the repository, sorted by path. */
export function allPages(): Page[] {
  const paths: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !passedOver.has(entry.name)) folders.push(path);
      else if (entry.isFile() && entry.name.endsWith(".md")) paths.push(path);
    }
  }
  return paths.sort().map((path) => readPage(relative(root, path)));
}

/** The pages whose transcripts are run: README, CONTRIBUTING and everything in `docs/`. */
export function runPages(): Page[] {
  return allPages().filter(({ path }) => /^(?:README\.md|CONTRIBUTING\.md|docs\/.*)$/.test(path));
}

/** One page by its path below the repository's folder. */
export function readPage(path: string): Page {
  return { path, lines: readFileSync(join(root, path), "utf8").split("\n") };
}

/** Writes a page anew. */
export function writePage({ path, lines }: Page): void {
  writeFileSync(join(root, path), lines.join("\n"));
}

/** The fenced blocks of a page, in order; fences that are indented do not count. */
export function codeBlocks({ path, lines }: Page): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const fence = /^```(\S*)/.exec(lines[i]!);
    if (fence === null) continue;
    const end = lines.indexOf("```", i + 1);
    if (end < 0) throw new Error(`${path}:${i + 1}: the block is not closed`);
    const comment = /^<!-- (.*) -->$/.exec(lines[i - 1] ?? "")?.[1];
    blocks.push({ language: fence[1]!, comment, line: i + 1, lines: lines.slice(i + 1, end) });
    i = end;
  }
  return blocks;
}

/** The page's text with its fenced blocks blanked, line for line. */
export function proseLines(page: Page): string[] {
  const prose = [...page.lines];
  for (const { line, lines } of codeBlocks(page)) prose.fill("", line - 1, line + lines.length + 1);
  return prose;
}

/** The cells of the rows of the table below a marker comment, head and rule left out. */
export function tableBelow(page: Page, marker: string): string[][] {
  const start = page.lines.indexOf(`<!-- ${marker} -->`);
  if (start < 0) throw new Error(`${page.path} has no <!-- ${marker} -->`);
  const rows: string[][] = [];
  for (let i = start + 1; page.lines[i]?.startsWith("|"); i++) rows.push(cellsOf(page.lines[i]!));
  return rows.slice(2);
}

/** The cells of one row, trimmed; `\|` is a bar in a cell. */
function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** Whether golden texts are to be written instead of compared. */
export const isWriting = process.env["EQLITE_GOLDEN"] === "write";
