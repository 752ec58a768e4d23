/**
 * Compares eqlite with other programs that answer the same questions: `npm run differential -- --seed N`.
 *
 * `--only kuery` takes one alone. Needs python3 with pip, whose packages go to a virtual environment below the system's
 * temporary folder, and for KQL a checkout of elastic/detection-rules, named by EQLITE_DETECTION_RULES; what is missing is
 * said, and the comparison skipped. Ends with 1 when there is a difference that no known reason explains.
 */
import { parseArgs } from "node:util";
import { register } from "tsx/esm/api";

register();
const { differentials } = await import("../test/differential/index.ts");
const { pythonWith } = await import("../test/differential/python.ts");
const { values } = parseArgs({ options: { seed: { type: "string", default: "20260310" }, only: { type: "string" } } });
const names = differentials.map(({ name }) => name);
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed) || !(values.only === undefined || names.includes(values.only))) {
  console.error(`usage: npm run differential -- [--seed 1] [--only ${names.join("|")}]`);
  process.exit(3);
}

/** Unexplained differences shown of each comparison. */
const mostShown = 20;
const packages = [...new Set(differentials.flatMap((one) => one.packages))];
console.log(`seed ${seed}`);
for (const { name, about, missing, run } of differentials) {
  if (values.only !== undefined && name !== values.only) continue;
  console.log(`${name}: ${about}`);
  const interpreter = missing() === undefined ? pythonWith(packages) : { missing: missing() };
  if (interpreter.missing !== undefined) {
    console.log(`  skipped: ${interpreter.missing}`);
    continue;
  }
  const { compared, agreed, explained, unexplained } = run(interpreter.python, seed);
  console.log(`  ${compared}: ${agreed} cases agree`);
  for (const [kind, count] of [...explained].sort((a, b) => b[1] - a[1])) console.log(`  ${count} differ: ${kind}`);
  for (const difference of unexplained.slice(0, mostShown)) console.log(`  UNEXPLAINED ${difference}`);
  if (unexplained.length > mostShown) console.log(`  and ${unexplained.length - mostShown} more without explanation`);
  if (unexplained.length > 0) process.exitCode = 1;
}
