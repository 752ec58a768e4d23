import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../cli/runCli.ts";
import { isExcerpt } from "./cuts.ts";
import { type CodeBlock, codeBlocks, runPages } from "./markdown.ts";
import { shellOutput } from "./shell.ts";

/**
 * What a page shows of a file or of an output is checked when a comment before the block says where it is from:
 * `from FILE` for lines (`…` for those left out), `part of line N of FILE` and `part of line N of $ COMMAND` for a part
 * of a JSON document.
 */
const source = /^(?:from (?<file>\S+)|part of line (?<line>\d+) of (?:\$ (?<command>.+)|(?<document>\S+)))$/;

function linesOf(path: string): string[] {
  return readFileSync(join(root, path), "utf8").split("\n");
}

function verify(block: CodeBlock, where: string): void {
  const { file, line, command, document } = source.exec(block.comment!)!.groups!;
  if (file !== undefined) {
    assert.ok(isExcerpt(block.lines, linesOf(file)), `${where}: not what ${file} says`);
    return;
  }
  const lines = command === undefined ? linesOf(document!) : shellOutput(command);
  const whole = JSON.parse(lines[Number(line) - 1]!);
  assertPart(JSON.parse(block.lines.join("\n")), whole, where);
}

/** Every member shown is there with the same value; arrays are shown whole. */
function assertPart(part: unknown, whole: unknown, where: string): void {
  if (typeof part !== "object" || part === null || Array.isArray(part)) {
    assert.deepEqual(part, whole, where);
    return;
  }
  assert.ok(typeof whole === "object" && whole !== null, where);
  for (const [key, value] of Object.entries(part)) {
    assert.ok(Object.hasOwn(whole, key), `${where}.${key} is not there`);
    assertPart(value, (whole as Record<string, unknown>)[key], `${where}.${key}`);
  }
}

for (const page of runPages()) {
  for (const block of codeBlocks(page)) {
    if (block.comment === undefined || !source.test(block.comment)) continue;
    test(`${page.path}:${block.line}: ${block.comment}`, () => verify(block, `${page.path}:${block.line}`));
  }
}
