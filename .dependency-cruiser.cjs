/** The layers of docs/architecture.md, type-only imports included. No exceptions. */
const layers = {
  text: [],
  ecs: ["text"],
  kernel: [],
  predicate: ["text", "ecs"],
  "language/eql": ["text", "ecs", "predicate"],
  "language/kuery": ["text", "ecs", "predicate"],
  "language/esql": ["text", "ecs", "predicate"],
  normalize: ["text", "ecs"],
  rule: ["text", "ecs", "predicate", "language", "normalize"],
  engine: ["text", "ecs", "predicate", "language", "normalize", "rule"],
  testing: ["text", "ecs", "predicate", "language", "normalize", "rule", "engine"],
  io: ["text", "ecs", "kernel", "predicate", "language", "normalize", "rule", "engine", "testing"],
  cli: ["text", "ecs", "kernel", "predicate", "language", "normalize", "rule", "engine", "testing", "io"],
};
const pure = ["text", "ecs", "kernel", "predicate", "language", "normalize", "rule", "engine", "testing"];

module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-orphans", severity: "error", from: { orphan: true, pathNot: "(index|main|eql|scanWorker|nodeDigests|nodeBytes|nodeTextDigests)\\.ts$" }, to: {} },
    {
      name: "pure-core",
      comment: "Everything from text/ to testing/ runs in a browser: no Node module.",
      severity: "error",
      from: { path: `^src/(${pure.join("|")})/` },
      to: { dependencyTypes: ["core"] },
    },
    { name: "tests-stay-out", severity: "error", from: { path: "^src/" }, to: { path: "^(test|bench|scripts)/" } },
    ...Object.entries(layers).map(([folder, allowed]) => ({
      name: `layer-${folder.replace("/", "-")}`,
      severity: "error",
      from: { path: `^src/${folder}/` },
      to: { path: "^src/", pathNot: `^src/(${[folder, ...allowed].join("|")})/` },
    })),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // AssemblyScript: another language, compiled by scripts/generateScanner.mjs.
    exclude: { path: "^src/kernel/assembly/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    detectProcessBuiltinModuleCalls: true,
  },
};
