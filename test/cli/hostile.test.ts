import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { root, runCli } from "./runCli.ts";
import { createSnapshot, trail } from "./sampleRecord.ts";
import { temporaryFolder } from "./temporaryFolder.ts";

const posix = { skip: process.platform === "win32" && "no POSIX files here" };
const main = `${root}dist/cli/main.js`;

function rule(id: string, query: string, changes = ""): string {
  return `[rule]
name = "Rule ${id}"
rule_id = "00000000-0000-4000-8000-00000000000${id}"
description = "d"
risk_score = 21
severity = "low"
type = "eql"
language = "eql"
index = ["logs-*"]
author = ["a"]
${changes}query = '''${query}'''
`;
}

function shell(command: string, folder: string) {
  return spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8", timeout: 60_000, killSignal: "SIGKILL" });
}

test("a full disk is named and ends with 3, on standard output and with --output", posix, (context) => {
  if (!existsSync("/dev/full")) return context.skip("no /dev/full here");
  const folder = temporaryFolder(context, { "a.json": trail(3) });
  for (const words of ["scan a.json", "scan a.json --format ndjson", "normalize a.json"]) {
    const { status, stderr } = shell(`node ${main} ${words} > /dev/full`, folder);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /cannot write to standard output: no space left/);
    assert.doesNotMatch(stderr, /fault of eqlite|at .*\.js/);
  }
  const { status, stderr } = runCli(["scan", "a.json", "--output", "/dev/full"], { cwd: folder });
  assert.equal(status, 3);
  assert.match(stderr, /--output \/dev\/full: no space left/);
});

test("a reader that goes away is no error, nor is a full standard error", posix, (context) => {
  const folder = temporaryFolder(context, { "a.json": trail(400) });
  const { stdout, stderr } = shell(`{ node ${main} normalize a.json; echo "ended $?" >&2; } | head -1`, folder);
  assert.equal(stdout.split("\n").length, 2);
  assert.match(stderr, /ended 0/);
  assert.doesNotMatch(stderr, /EPIPE/);
  if (existsSync("/dev/full")) assert.equal(shell(`node ${main} scan a.json 2>/dev/full`, folder).status, 0);
});

test("--output never overwrites an input, and leaves no half-written file", (context) => {
  const text = trail(1);
  const folder = temporaryFolder(context, { "logs/a.json": text });
  for (const [words, says] of [
    [["logs/a.json", "-o", "logs/a.json"], /would overwrite/],
    [["logs", "-o", "./logs/../logs/a.json"], /would overwrite/],
    [["logs", "-o", "nowhere/r.txt"], /no such folder/],
    [["logs", "-o", "logs"], /is a folder/],
  ] as const) {
    const { status, stderr } = runCli(["scan", ...words], { cwd: folder });
    assert.equal(status, 3);
    assert.match(stderr, says);
  }
  assert.equal(readFileSync(join(folder, "logs/a.json"), "utf8"), text);
  assert.equal(runCli(["scan", "logs", "-o", "r.txt"], { cwd: folder }).status, 0);
  assert.match(readFileSync(join(folder, "r.txt"), "utf8"), /Records +1 = 1 evaluated/);
  assert.deepEqual(readdirSync(folder).sort(), ["logs", "r.txt"]);
});

test("with --format ndjson, what was not read is named on standard error", (context) => {
  const whole = gzipSync(trail(20));
  const folder = temporaryFolder(context, { "cut.json.gz": whole.subarray(0, whole.length - 4), "b.json": "text" });
  const { status, stderr } = runCli(["scan", folder, "--format", "ndjson"]);
  assert.match(stderr, /warning\[INPUT009\]: .*cut\.json\.gz at byte [\d,]+: truncated gzip/);
  assert.match(stderr, /warning\[INPUT006\]: .*b\.json: not a log file/);
  assert.equal(status, 0);
});

