/** Runs every test file under `test/` with Node's own runner; `--golden` rewrites golden files instead of comparing. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

function testFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? testFiles(path) : path.endsWith(".test.ts") ? [path] : [];
    })
    .sort();
}

const names = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const files = testFiles("test").filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
const env = { ...process.env };
if (process.argv.includes("--golden")) env.EQLITE_GOLDEN = "write";
const done = spawnSync(
  process.execPath,
  ["--import", "tsx", "--test", "--test-concurrency=2", "--test-reporter=spec", ...files],
  {
    stdio: "inherit",
    env,
  },
);
process.exit(done.status ?? 1);
