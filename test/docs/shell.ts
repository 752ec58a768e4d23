import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, runCli } from "../cli/runCli.ts";

// A build that does not start must neither be compared nor written into the pages.
if (!existsSync(join(root, "dist/cli/main.js")) || runCli(["--version"]).status !== 0) {
  throw new Error("dist is missing or does not start: `npm run build`");
}

/** `eqlite` in a transcript is the build of this tree; both streams come out as a terminal would show them. */
const prelude = `exec 2>&1\neqlite() { "$EQLITE_NODE" dist/cli/main.js "$@"; }\n`;

/**
 * The output of a command as a page shows it: run by `sh` in the repository's folder, without colour, 120 wide, in UTC.
 *
 * Lines without the last line's end.
 */
export function shellOutput(command: string): string[] {
  const done = spawnSync("sh", ["-c", prelude + command], {
    cwd: root,
    encoding: "utf8",
    input: "",
    maxBuffer: 1 << 28,
    env: {
      ...process.env,
      EQLITE_NODE: process.execPath,
      NO_COLOR: "1",
      NODE_OPTIONS: "",
      TZ: "UTC",
      LC_ALL: "C.UTF-8",
    },
  });
  return done.stdout.replace(/\n$/, "").split("\n");
}