test("rules: what is no rule file, repeated or not evaluable is named; the others run", posix, (context) => {
  const folder = temporaryFolder(context, {
    "a.json": trail(1),
    "rules/1.toml": rule("1", 'any where event.action == "CreateSnapshot"'),
    "rules/2.toml": rule("2", "any where event.action =="),
    "rules/3.toml": rule("1", "any where true"),
    "empty/readme.txt": "",
    "other/1.toml": rule("4", "any where true", "enabled = false\n"),
  });
  spawnSync("mkfifo", [join(folder, "pipe")]);
  const run = (...rules: string[]) =>
    runCli(["scan", "a.json", "--rules", ...rules], { cwd: folder, timeout: 60_000, killSignal: "SIGKILL" });
  const mixed = run("rules");
  assert.equal(mixed.status, 2);
  assert.match(mixed.stderr, /EQL021.*rules\/2\.toml:11:\d+/s);
  assert.match(mixed.stderr, /RULE008.*rules\/3\.toml:3:\d+.*rules\/1\.toml/s);
  assert.match(mixed.stdout, /Rules +1 run · 2 files with errors/);
  const twice = run("rules/1.toml", "rules/1.toml");
  assert.equal(twice.status, 0, twice.stderr);
  for (const [path, says] of [
    ["empty", /INPUT023.*ends in \.toml or \.ndjson/],
    ["pipe", /INPUT002.*a named pipe/],
    ["/dev/zero", /INPUT002.*a device/],
    ["nowhere", /INPUT001.*no such file/],
    ["other", /no rule to run: Rule 4: disabled in its file/],
  ] as const) {
    const { status, stderr } = run(path);
    assert.equal(status, 3, path);
    assert.match(stderr, says);
  }
});

test("a pipe given for a geo database or for logs does not hang", posix, (context) => {
  const folder = temporaryFolder(context, { "a.json": trail(1) });
  spawnSync("mkfifo", [join(folder, "pipe")]);
  const options = { cwd: folder, timeout: 60_000, killSignal: "SIGKILL" } as const;
  const geo = runCli(["scan", "a.json", "--geo", "pipe"], options);
  assert.deepEqual([geo.status, /--geo pipe: a named pipe/.test(geo.stderr)], [3, true]);
  const logs = runCli(["scan", "pipe"], options);
  assert.deepEqual([logs.status, /a named pipe; pipe it in, and give -/.test(logs.stdout)], [3, true]);
});

test("names that are no UTF-8 are named, not passed over", {
  skip: process.platform !== "linux" && "Linux only",
}, (context) => {
  const folder = temporaryFolder(context, { "a.json": trail(1) });
  const name = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x62, 0xff]), Buffer.from(".json")]);
  writeFileSync(name, trail(1));
  writeFileSync(join(folder, "line\nbreak\u001b[2J.json"), "text");
  const { stdout } = runCli(["scan", folder]);
  assert.match(stdout, /its name is not UTF-8/);
  assert.match(stdout, /Files +3 = 1 evaluated \+ 0 duplicate \+ 2 rejected/);
  assert.match(stdout, /line\\nbreak\\u\{1b\}\[2J\.json: not a log file/);
});

/** Starts a run, interrupts it once it writes or after a while, and answers how it ended. */
async function interrupted(words: readonly string[], signal: NodeJS.Signals, afterMs: number): Promise<number | null> {
  const child = spawn(process.execPath, [main, ...words], { stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  child.stdout.once("data", () => child.kill(signal));
  child.stdout.resume();
  const late = setTimeout(() => child.kill(signal), afterMs);
  const deaf = setTimeout(() => child.kill("SIGKILL"), afterMs + 20_000);
  const code = await ended;
  clearTimeout(late);
  clearTimeout(deaf);
  return code;
}

test("a run that is interrupted ends with 130, while it waits and while it works", posix, async (context) => {
  assert.equal(await interrupted(["scan", "-"], "SIGTERM", 2000), 130);
  const line = `${JSON.stringify(createSnapshot())}\n`;
  const folder = temporaryFolder(context, { "a.json": line.repeat(60_000) });
  assert.equal(await interrupted(["normalize", join(folder, "a.json")], "SIGINT", 20_000), 130);
});
