import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { apiRule, load, tomlRule } from "../unit/rule/ruleFixtures.ts";
import { cliGolden } from "./golden.ts";
import { runCli } from "./runCli.ts";
import { temporaryFolder } from "./temporaryFolder.ts";

const reference = { id: "1", list_id: "l", namespace_type: "single", type: "detection" };
const list = { id: "1", list_id: "l", name: "Backups", description: "", namespace_type: "single", type: "detection" };
const entry = { field: "user.name", type: "list", operator: "included", list: { id: "users", type: "keyword" } };
const exception = { list_id: "l", item_id: "i", name: "backup", type: "simple", entries: [entry] };
/** Nothing that eqlite can apply: neither the wildcard nor the value list. */
const elsewhere = {
  ...exception,
  item_id: "j",
  entries: [
    { field: "message", type: "wildcard", operator: "included", value: "a*" },
    { ...entry, list: { id: "gone", type: "text" } },
  ],
};
const lines = (objects: readonly object[]) => `${objects.map((one) => JSON.stringify(one)).join("\n")}\n`;

const kuery = {
  ...apiRule,
  rule_id: "r-2",
  name: "Snapshot, by anyone",
  type: "query",
  language: "kuery",
  query: "event.action: CreateSnapshot",
  author: ["eqlite"],
  created_at: "2026-03-10T08:00:00.000Z",
  updated_at: "2026-03-11T08:00:00.000Z",
};

const files = {
  "rules/snapshot.toml": tomlRule(
    "query = '''\nany where event.action == \"CreateSnapshot\"\n'''",
    "[[rule.exceptions_list]]",
    'id = "1"',
    'list_id = "l"',
    'namespace_type = "single"',
    'type = "detection"',
  ),
  "rules/exceptions.ndjson": lines([list, exception, { ...exception, list_id: "other" }]),
  "lookups/users.txt": "ana\n",
  "rules.ndjson": lines([{ ...kuery, exceptions_list: [reference] }, list, exception, elsewhere]),
  "alone/rule.ndjson": lines([
    { ...kuery, exceptions_list: [reference, { ...reference, list_id: "endpoint_list" }] },
    exception,
  ]),
  "nulls.ndjson": lines([{ ...kuery, filters: [{ meta: { alias: null }, query: { match_all: {} } }] }]),
  "broken/broken.toml": tomlRule('rule_id = "broken"', 'severity = "hihg"'),
  "broken/good.toml": tomlRule('rule_id = "good"', "query = 'any where event.acton == 1'"),
  "broken/hunt.toml": '[hunt]\nname = "Snapshots"\n',
  "broken/settings.toml": "[tool]\nx = 1\n",
  "sigma.yml": "logsource:\n  product: aws\n",
};

interface Run {
  readonly name: string;
  readonly words: string;
  readonly status: number;
}

const runs: readonly Run[] = [
  { name: "export_ndjson", words: "rules --to ndjson", status: 0 },
  { name: "export_toml", words: "nulls.ndjson --to toml", status: 1 },
  { name: "export_toml_exceptions", words: "rules.ndjson --to toml", status: 1 },
  { name: "export_broken", words: "broken --to ndjson", status: 2 },
  { name: "export_sigma", words: "sigma.yml --to toml", status: 3 },
  { name: "export_without_list", words: "alone --to ndjson", status: 0 },
  { name: "export_several", words: "rules rules.ndjson --to toml", status: 3 },
  { name: "export_folder", words: "rules --to ndjson -o lookups", status: 3 },
  { name: "export_missing", words: "nowhere --to ndjson", status: 3 },
];

describe("eqlite export", () => {
  for (const { name, words, status } of runs) {
    test(name, (context) => {
      const result = runCli(["export", ...words.split(" ")], { cwd: temporaryFolder(context, files) });
      cliGolden(name, `export ${words}`, result);
      assert.equal(result.status, status);
    });
  }

  test("to a new file or folder, and back: the same rules with the same exceptions", (context) => {
    const folder = temporaryFolder(context, files);
    const run = (words: string) => runCli(["export", ...words.split(" ")], { cwd: folder });
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    const there = run("rules rules.ndjson --to toml -o new/folder");
    cliGolden("export_to_folder", "export rules rules.ndjson --to toml -o new/folder", there);
    assert.deepEqual(readdirSync(join(folder, "new/folder")).sort(), [
      "exceptions.ndjson",
      "snapshot.toml",
      "snapshot_by_anyone.toml",
    ]);
    const back = run("new/folder --to ndjson -o back.ndjson");
    assert.deepEqual([back.stdout, back.status], ["", 0], back.stderr);
    const rules = read("back.ndjson")
      .split("\n")
      .slice(0, 2)
      .map((line): unknown => JSON.parse(line));
    const original = load(files["rules/snapshot.toml"], "snapshot.toml");
    assert.equal(original.diagnostics.length, 1, "its exceptions are not beside it here");
    assert.deepEqual(rules, [
      JSON.parse(JSON.stringify(original.rules[0]!.parameters)),
      { ...kuery, exceptions_list: [reference] },
    ]);
    assert.deepEqual(
      read("back.ndjson")
        .split("\n")
        .slice(2, 5)
        .map((line): unknown => JSON.parse(line)),
      [list, exception, elsewhere],
    );
  });

  test("nothing is overwritten, and nothing written when one file is there already", (context) => {
    const folder = temporaryFolder(context, { ...files, "out/exceptions.ndjson": "mine" });
    const one = runCli(["export", "rules", "--to", "ndjson", "-o", "rules.ndjson"], { cwd: folder });
    assert.equal(one.status, 3);
    assert.match(one.stderr, /eqlite: rules\.ndjson: exists already\n {2}= help: name a new one/);
    assert.equal(readFileSync(join(folder, "rules.ndjson"), "utf8"), files["rules.ndjson"]);
    const several = runCli(["export", "rules", "--to", "toml", "-o", "out"], { cwd: folder });
    assert.equal(several.status, 3);
    assert.equal(existsSync(join(folder, "out/snapshot.toml")), false);
    assert.equal(readFileSync(join(folder, "out/exceptions.ndjson"), "utf8"), "mine");
  });

  test("one rule goes into a file of its own name, its exceptions beside it", (context) => {
    const folder = temporaryFolder(context, files);
    const { status, stderr } = runCli(["export", "rules", "--to", "toml", "-o", "one/rule.toml"], { cwd: folder });
    assert.equal(status, 0, stderr);
    assert.deepEqual(readdirSync(join(folder, "one")).sort(), ["exceptions.ndjson", "rule.toml"]);
  });

  test("the format must be named", (context) => {
    const { status, stderr } = runCli(["export", "rules"], { cwd: temporaryFolder(context, files) });
    assert.equal(status, 3);
    assert.match(stderr, /required option '--to <format>' not specified/);
  });
});
