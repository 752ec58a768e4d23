import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line in a process of its own, without colour, in the repository's folder unless told. */
export function runCli(words: readonly string[], options: SpawnSyncOptions = {}): CliResult {
  const done = spawnSync(process.execPath, [`${root}dist/cli/main.js`, ...words], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...options,
    env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "", ...options.env },
  });
  return { status: done.status, stdout: String(done.stdout), stderr: String(done.stderr) };
}
