import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { tomlRule } from "../unit/rule/ruleFixtures.ts";
import { cliGolden } from "./golden.ts";
import { runCli } from "./runCli.ts";
import { temporaryFolder } from "./temporaryFolder.ts";

const query =
  'any where event.dataset=="aws.cloudtrail" and // of interest\n (event.provider == "ec2.amazonaws.com" and event.action in ("CreateSnapshot","CreateSnapshots","CopySnapshot","CreateImage","CopyImage") or event.provider == "ebs.amazonaws.com" and event.action == "StartSnapshot")';

const laidOut = `any where
  event.dataset == "aws.cloudtrail" and // of interest
  (
    (
      event.provider == "ec2.amazonaws.com" and
      event.action in (
        "CreateSnapshot", "CreateSnapshots", "CopySnapshot", "CreateImage", "CopyImage"
      )
    ) or
    (event.provider == "ebs.amazonaws.com" and event.action == "StartSnapshot")
  )
`;

const files = {
  "rule.toml": tomlRule(`query = '''\n${query}\n''' # kept`, 'note = """\n  as it   is\n"""'),
  "good.toml": tomlRule(`query = '''\n${laidOut}'''`),
  "query.eql": `${query}\n\n`,
};

describe("eqlite fmt", () => {
  test("changes the queries and nothing else", (context) => {
    const folder = temporaryFolder(context, files);
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    const first = runCli(["fmt", "."], { cwd: folder });
    cliGolden("fmt_folder", "fmt .", first);
    assert.equal(read("rule.toml"), files["rule.toml"].replace(`${query}\n`, laidOut));
    assert.equal(read("query.eql"), laidOut);
    assert.equal(read("good.toml"), files["good.toml"]);
    const again = runCli(["fmt", "."], { cwd: folder });
    assert.deepEqual([again.stdout, again.stderr, again.status], ["", "3 files, 0 changed\n", 0]);
  });

  test("--check lists what would change, and changes nothing", (context) => {
    const folder = temporaryFolder(context, files);
    cliGolden("fmt_check", "fmt --check .", runCli(["fmt", "--check", "."], { cwd: folder }));
    assert.equal(readFileSync(join(folder, "rule.toml"), "utf8"), files["rule.toml"]);
    assert.equal(runCli(["fmt", "--check", "good.toml"], { cwd: folder }).status, 0);
  });

  test("--stdout prints the file as it would be; - reads standard input", (context) => {
    const folder = temporaryFolder(context, files);
    assert.equal(runCli(["fmt", "--stdout", "query.eql"], { cwd: folder }).stdout, laidOut);
    assert.equal(readFileSync(join(folder, "query.eql"), "utf8"), files["query.eql"]);
    const { stdout, stderr, status } = runCli(["fmt", "-"], { cwd: folder, input: query });
    assert.deepEqual([stdout, stderr, status], [laidOut, "", 0]);
  });

  test("line ends stay as they are", (context) => {
    const dos = (text: string) => text.replaceAll("\n", "\r\n");
    const folder = temporaryFolder(context, {
      "dos.toml": dos(files["rule.toml"]),
      "dos.eql": dos(files["query.eql"]),
    });
    assert.equal(runCli(["fmt", "."], { cwd: folder }).status, 0);
    assert.equal(readFileSync(join(folder, "dos.eql"), "utf8"), dos(laidOut));
    const rule = readFileSync(join(folder, "dos.toml"), "utf8");
    assert.equal(rule, dos(files["rule.toml"].replace(`${query}\n`, laidOut)));
  });

  test("what cannot be laid out is left and named", (context) => {
    const left = {
      "comment.eql": 'any where event.action /* which */ == "A"   ',
      "escaped.toml": tomlRule('query = "any where   event.action == \\"A\\""'),
      "wrong.eql": "any where event.action = 1",
      "nothing.toml": "[package]\n",
    };
    const folder = temporaryFolder(context, left);
    assert.equal(runCli(["fmt", "nothing.toml"], { cwd: folder }).status, 2, "a file that is named must hold a rule");
    const result = runCli(["fmt", "."], { cwd: folder });
    cliGolden("fmt_left", "fmt .", result);
    assert.equal(result.status, 2);
    for (const [name, text] of Object.entries(left)) assert.equal(readFileSync(join(folder, name), "utf8"), text);
  });

  test("a path that cannot be read ends with 3", (context) => {
    const { status, stderr } = runCli(["fmt", "nowhere.eql"], { cwd: temporaryFolder(context) });
    assert.equal(status, 3);
    assert.match(stderr, /^warning\[INPUT001\]: nowhere\.eql: unreadable: no such file or folder\n/);
  });
});
