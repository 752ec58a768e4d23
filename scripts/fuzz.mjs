/**
 * Gives mutated logs, queries and rule files to the program for a while: `npm run fuzz -- --seconds 60 --seed N`.
 *
 * `--target kuery` takes one alone; `--inputs 2000000` gives each so many, however long that takes. What breaks a promise is kept in `fuzz-findings/`, small inputs go to `test/fuzz/corpus` by hand once they are
 * mended. Ends with 1 when something was found.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { register } from "tsx/esm/api";

register();
const { fuzz, targets } = await import("../test/fuzz/fuzz.ts");
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    inputs: { type: "string" },
    target: { type: "string" },
  },
});
const chosen = targets.filter(({ name }) => values.target === undefined || name === values.target);
const seed = Number(values.seed);
const msEach = (Number(values.seconds) * 1000) / chosen.length;
const inputsEach = values.inputs === undefined ? undefined : Number(values.inputs);
if (!(msEach > 0) || !(inputsEach === undefined || inputsEach > 0) || !Number.isSafeInteger(seed)) {
  console.error(
    `usage: npm run fuzz -- [--seconds 60] [--inputs N] [--seed 1] [--target ${targets.map(({ name }) => name).join("|")}]`,
  );
  process.exit(3);
}
console.log(`seed ${seed}`);
let peakMb = 0;
const watch = setInterval(() => {
  peakMb = Math.max(peakMb, process.memoryUsage().rss / 1e6);
}, 200);
let found = 0;
for (const target of chosen) {
  const start = performance.now();
  const isUnderWay = (inputs) => (inputsEach === undefined ? performance.now() - start < msEach : inputs < inputsEach);
  const report = await fuzz(target, seed, isUnderWay);
  const seconds = (performance.now() - start) / 1000;
  const rate = Math.round(report.inputs / seconds);
  const pace = `${Math.round(seconds)} s, ${rate}/s, slowest ${Math.round(report.slowestMs)} ms`;
  console.log(`${target.name}: ${report.inputs} inputs, ${pace}`);
  for (const { input, message } of report.findings) {
    const file = `fuzz-findings/${target.name}-${++found}`;
    mkdirSync("fuzz-findings", { recursive: true });
    writeFileSync(file, input);
    console.log(`  ${file}: ${message}`);
  }
}
clearInterval(watch);
console.log(`peak memory ${Math.round(Math.max(peakMb, process.resourceUsage().maxRSS / 1000))} MB, ${found} findings`);
process.exitCode = found > 0 ? 1 : 0;
