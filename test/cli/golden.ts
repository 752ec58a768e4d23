import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { CliResult } from "./runCli.ts";

const folder = new URL("../golden/cli/", import.meta.url);

/** Compares a run with `test/golden/cli/<name>.txt`, which `EQLITE_GOLDEN=write` writes anew. */
export function cliGolden(name: string, command: string, { status, stdout, stderr }: CliResult): void {
  const parts = [
    `$ eqlite ${command}`,
    stdout,
    ...(stderr === "" ? [] : ["--- standard error", stderr]),
    `--- exit code ${status}`,
    "",
  ];
  const actual = parts.map((part) => part.replace(/\n$/, "")).join("\n");
  const file = new URL(`${name}.txt`, folder);
  if (process.env["EQLITE_GOLDEN"] === "write") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, actual);
  }
  assert.equal(actual, readFileSync(file, "utf8"));
}
