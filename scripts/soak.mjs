/**
 * Tries the properties that carry the engine far oftener than CI does: `npm run soak -- --runs 100000`.
 *
 * The matchers of sequences and samples against those written step by step, compiled conditions against the reference,
 * printing against parsing, records against how their bytes are cut, literals against plain search, and the equivalences
 * of EQL.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { runs: { type: "string", default: "100000" } } });
if (!/^[1-9]\d*$/.test(values.runs)) {
  console.error("usage: npm run soak -- [--runs 100000]");
  process.exit(3);
}
const names = [
  "sequence",
  "sample",
  "compiledEqualsReference",
  "eqlPrint",
  "equivalences",
  "runs",
  "kernel",
  "literalSearch",
];
const files = names.map((name) => `test/property/${name}.test.ts`);
const done = spawnSync(
  process.execPath,
  ["--import", "tsx", "--test", "--test-concurrency=2", "--test-reporter=spec", ...files],
  { stdio: "inherit", env: { ...process.env, EQLITE_RUNS: values.runs } },
);
process.exit(done.status ?? 1);
