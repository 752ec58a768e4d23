import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { compileRule } from "../../../src/rule/compileRule.ts";
import { proveDetection } from "../../../src/testing/prove.ts";
import { load, tomlRule } from "./ruleFixtures.ts";

const group = "gcp.audit.authorization_info: { permission: compute.* and granted: false }";

let serial = 0;
function entry(...authorizationInfo: object[]): string {
  return JSON.stringify({
    insertId: `00000000-0000-4000-8000-${String(++serial).padStart(12, "0")}`,
    logName: "projects/example/logs/cloudaudit.googleapis.com%2Factivity",
    timestamp: "2026-03-10T09:00:05Z",
    protoPayload: {
      "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
      serviceName: "compute.googleapis.com",
      methodName: "v1.compute.disks.createSnapshot",
      authorizationInfo,
    },
  });
}

const refused = entry(
  { permission: "storage.get", granted: true },
  { permission: "compute.disks.get", granted: false },
);
const crossed = entry(
  { permission: "compute.disks.get", granted: true },
  { permission: "storage.get", granted: false },
);

function alertsOf(text: string, ...lines: string[]): number {
  const { runnable, diagnostics, unsupported } = compileRule(load(text).rules[0]!, defaultCatalogue);
  assert.ok(runnable !== undefined, JSON.stringify([unsupported?.reason, diagnostics.map(({ message }) => message)]));
  const [proof] = proveDetection({ rule: runnable, cases: [{ name: "case", lines, matchCount: 0 }] }).cases;
  assert.deepEqual(proof?.unread, []);
  return proof!.got;
}

const index = 'index = ["logs-gcp.audit-*"]';
const forms: readonly (readonly [name: string, rule: string])[] = [
  ["a KQL rule", tomlRule('type = "query"', 'language = "kuery"', index, `query = '${group}'`)],
  [
    "a threshold rule",
    tomlRule(
      'type = "threshold"',
      'language = "kuery"',
      index,
      `query = '${group}'`,
      "[rule.threshold]",
      'field = ["event.action"]',
      "value = 1",
    ),
  ],
  [
    "KQL() of an ES|QL rule that aggregates",
    tomlRule(
      'type = "esql"',
      'language = "esql"',
      "index = []",
      `query = '''from logs-gcp.audit-* | where kql("${group}") | stats c = count(*) by event.action'''`,
    ).replace("index = []\n", ""),
  ],
  [
    "KQL() of an ES|QL rule that does not aggregate",
    tomlRule(
      'type = "esql"',
      'language = "esql"',
      "index = []",
      `query = '''from logs-gcp.audit-* metadata _id, _version, _index | eval x = kql("${group}") | where x'''`,
    ).replace("index = []\n", ""),
  ],
];

for (const [name, rule] of forms) {
  test(`${name}: one permission must be both`, () => {
    assert.equal(alertsOf(rule, refused), 1);
    assert.equal(alertsOf(rule, crossed), 0);
    assert.equal(alertsOf(rule, entry()), 0);
  });
}
