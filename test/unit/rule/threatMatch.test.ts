import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import type { EcsObject } from "../../../src/ecs/value.ts";
import { compileRule } from "../../../src/rule/compileRule.ts";
import { proveDetection } from "../../../src/testing/prove.ts";
import { load, tomlRule } from "./ruleFixtures.ts";

/** A rule on sign-ins to Okta, whose indicators name an address and the organisation that it attacks. */
const file = tomlRule(
  'type = "threat_match"',
  'language = "kuery"',
  'index = ["logs-okta.system-*"]',
  'query = "event.action: user.session.start"',
  'threat_index = ["logs-ti_*"]',
  `threat_query = 'threat.indicator.type: "ipv4-addr" and @timestamp >= "now-30d"'`,
  'threat_indicator_path = "threat.indicator"',
  "[[rule.threat_mapping]]",
  "[[rule.threat_mapping.entries]]",
  'field = "source.ip"',
  'type = "mapping"',
  'value = "threat.indicator.ip"',
  "[[rule.threat_mapping.entries]]",
  'field = "client.user.name"',
  'type = "mapping"',
  'value = "threat.indicator.description"',
  "[[rule.threat_mapping]]",
  "[[rule.threat_mapping.entries]]",
  'field = "okta.debug_context.debug_data.dt_hash"',
  'type = "mapping"',
  'value = "threat.indicator.file.hash.md5"',
);

function indicator(members: EcsObject): EcsObject {
  return { "@timestamp": "2026-03-01T00:00:00Z", threat: { indicator: { type: "ipv4-addr", ...members } } };
}

const indicators = [
  indicator({ ip: "198.51.100.0/24", description: "ana" }),
  indicator({ file: { hash: { md5: "feedface" } } }),
  indicator({ type: "domain-name", ip: "203.0.113.10", description: "ana" }),
];

let serial = 0;
function signIn(address: string, name: string, hash = "0"): string {
  return JSON.stringify({
    actor: { id: `00u-${name}`, type: "User", alternateId: `${name}@example.com`, displayName: name },
    client: { ipAddress: address },
    eventType: "user.session.start",
    outcome: { result: "SUCCESS" },
    published: "2026-03-10T09:00:05.000Z",
    debugContext: { debugData: { dtHash: hash } },
    uuid: `00000000-0000-4000-8000-${String(++serial).padStart(12, "0")}`,
    version: "0",
  });
}

function alertsOf(...lines: string[]): number {
  const rule = compileRule(load(file).rules[0]!, defaultCatalogue, { indicators }).runnable;
  assert.ok(rule !== undefined);
  const [proof] = proveDetection({ rule, cases: [{ name: "case", lines, matchCount: 0 }] }).cases;
  assert.deepEqual(proof?.unread, []);
  return proof!.got;
}

test("all entries of a group must match one indicator, an address by its block", () => {
  assert.equal(alertsOf(signIn("198.51.100.77", "ana")), 1);
  assert.equal(alertsOf(signIn("198.51.100.77", "ben")), 0);
  assert.equal(alertsOf(signIn("203.0.113.77", "ana")), 0);
});

test("groups are alternatives, and an event that matches both is one alert", () => {
  assert.equal(alertsOf(signIn("203.0.113.77", "ben", "feedface")), 1);
  assert.equal(alertsOf(signIn("198.51.100.77", "ana", "feedface")), 1);
});

test("an indicator that the threat query leaves out matches nothing, whatever its age", () => {
  assert.equal(alertsOf(signIn("203.0.113.10", "ana")), 0);
});

test("without indicators the rule is not evaluable, and is not run on none", () => {
  const compiled = compileRule(load(file).rules[0]!, defaultCatalogue);
  assert.equal(compiled.runnable, undefined);
  assert.equal(compiled.unsupported?.kind, "indicators");
});
