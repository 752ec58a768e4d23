import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const isWindows = process.platform === "win32";
const folder = join(tmpdir(), `eqlite-differential-${Math.max(0, userInfo().uid)}`);
const python = isWindows ? join(folder, "Scripts/python.exe") : join(folder, "bin/python");
const installed = join(folder, "eqlite-packages");

export type Interpreter = { readonly python: string } | { readonly missing: string };

/** An interpreter with the packages, in a virtual environment below the system's temporary folder; made when absent. */
export function pythonWith(packages: readonly string[]): Interpreter {
  const wanted = `${[...packages].sort().join("\n")}\n`;
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return { python };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  const system = isWindows ? "python" : "python3";
  const made = spawnSync(system, ["-m", "venv", folder], { encoding: "utf8" });
  if (made.error !== undefined) return { missing: `no ${system} on this machine` };
  if (made.status !== 0) return { missing: `\`${system} -m venv\` failed: ${lastLine(made.stderr || made.stdout)}` };
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
  const filled = spawnSync(python, [...pip, ...packages], { encoding: "utf8" });
  if (filled.status !== 0) return { missing: `pip cannot install ${packages.join(", ")}: ${lastLine(filled.stderr)}` };
  writeFileSync(installed, wanted);
  return { python };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

/** Gives one JSON text a line to a script beside this file and reads as many back. */
export function ask<Answer>(
  interpreter: string,
  script: string,
  questions: readonly unknown[],
  more: readonly string[] = [],
): Answer[] {
  const path = join(dirname(fileURLToPath(import.meta.url)), script);
  const done = spawnSync(interpreter, [path, ...more], {
    input: questions.map((question) => `${JSON.stringify(question)}\n`).join(""),
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8", TZ: "UTC" },
  });
  if (done.status !== 0) throw new Error(`${script} failed: ${done.stderr || done.error}`);
  const answers = done.stdout.split("\n").filter((line) => line !== "");
  if (answers.length !== questions.length) throw new Error(`${script} gave ${answers.length} answers`);
  return answers.map((line) => JSON.parse(line) as Answer);
}
