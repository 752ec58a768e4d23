import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { documentView } from "../../../src/ecs/event.ts";
import { buildAlerts } from "../../../src/engine/alerts.ts";
import { planRules } from "../../../src/engine/plan.ts";
import { check, lower, parse } from "../../../src/language/eql/index.ts";
import { normalizerOf, recognize } from "../../../src/normalize/index.ts";
import type { NormalizedEvent } from "../../../src/normalize/record.ts";
import { compile } from "../../../src/predicate/compile.ts";
import { evaluate } from "../../../src/predicate/evaluate.ts";
import { compileRule } from "../../../src/rule/compileRule.ts";
import { loadRules } from "../../../src/rule/load.ts";
import {
  applicationClaims,
  evidence,
  exportRecord,
  jsonObject,
  logAnalyticsRow,
  personClaims,
  powershellRecord,
  restRecord,
} from "./azureRecords.ts";

const file = "examples/original-query/rule.toml";
const loaded = loadRules(
  { name: file, text: readFileSync(file, "utf8") },
  { catalogue: defaultCatalogue, valueLists: () => undefined },
);
const rule = loaded.rules[0]!;

/** A query alone, without index patterns. */
function predicateOf(text: string) {
  const source = { name: "<query>", text };
  const parsed = parse(source);
  assert.ok(parsed.query);
  const checked = check(parsed.query, source, { catalogue: defaultCatalogue });
  assert.ok(checked.query);
  assert.deepEqual([...parsed.diagnostics, ...checked.diagnostics], []);
  const query = lower(checked.query);
  assert.equal(query.kind, "event");
  return query.predicate;
}

const predicate = predicateOf(rule.query ?? "");
const matches = compile(predicate);
const compiled = compileRule(rule, defaultCatalogue);
assert.ok(compiled.runnable);
const plan = planRules([compiled.runnable]);

function event(record: unknown): NormalizedEvent {
  const recognition = recognize(jsonObject(record));
  assert.equal(recognition.kind, "recognized");
  const result = normalizerOf(recognition.dataset).normalize(recognition, {});
  assert.equal(result.kind, "event");
  return result;
}

/** The hits of the rule; the query alone must agree, compiled and interpreted. */
function hits(record: unknown) {
  const recognition = recognize(jsonObject(record));
  assert.equal(recognition.kind, "recognized");
  const normalized = event(record);
  const found = plan.match(normalized, plan.candidates(normalizerOf(recognition.dataset).identify(recognition)));
  const view = documentView(normalized.document);
  assert.equal(matches(view), found.length > 0);
  assert.equal(evaluate(predicate, view), found.length > 0);
  return found;
}

function named(name: string) {
  const claims = { ...personClaims, "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name": name };
  return exportRecord({ identity: { claims, authorization: { evidence: evidence("User") } } });
}

function byApplication(changes: Record<string, unknown> = {}) {
  const identity = { claims: applicationClaims, authorization: { evidence: evidence("ServicePrincipal") } };
  return exportRecord({ identity, ...changes });
}

const cloudtrail = {
  eventVersion: "1.09",
  eventSource: "ec2.amazonaws.com",
  eventName: "CreateSnapshot",
  eventTime: "2026-03-10T02:14:07Z",
  eventID: "e0000000-0000-0000-0000-000000000002",
  eventType: "AwsApiCall",
  awsRegion: "us-east-1",
  sourceIPAddress: "203.0.113.7",
  userIdentity: { type: "IAMUser", userName: "mallory", accountId: "111122223333" },
  requestParameters: { volumeId: "vol-0123456789abcdef0" },
  recipientAccountId: "111122223333",
};

/** What is seen: a note, the record. */
const seen: readonly (readonly [string, Record<string, unknown>])[] = [
  ["an upper-case action", exportRecord()],
  ["a lower-case action", exportRecord({ operationName: "microsoft.compute/snapshots/write" })],
  ["a mixed-case action", exportRecord({ operationName: "Microsoft.Compute/Snapshots/Write" })],
  ["a virtual machine written", exportRecord({ operationName: "MICROSOFT.COMPUTE/VIRTUALMACHINES/WRITE" })],
  ["a virtual machine deleted", exportRecord({ operationName: "MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE" })],
  ["a disk written", exportRecord({ operationName: "MICROSOFT.COMPUTE/DISKS/WRITE" })],
  ["Start", exportRecord({ resultType: "Start" })],
  ["Accept", exportRecord({ resultType: "Accept" })],
  ["Failure", exportRecord({ resultType: "Failure" })],
  ["an application, which has no user.name", byApplication()],
  ["a caller without claims", exportRecord({ identity: undefined })],
  [
    "Azure Backup, which has no user.name",
    byApplication({ identity: { claims: { appid: "262044b1-e2ce-469f-a196-69ab7ada62d3" } } }),
  ],
  [
    "Site Recovery, which has no user.name",
    byApplication({ identity: { claims: { appid: "b8340c3b-9267-498f-b21a-15d5547fd85e" } } }),
  ],
  ["a guest", named("bob_gmail.com#EXT#@contoso.example")],
  ["a name that only begins like the service's", named("azure-backup-service2@contoso.example")],
  ["an adapted REST record", restRecord()],
  ["an adapted Log Analytics row", logAnalyticsRow()],
  ["an adapted PowerShell record", powershellRecord()],
];

