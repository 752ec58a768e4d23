import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getField, printDocument } from "../../../src/ecs/document.ts";
import type { EcsObject } from "../../../src/ecs/value.ts";
import { recognizeAzure } from "../../../src/normalize/azureShapes.ts";
import { normalizerOf } from "../../../src/normalize/index.ts";
import type { NormalizedEvent, NormalizeOptions } from "../../../src/normalize/record.ts";
import { printJson } from "../../../src/text/json.ts";
import {
  applicationClaims,
  evidence,
  exportRecord,
  jsonObject,
  logAnalyticsRow,
  powershellRecord,
  restRecord,
  snapshotId,
  subscription,
} from "./azureRecords.ts";

function event(record: unknown, options: NormalizeOptions = {}): NormalizedEvent {
  const recognition = recognizeAzure(jsonObject(record));
  assert.equal(recognition?.kind, "recognized");
  const result = normalizerOf(recognition.dataset).normalize(recognition, options);
  assert.equal(result.kind, "event");
  return result;
}

function field(document: EcsObject, path: string) {
  const value = getField(document, path);
  return value === undefined ? undefined : JSON.parse(printDocument({ value }))["value"];
}

/** Changes to the export record, and what is then at each path; undefined for nothing. */
const cases: readonly (readonly [string, Record<string, unknown>, Record<string, unknown>])[] = [
  [
    "a person's write",
    {},
    {
      "@timestamp": "2026-03-10T02:14:07.123Z",
      "azure.activitylogs.category": "Administrative",
      "azure.activitylogs.event_category": "Administrative",
      "azure.activitylogs.operation_name": "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE",
      "azure.activitylogs.operationName": undefined,
      "azure.activitylogs.result_type": "Success",
      "azure.activitylogs.result_signature": "Succeeded.",
      "azure.activitylogs.time": undefined,
      "azure.activitylogs.resourceId": undefined,
      "azure.activitylogs.properties": { status_code: "OK", service_request_id: "5e41", entity: "e" },
      "azure.activitylogs.identity.authorization.action": "Microsoft.Compute/snapshots/write",
      "azure.activitylogs.identity.authorization.evidence": {
        role: "Contributor",
        role_assignment_scope: `/subscriptions/${subscription}`,
        role_assignment_id: "aaaa0000000000000000000000000001",
        role_definition_id: "b24988ac618042a0ab8820f7382dd24c",
        principal_id: "9e1f000000000000000000000000000a",
        principal_type: "User",
      },
      "azure.activitylogs.identity.claims": {
        appid: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        appidacr: "0",
        "http://schemas_xmlsoap_org/ws/2005/05/identity/claims/name": "alice@contoso.example",
        "http://schemas_xmlsoap_org/ws/2005/05/identity/claims/upn": "alice@contoso.example",
        "http://schemas_xmlsoap_org/ws/2005/05/identity/claims/surname": "Example",
        "http://schemas_xmlsoap_org/ws/2005/05/identity/claims/givenname": "Alice",
        "http://schemas_microsoft_com/identity/claims/objectidentifier": "9e1f0000-0000-0000-0000-000000000001",
      },
      "azure.activitylogs.identity.claims_initiated_by_user": {
        fullname: "Alice Example",
        surname: "Example",
        name: "alice@contoso.example",
        givenname: "Alice",
        schema: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims",
      },
      "azure.correlation_id": "c0ffee00-0000-0000-0000-000000000001",
      "azure.resource": {
        group: "RG-DATA",
        provider: "MICROSOFT.COMPUTE/SNAPSHOTS",
        name: "COPY-OF-DISK",
        id: snapshotId,
      },
      "azure.subscription_id": subscription,
      "client.ip": "198.51.100.7",
      "cloud.account": undefined,
      "cloud.provider": "azure",
      data_stream: { type: "logs", dataset: "azure.activitylogs", namespace: "default" },
      "event.action": "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE",
      "event.category": undefined,
      "event.dataset": "azure.activitylogs",
      "event.duration": 0,
      "event.ingested": "2026-03-10T02:14:07.123Z",
      "event.kind": "event",
      "event.module": "azure",
      "event.outcome": "success",
      "event.type": undefined,
      "geo.name": "westeurope",
      labels: undefined,
      "log.level": "Information",
      related: {
        ip: ["198.51.100.7"],
        user: ["alice"],
        entity: [snapshotId, "9e1f000000000000000000000000000a"],
      },
      source: { ip: "198.51.100.7" },
      user: { name: "alice", domain: "contoso.example", email: "alice@contoso.example", full_name: "Alice Example" },
    },
  ],
  [
    "an application, which has no name",
    { identity: { claims: applicationClaims, authorization: { evidence: evidence("ServicePrincipal") } } },
    {
      user: undefined,
      "related.user": undefined,
      "azure.activitylogs.identity.claims_initiated_by_user": undefined,
      "azure.activitylogs.identity.claims.appidacr": "2",
    },
  ],
  [
    "xmlsoap claims without a name claim, which are not copied",
    { identity: { claims: { "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name": "eve@x.example" } } },
    { user: undefined, "azure.activitylogs.identity.claims_initiated_by_user": undefined },
  ],
  [
    "a name claim that is null: it was there, so they are copied",
    {
      identity: {
        claims: { name: null, "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name": "eve@x.example" },
      },
    },
    { "user.name": "eve", "user.full_name": undefined },
  ],
  [
    "a name claim alone",
    { identity: { claims: { name: "Eve" } } },
    {
      user: { full_name: "Eve" },
      "azure.activitylogs.identity.claims": undefined,
      "azure.activitylogs.identity.claims_initiated_by_user": { fullname: "Eve" },
    },
  ],
  [
    "an identity that is a string",
    { identity: "Michell Lan" },
    { "azure.activitylogs.identity_name": "Michell Lan", "azure.activitylogs.identity": undefined, user: undefined },
  ],
  ["Start", { resultType: "Start" }, { "event.outcome": undefined, "azure.activitylogs.result_type": "Start" }],
  ["Accept", { resultType: "Accept" }, { "event.outcome": undefined }],
  ["Failure", { resultType: "Failure" }, { "event.outcome": "failure" }],
  [
    "an outcome among the properties",
    { resultType: "Start", properties: { result: "unknown" } },
    { "event.outcome": "unknown", "azure.activitylogs.properties.result": "unknown" },
  ],
  [
    "mixed case, which stays",
    { operationName: "Microsoft.Compute/snapshots/write" },
    { "event.action": "Microsoft.Compute/snapshots/write" },
  ],
  ["an operation that is a number", { operationName: 7 }, { "event.action": "7" }],
  ["no operation", { operationName: null }, { "event.action": undefined }],
  [
    "a caller that is no address",
    { callerIpAddress: "unknown host" },
    { source: { address: "unknown host" }, client: undefined, "related.ip": undefined },
  ],
  ["a caller with a port", { callerIpAddress: "198.51.100.7:443" }, { source: { address: "198.51.100.7:443" } }],
  ["an IPv6 caller", { callerIpAddress: "2001:db8::7" }, { source: { ip: "2001:db8::7" } }],
  ["no caller", { callerIpAddress: null }, { source: undefined }],
  ["a duration", { durationMs: 250 }, { "event.duration": 250_000_000 }],
  ["a level that is a number", { Level: 4 }, { "azure.activitylogs.level": 4, "azure.activitylogs.Level": undefined }],
  [
    "a tenant",
    { tenantId: "t", operationVersion: "1.0" },
    { "azure.activitylogs.tenant_id": "t", "azure.activitylogs.operation_version": "1.0" },
  ],
  [
    "bodies that are JSON texts",
    { properties: { requestBody: '{"sku":{"name":"Standard_LRS"}}', responseBody: "{broken", statusMessage: "Done" } },
    {
      "azure.activitylogs.properties": { requestBody: { sku: { name: "Standard_LRS" } }, responseBody: "{broken" },
      message: "Done",
    },
  ],
  [
    "properties that are a JSON text",
    { properties: '{"eventCategory":"ServiceHealth","a":1}' },
    { "azure.activitylogs.properties": { a: 1 }, "azure.activitylogs.event_category": "ServiceHealth" },
  ],
  [
    "properties that are a text",
    { properties: "x" },
    { "azure.activitylogs.properties": "x", "azure.activitylogs.event_category": undefined },
  ],
  ["policies", { properties: { policies: "[]" } }, { "azure.activitylogs.event_category": "Policy" }],
  ["no properties", { properties: null }, { "azure.activitylogs.event_category": "Administrative" }],
  [
    "nothing in it",
    { properties: { a: null, b: [], c: { d: {} }, e: "", f: [null, { g: null }] } },
    { "azure.activitylogs.properties": { e: "" } },
  ],
  [
    "the lower-case resource group",
    {
      resourceId:
        "/subscriptions/0a1b2c3d-1111-2222-3333-444455556666/resourcegroups/g/providers/Microsoft.Compute/disks/d",
    },
    { "azure.resource.provider": "Microsoft.Compute/disks/d", "azure.resource.name": undefined },
  ],
];

