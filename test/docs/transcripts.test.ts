import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { agrees, cut } from "./cuts.ts";
import { detectionRows } from "./detectionRows.ts";
import {
  type CodeBlock,
  codeBlocks,
  isWriting,
  type Page,
  readPage,
  runPages,
  tableBelow,
  writePage,
} from "./markdown.ts";
import { shellOutput } from "./shell.ts";

/** A command and the output that the page shows below it. */
interface Step {
  readonly command: string;
  readonly output: readonly string[];
}

function stepsOf(page: Page, block: CodeBlock): Step[] {
  const steps: { command: string; output: string[] }[] = [];
  for (const line of block.lines) {
    if (line.startsWith("$ ")) steps.push({ command: line.slice(2), output: [] });
    else if (steps.length > 0) steps.at(-1)!.output.push(line);
    else throw new Error(`${page.path}:${block.line}: a transcript begins with "$ "`);
  }
  return steps;
}

/** What stands where a person would press return once more is no output. */
function withoutBlankEnd(lines: readonly string[]): string[] {
  const kept = [...lines];
  while (kept.at(-1) === "") kept.pop();
  return kept;
}

/** The step's own lines as they ought to stand; compares them, or takes the actual ones when writing. */
function settle(step: Step, where: string): string[] {
  const actual = withoutBlankEnd(shellOutput(step.command));
  const shown = withoutBlankEnd(step.output);
  if (agrees(shown, actual)) return shown;
  if (!isWriting) {
    assert.equal(actual.join("\n"), shown.join("\n"), `${where}: $ ${step.command}\n\`npm run golden\` writes it anew`);
  }
  assert.ok(
    !shown.some((line) => line.trim() === cut),
    `${where} has cuts (${cut}) and no longer fits: edit it by hand`,
  );
  return actual;
}

function settleBlock(page: Page, block: CodeBlock): string[] {
  const steps = stepsOf(page, block);
  return steps.flatMap((step, i) => {
    const lines = settle(step, `${page.path}:${block.line}`);
    return [`$ ${step.command}`, ...lines, ...(i < steps.length - 1 && lines.length > 0 ? [""] : [])];
  });
}

/** Reads the page anew: another test of this file may have written it. */
function replaceLines(path: string, start: number, count: number, lines: readonly string[]): void {
  writePage({ path, lines: readPage(path).lines.toSpliced(start, count, ...lines) });
}

for (const page of runPages()) {
  const blocks = codeBlocks(page).filter(({ language }) => language === "console");
  if (blocks.length === 0) continue;
  describe(`transcripts of ${page.path}`, () => {
    // Backwards, so that a block that grows does not move those still to come.
    for (const block of [...blocks].reverse()) {
      test(`line ${block.line}: ${block.lines[0]}`, () => {
        const lines = settleBlock(page, block);
        if (isWriting) replaceLines(page.path, block.line, block.lines.length, lines);
      });
    }
  });
}

test("every transcript runs eqlite; other commands stand in shell blocks", () => {
  let count = 0;
  for (const page of runPages()) {
    for (const block of codeBlocks(page)) {
      const where = `${page.path}:${block.line}`;
      if (block.language === "console") {
        for (const { command } of stepsOf(page, block)) {
          assert.match(command, /(?:^|[|;] *)eqlite /, `${where}: ${command}`);
          count++;
        }
      } else if (block.language === "shell") {
        for (const line of block.lines)
          assert.doesNotMatch(line, /^\$ /, `${where}: a shell block shows commands only`);
      }
    }
  }
  assert.ok(count >= 8, `${count} commands`);
});

// Here, and not in a file of its own, since two files are run at once and both would write the README.
test("the README's table of detections is what the detections say", () => {
  const rows = detectionRows();
  const page = readPage("README.md");
  const start = page.lines.indexOf("<!-- detections -->") + 3;
  const shown = tableBelow(page, "detections").length;
  if (isWriting) replaceLines(page.path, start, shown, rows);
  else assert.deepEqual(page.lines.slice(start, start + shown), rows, "`npm run golden` writes it anew");
});
