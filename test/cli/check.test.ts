import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tomlRule } from "../unit/rule/ruleFixtures.ts";
import { cliGolden } from "./golden.ts";
import { runCli } from "./runCli.ts";
import { temporaryFolder } from "./temporaryFolder.ts";

const aws = 'event.dataset == "aws.cloudtrail"';
const clean = `any where ${aws} and event.action == "CreateSnapshot"`;
const silent = `any where ${aws} and event.outcome == "Success" and event.action in ("Create*")`;

const files = {
  "clean.toml": tomlRule('rule_id = "clean"'),
  "silent.toml": tomlRule('rule_id = "silent"', `query = '''\n${silent}\n'''`),
  "endpoint.toml": tomlRule('rule_id = "endpoint"', 'index = ["logs-endpoint.events.process-*"]'),
  "threshold.toml": tomlRule(
    'rule_id = "threshold"',
    'type = "threshold"',
    'language = "kuery"',
    `query = 'event.action: "CreateSnapshot"'`,
    'threshold = {field = ["user.name"], value = 5}',
  ),
  "hunts/hunt.toml": '[hunt]\nname = "Snapshots"\n',
  "queries/clean.eql": `${clean}\n`,
};

const broken = { ...files, "broken.toml": tomlRule('rule_id = "broken"', `query = 'any where event.acton == "A"'`) };

interface Run {
  readonly name: string;
  readonly words: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly status: number;
}

const runs: readonly Run[] = [
  { name: "check_clean", words: ["clean.toml"], status: 0 },
  { name: "check_folder", words: ["."], status: 1 },
  { name: "check_broken", words: ["broken.toml", "silent.toml"], files: broken, status: 2 },
  { name: "check_errors_only", words: ["--severity", "error", "."], status: 0 },
  { name: "check_notes", words: ["--severity", "note", "hunts"], status: 1 },
  { name: "check_strict", words: ["--strict", "silent.toml"], status: 2 },
  { name: "check_json", words: ["--format", "json", "silent.toml", "endpoint.toml"], status: 1 },
  { name: "check_stdin", words: ["-"], input: silent, status: 1 },
  { name: "check_missing", words: ["nowhere"], status: 3 },
];

describe("eqlite check", () => {
  for (const { name, words, files: own = files, input = "", status } of runs) {
    test(name, (context) => {
      const result = runCli(["check", ...words], { cwd: temporaryFolder(context, own), input });
      cliGolden(name, `check ${words.join(" ")}`, result);
      assert.equal(result.status, status);
    });
  }

  test("--mapping checks against the user's own mapping, rules of other data streams too", (context) => {
    const mapping = { mappings: { properties: { event: { properties: { action: { type: "long" } } } } } };
    const folder = temporaryFolder(context, { ...files, "mapping.json": JSON.stringify(mapping) });
    const result = runCli(["check", "endpoint.toml", "--mapping", "mapping.json"], { cwd: folder });
    cliGolden("check_mapping", "check endpoint.toml --mapping mapping.json", result);
    for (const bad of ["nowhere.json", "clean.toml"]) {
      const { status, stderr } = runCli(["check", "clean.toml", "--mapping", bad], { cwd: folder });
      assert.equal(status, 3);
      assert.match(stderr, new RegExp(`^eqlite: ${bad.replace(".", "\\.")}: `));
    }
  });

  test("the detections that ship are clean, and all of them evaluable", () => {
    const { stdout, stderr, status } = runCli(["check", "detections"]);
    assert.equal(status, 0, stdout);
    assert.match(
      stdout,
      /^\d+ files: (\d+) of \1 rules evaluable, (\d+) of \2 EQL queries sound, nothing found\n\nFolder /,
    );
    assert.equal(stderr, "");
  });

  test("what a rule file holds reaches the terminal escaped", (context) => {
    const nasty = `any where event.outcome == "\u001b[2J\u202e" and ${aws}`;
    const { stdout, stderr } = runCli(["check", "-"], { cwd: temporaryFolder(context), input: nasty });
    assert.match(stdout, /LINT003/);
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
  });
});
