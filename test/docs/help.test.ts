import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { exitCode } from "../../src/cli/exitCode.ts";
import { root, runCli } from "../cli/runCli.ts";
import { isWriting, readPage, tableBelow } from "./markdown.ts";

const folder = join(root, "test/golden/help");

/** The commands that `eqlite --help` lists, in its order; `help` itself has no page of its own. */
function commandsOf(help: string): string[] {
  const list = help.slice(help.indexOf("\nCommands:\n"));
  return [...list.matchAll(/^ {2}([a-z]+)\b/gm)].map((match) => match[1]!).filter((name) => name !== "help");
}

const top = runCli(["--help"]);
assert.equal(top.status, 0, `dist does not start, \`npm run build\`:\n${top.stderr}`);
const commands = commandsOf(top.stdout);
const names = ["eqlite", ...commands.map((name) => `eqlite-${name}`)];
const helps = new Map(names.map((name) => [name, name === "eqlite" ? top : runCli([name.split("-")[1]!, "--help"])]));

describe("help", () => {
  for (const name of names) {
    test(`test/golden/help/${name}.txt`, () => {
      const { stdout, stderr, status } = helps.get(name)!;
      assert.equal(status, 0);
      assert.equal(stderr, "");
      const file = join(folder, `${name}.txt`);
      if (isWriting) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, stdout);
      }
      assert.equal(stdout, readFileSync(file, "utf8"), "`npm run golden` writes it anew");
    });
  }

  test("no page is left of a command that is gone", () => {
    for (const file of readdirSync(folder)) {
      const isKnown = names.includes(file.replace(/\.txt$/, ""));
      if (!isKnown && isWriting) rmSync(join(folder, file));
      else assert.ok(isKnown, `test/golden/help/${file}`);
    }
  });

  test("every command has one sentence, an example and its exit codes", () => {
    assert.ok(commands.length >= 3);
    for (const command of commands) {
      const { stdout } = helps.get(`eqlite-${command}`)!;
      assert.match(stdout, /\n {2}\$ .*eqlite /, `${command}: no example`);
      assert.match(stdout, /Exit codes?: 0 /, `${command}: no exit codes`);
    }
  });
});

test("the README lists every exit code as the source has it", () => {
  const documented = tableBelow(readPage("README.md"), "exit codes").map(([code]) => Number(code));
  assert.deepEqual(
    documented,
    Object.values(exitCode).sort((a, b) => a - b),
  );
});

test("the README lists every command", () => {
  const documented = tableBelow(readPage("README.md"), "commands").map(([name]) => /^`eqlite (\w+)/.exec(name!)?.[1]);
  assert.deepEqual(documented.sort(), [...commands].sort());
});
