import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { runCli } from "../cli/runCli.ts";
import { createSnapshot } from "../cli/sampleRecord.ts";
import { temporaryFolder } from "../cli/temporaryFolder.ts";

function head(name: string, type: string, rest: string): string {
  return `
[rule]
author = ["us"]
description = "what it finds"
from = "now-30m"
interval = "5m"
license = "Elastic License v2"
name = "${name}"
risk_score = 47
rule_id = "00000000-0000-4000-8000-00000000000${name.length}"
severity = "medium"
timestamp_override = "event.ingested"
type = "${type}"
${rest}`;
}

const ofLogs = `index = ["logs-aws.cloudtrail-*"]
language = "kuery"
`;
const rules = {
  "terms.toml": head(
    "A",
    "new_terms",
    `${ofLogs}query = "data_stream.dataset: aws.cloudtrail and source.ip: *"
[rule.new_terms]
field = "new_terms_fields"
value = ["source.ip", "user.name"]
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-7d"
`,
  ),
  "rows.toml": head(
    "BB",
    "esql",
    `language = "esql"
query = '''from logs-aws.cloudtrail-*
| grok aws.cloudtrail.response_elements """snapshotId=(?<snapshot>snap-[0-9a-f]+)"""
| stats n = count(*), snapshots = count_distinct(snapshot), ips = values(source.ip) by user.name
| where n > 2'''
`,
  ),
  "higher.toml": head(
    "CCC",
    "esql",
    `language = "esql"
query = '''from .alerts-security.* metadata _id
| where kibana.alert.rule.name == "A" and source.ip is not null
| stats n = count(*) by source.ip
| where n > 1'''
`,
  ),
  "bucket.toml": head(
    "DDDD",
    "threshold",
    `${ofLogs}query = "event.action: CreateSnapshot"
[rule.threshold]
field = ["user.name"]
value = 5
`,
  ),
  "event.toml": head("EEEEE", "query", `${ofLogs}query = "event.action: CreateSnapshot and source.ip: 10.0.0.1"\n`),
};

/** A trail in which each rule finds something, in files enough for several threads; origin: synthetic. */
function trails(): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (let file = 0; file < 60; file++) {
    const records = Array.from({ length: 60 }, (_, at) =>
      createSnapshot({
        eventTime: new Date(Date.UTC(2026, 2, 10) + (file * 60 + at) * 7000).toISOString().replace(".000", ""),
        sourceIPAddress: `10.0.${(file * at) % 7}.${at % 11}`,
        eventName: at % 3 === 0 ? "DescribeSnapshots" : "CreateSnapshot",
        userIdentity: { type: "IAMUser", userName: `user${(file + at) % 13}` },
        requestParameters: { note: `${file} ${at} `.repeat(20), list: Array.from({ length: 40 }, (_, k) => k * file) },
        responseElements: at % 5 === 0 ? { snapshotId: `snap-${file}${at}` } : { state: `pending ${at % 4}` },
      }),
    );
    files[`${file}.json`] = Buffer.from(JSON.stringify({ Records: records }));
    if (file % 2 === 0) files[`${file}.json`] = gzipSync(files[`${file}.json`]!, { level: 1 });
  }
  return files;
}

interface AlertLine {
  readonly kibana: { readonly alert: { readonly rule: { readonly name: string } } };
}

function alertsIn(stdout: string): AlertLine[] {
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as AlertLine);
}

test("whoever matches records and runs queries, the answer is the same", (context) => {
  const logs = temporaryFolder(context, trails());
  const ruleFolder = temporaryFolder(context, rules);
  const outputs = ["1", "2", "3", "4"].map((workers) =>
    runCli(["scan", logs, "--rules", ruleFolder, "--workers", workers, "--format", "ndjson"]),
  );
  const [first] = outputs;
  const names = new Set(alertsIn(first!.stdout).map(({ kibana }) => kibana.alert.rule.name));
  assert.deepEqual([...names].sort(), ["A", "BB", "CCC", "DDDD", "EEEEE"], first!.stderr);
  for (const { stdout, status } of outputs) {
    assert.equal(stdout, first!.stdout);
    assert.equal(status, first!.status);
  }
});

test("a copy of a record in another spelling counts no row twice, whoever matches it", (context) => {
  const files = trails();
  const copies = Object.fromEntries(
    Object.entries(files)
      .filter(([, bytes]) => bytes[0] !== 0x1f)
      .map(([name, bytes]) => [`copy-${name}`, bytes.toString().replaceAll('"awsRegion"', '"aws\\u0052egion"')]),
  );
  const ruleFolder = temporaryFolder(context, rules);
  const counted = ({ stdout }: ReturnType<typeof runCli>) =>
    alertsIn(stdout).filter(({ kibana }) => ["BB", "DDDD"].includes(kibana.alert.rule.name));
  const scanned = (logs: Record<string, Buffer | string>, workers: string) =>
    runCli(["scan", temporaryFolder(context, logs), "--rules", ruleFolder, "--workers", workers, "--format", "ndjson"]);
  const expected = counted(scanned(files, "1"));
  assert.ok(expected.length > 0);
  for (const workers of ["1", "3"]) assert.deepEqual(counted(scanned({ ...files, ...copies }, workers)), expected);
});
