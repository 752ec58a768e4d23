/**
 * Makes a fresh clone ready: installs packages when they are absent or older than the lock file, and builds `dist`
 * when a source is newer than the last build. Quiet when there is nothing to do. Needs Node alone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const installed = "node_modules/.eqlite-lock";
const lock = readFileSync("package-lock.json", "utf8");

/** Runs a command with its talk on stderr, so that the output of `demo` and `bench` stays clean. */
function run(command, args) {
  const done = spawnSync(command, args, { stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (done.status !== 0) {
    console.error(`eqlite: \`${command} ${args.join(" ")}\` failed; run it by hand to see why`);
    process.exit(3);
  }
}

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

if (!existsSync(installed) || readFileSync(installed, "utf8") !== lock) {
  run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]);
  writeFileSync(installed, lock);
}
const built = "dist/.built";
if (!existsSync(built) || statSync(built).mtimeMs < newest("src")) run(process.execPath, ["scripts/build.mjs"]);