const unseen: readonly (readonly [string, Record<string, unknown>])[] = [
  ["a person called azure-backup-service", named("azure-backup-service@anywhere.example")],
  ["the same in capitals", named("AZURE-BACKUP-SERVICE@anywhere.example")],
  ["the same without a domain", named("azure-backup-service")],
  ["a person called azure-site-recovery", named("azure-site-recovery@anywhere.example")],
  ["a snapshot deleted", exportRecord({ operationName: "MICROSOFT.COMPUTE/SNAPSHOTS/DELETE" })],
  ["a snapshot exported", exportRecord({ operationName: "MICROSOFT.COMPUTE/SNAPSHOTS/BEGINGETACCESS/ACTION" })],
  ["a disk exported", exportRecord({ operationName: "MICROSOFT.COMPUTE/DISKS/BEGINGETACCESS/ACTION" })],
  ["a restore point", exportRecord({ operationName: "MICROSOFT.COMPUTE/RESTOREPOINTCOLLECTIONS/RESTOREPOINTS/WRITE" })],
  ["an image", exportRecord({ operationName: "MICROSOFT.COMPUTE/IMAGES/WRITE" })],
  ["a gallery image", exportRecord({ operationName: "MICROSOFT.COMPUTE/GALLERIES/IMAGES/VERSIONS/WRITE" })],
  ["a database exported", exportRecord({ operationName: "MICROSOFT.SQL/SERVERS/DATABASES/EXPORT/ACTION" })],
  ["a lock lifted", exportRecord({ operationName: "MICROSOFT.AUTHORIZATION/LOCKS/DELETE" })],
  ["a longer action", exportRecord({ operationName: "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE/X" })],
  ["a platform log", exportRecord({ category: "Write" })],
  ["a record without a category", exportRecord({ category: undefined })],
  ["a CloudTrail record", cloudtrail],
  ["a CloudTrail record with that action", { ...cloudtrail, eventName: "Microsoft.Compute/snapshots/write" }],
];

describe("the original query", () => {
  it("is a rule without complaint", () => {
    assert.deepEqual(loaded.diagnostics, []);
    assert.equal(loaded.rules.length, 1);
    assert.deepEqual(compiled.diagnostics, []);
  });

  for (const [note, record] of seen) it(`sees ${note}`, () => assert.equal(hits(record).length, 1));
  for (const [note, record] of unseen) it(`does not see ${note}`, () => assert.equal(hits(record).length, 0));

  it("alerts once for each status of one operation", () => {
    const records = ["Start", "Accept", "Success"].map((resultType) => exportRecord({ resultType }));
    assert.equal(buildAlerts(plan, records.flatMap(hits)).length, 3);
  });
});

describe("docs/original-query.md", () => {
  const page = readFileSync("docs/original-query.md", "utf8");
  const [first = "", second = ""] = [...page.matchAll(/```eql\n(.*?)```/gs)].map(([, text]) => text ?? "");

  it("shows the rule's query", () => assert.equal(first.trim(), rule.query?.trim()));

  it("recommends a query that exempts Azure Backup by its appid", () => {
    const better = compile(predicateOf(second));
    const sees = (record: unknown) => better(documentView(event(record).document));
    const operationName = "MICROSOFT.COMPUTE/SNAPSHOTS/BEGINGETACCESS/ACTION";
    const backup = { claims: { appid: "262044b1-e2ce-469f-a196-69ab7ada62d3" } };
    assert.equal(sees(exportRecord({ operationName })), true);
    assert.equal(sees(byApplication({ operationName })), true);
    assert.equal(sees(exportRecord({ operationName, resultType: "Start" })), false);
    assert.equal(sees(exportRecord({ operationName, identity: backup })), false);
  });
});
