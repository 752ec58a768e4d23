/**
 * Builds `dist`: the command line, its worker and the library, each bundled with the packages it uses, so that the
 * published package has no dependencies and starts fast; type declarations; and the licences of what was bundled.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
const typescript = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
const declarations = spawnSync(process.execPath, typescript, { stdio: "inherit" });
if (declarations.status !== 0) process.exit(declarations.status ?? 1);

const common = { bundle: true, format: "esm", outbase: "src", outdir: "dist", metafile: true, logLevel: "warning" };
// CommonJS packages ask for Node's modules by `require`, which an ES module must be given.
const require = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
const nodeTextDigests = {
  name: "node-text-digests",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/textDigests\.ts$/ }, () => ({ path: resolve("src/io/nodeTextDigests.ts") })),
};
const program = await build({
  ...common,
  entryPoints: ["src/cli/main.ts", "src/io/scanWorker.ts"],
  platform: "node",
  target: "node20",
  splitting: true,
  // Node's own digests take a tenth of the time; the library, which runs in browsers, brings its own.
  alias: {
    "@noble/hashes/sha2.js": "./src/io/nodeDigests.ts",
    "@noble/hashes/legacy.js": "./src/io/nodeDigests.ts",
    "@noble/hashes/utils.js": "./src/io/nodeBytes.ts",
  },
  plugins: [nodeTextDigests],
  // Two levels deep like the entries, so that paths relative to a module hold wherever its code ends up.
  chunkNames: "io/chunk-[hash]",
  banner: { js: require },
});
const library = await build({
  ...common,
  entryPoints: ["src/eql.ts"],
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2022",
});
writeFileSync("dist/THIRD_PARTY_LICENSES.txt", licences([program.metafile, library.metafile]));
writeFileSync("dist/.built", "");

/** The licence texts of the packages whose code is in the bundles. */
function licences(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const names = inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort().map(licenceOf).join("\n\n");
}

function licenceOf(name) {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file !== undefined && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `${name} ${version} (${license})\n\n${text}`;
}
