import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../../golden/diagnostics/", import.meta.url);

/** Compares with `test/golden/diagnostics/<name>.txt`; `EQLITE_GOLDEN=write` writes the file instead. */
export function diagnosticGolden(name: string, actual: string): void {
  const file = new URL(`${name}.txt`, folder);
  if (process.env["EQLITE_GOLDEN"] === "write") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${actual}\n`);
  }
  assert.equal(`${actual}\n`, readFileSync(file, "utf8"));
}