describe("azureActivitylogs", () => {
  for (const [note, changes, fields] of cases) {
    it(`maps ${note}`, () => {
      const { document } = event(exportRecord(changes));
      for (const [path, expected] of Object.entries(fields)) assert.deepEqual(field(document, path), expected, path);
    });
  }

  const legacy = [
    ["Write", "change"],
    ["Action", "change"],
    ["Delete", "deletion"],
    ["Read", "access"],
  ] as const;
  for (const [category, type] of legacy) {
    it(`gives ${category} the type ${type} when the stream is forced`, () => {
      const record = jsonObject(exportRecord({ category }));
      const forced = {
        kind: "recognized",
        shape: "azure export",
        dataset: "azure.activitylogs",
        record,
        derived: [],
      } as const;
      const result = normalizerOf("azure.activitylogs").normalize(forced, {});
      assert.equal(result.kind, "event");
      assert.deepEqual(field(result.document, "event.type"), [type]);
    });
  }

  for (const [shape, record] of [
    ["azure rest", restRecord()],
    ["azure log analytics", logAnalyticsRow()],
    ["azure powershell", powershellRecord()],
  ] as const) {
    it(`normalises ${shape} like the export and says so`, () => {
      const { document, derived } = event(record);
      assert.equal(field(document, "event.action"), "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE");
      assert.equal(field(document, "event.outcome"), "success");
      assert.equal(field(document, "user.name"), "alice");
      assert.equal(field(document, "source.ip"), "198.51.100.7");
      assert.equal(field(document, "azure.resource.name"), "COPY-OF-DISK");
      assert.equal(field(document, "azure.activitylogs.event_category"), "Administrative");
      assert.equal(field(document, "labels.eqlite_adapted"), shape);
      assert.equal(field(document, "event.original"), printJson(jsonObject(record)));
      assert.ok(derived.includes("labels.eqlite_adapted"));
    });
  }

  it("has no principal in REST records, for they have no evidence", () => {
    assert.equal(field(event(restRecord()).document, "azure.activitylogs.identity.authorization.evidence"), undefined);
  });

  it("puts the address's place for the location when there is one", () => {
    const place = { city_name: "Paris" };
    const geo = () => ({ geo: place, as: { number: 64500 } });
    const { document } = event(exportRecord(), { geo });
    assert.deepEqual(field(document, "geo"), place);
    assert.deepEqual(field(document, "source.geo"), place);
    assert.equal(field(document, "source.as.number"), 64500);
    assert.equal(field(event(exportRecord(), { geo: () => undefined }).document, "geo.name"), "westeurope");
  });

  it("leaves event.ingested out when told", () => {
    assert.equal(field(event(exportRecord(), { ingested: "none" }).document, "event.ingested"), undefined);
  });

  it("reads resource ids of any case when told", () => {
    const id = snapshotId.toLowerCase();
    const { document } = event(exportRecord({ resourceId: id }), { lenientResourceIds: true });
    assert.equal(field(document, "azure.resource.name"), "copy-of-disk");
    assert.equal(field(document, "azure.resource.group"), "rg-data");
  });

  it("gives equal records one id, and any other its own", () => {
    assert.equal(event(exportRecord()).id, event(exportRecord()).id);
    assert.match(event(exportRecord()).id, /^[0-9a-f]{64}$/);
    assert.notEqual(event(exportRecord()).id, event(exportRecord({ resultType: "Start" })).id);
    assert.notEqual(event(restRecord()).id, event(restRecord({ eventDataId: "another" })).id);
  });

  it("rejects records without a usable time", () => {
    const recognition = recognizeAzure(jsonObject(exportRecord({ time: "soon" })));
    assert.equal(recognition?.kind, "recognized");
    const result = normalizerOf("azure.activitylogs").normalize(recognition, {});
    assert.deepEqual(result, { kind: "rejected", reason: "no usable time", detail: "no known form of time: soon" });
  });

  it("knows the action before the rest", () => {
    for (const operationName of ["MICROSOFT.COMPUTE/SNAPSHOTS/WRITE", 7, true, null, { value: "x", a: [1] }, ["x"]]) {
      const recognition = recognizeAzure(jsonObject(exportRecord({ operationName })));
      assert.equal(recognition?.kind, "recognized");
      const normalizer = normalizerOf(recognition.dataset);
      const result = normalizer.normalize(recognition, {});
      assert.equal(result.kind, "event");
      const identity = normalizer.identify(recognition);
      assert.equal(identity.action, field(result.document, "event.action"));
      assert.equal(identity.provider, undefined);
    }
  });

  it("leaves the record as it was", () => {
    const record = jsonObject(exportRecord());
    const before = printJson(record);
    const recognition = recognizeAzure(record);
    assert.equal(recognition?.kind, "recognized");
    normalizerOf(recognition.dataset).normalize(recognition, {});
    assert.equal(printJson(record), before);
  });
});

describe("platform logs and events", () => {
  it("sends records of old categories to platform logs", () => {
    const { document, dataset } = event(exportRecord({ category: "Write" }));
    assert.equal(dataset, "azure.platformlogs");
    assert.equal(field(document, "event.dataset"), "azure.platformlogs");
    assert.equal(field(document, "azure.platformlogs.category"), "Write");
    assert.equal(field(document, "event.action"), "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE");
    assert.equal(field(document, "event.outcome"), "success");
    assert.equal(field(document, "azure.resource.name"), "COPY-OF-DISK");
    assert.equal(field(document, "azure.activitylogs"), undefined);
    assert.equal(field(document, "source.ip"), "198.51.100.7");
    assert.deepEqual(field(document, "event.type"), ["change"]);
  });

  it("keeps the text of records without a category", () => {
    const record = exportRecord({ category: undefined });
    const { document, dataset } = event(record);
    assert.equal(dataset, "azure.events");
    assert.equal(field(document, "message"), printJson(jsonObject(record)));
    assert.equal(field(document, "event.action"), undefined);
  });
});
