/** Everything CI guards, in the order of cost: format and lint, types, layers, tests (docs among them). */
import { spawnSync } from "node:child_process";

const steps = [
  ["format and lint", "node_modules/@biomejs/biome/bin/biome", ["ci", "--error-on-warnings", "."]],
  ["types", "node_modules/typescript/bin/tsc", ["-p", "tsconfig.json"]],
  [
    "layers",
    "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
    ["--config", ".dependency-cruiser.cjs", "src"],
  ],
  ["tests", "scripts/test.mjs", []],
];
for (const [name, program, args] of steps) {
  console.log(`# ${name}`);
  const done = spawnSync(process.execPath, [program, ...args], { stdio: "inherit" });
  if (done.status !== 0) {
    console.error(`check failed at: ${name}`);
    process.exit(done.status ?? 1);
  }
}
