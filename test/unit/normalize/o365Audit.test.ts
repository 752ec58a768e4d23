import assert from "node:assert/strict";
import { test } from "node:test";
import { clientEndpoint, serverEndpoint } from "../../../src/normalize/o365Client.ts";
import { readRecord } from "../../../src/normalize/readRecord.ts";
import { assertNeverThrows, checkRow, eventOf, type Members, type Row } from "./otherRecords.ts";

function auditRecord(members: Members = {}): Members {
  return {
    CreationTime: "2026-03-10T02:14:07",
    Id: "id-1",
    Operation: "New-InboxRule",
    OrganizationId: "AAAAAAAA-2222-4333-8444-555555555555",
    RecordType: 1,
    ResultStatus: "True",
    UserId: "ana@example.com",
    UserKey: "k",
    UserType: 2,
    Version: 1,
    Workload: "Exchange",
    ClientIP: "203.0.113.7:51234",
    ...members,
  };
}

const rows: readonly Row[] = [
  [
    "the plain members",
    { OrganizationName: "example.onmicrosoft.com", OriginatingServer: "HE1 (198.51.100.4)\n" },
    {
      "@timestamp": "2026-03-10T02:14:07.000Z",
      "event.module": "o365",
      "event.kind": "event",
      "event.id": "id-1",
      "event.action": "New-InboxRule",
      "event.provider": "Exchange",
      "event.code": "ExchangeAdmin",
      "event.category": ["web"],
      "event.type": ["info"],
      "event.outcome": "success",
      user: { id: "ana@example.com", email: "ana@example.com", domain: "example.com", name: "ana" },
      organization: { name: "example.onmicrosoft.com", id: "aaaaaaaa-2222-4333-8444-555555555555" },
      host: { id: "aaaaaaaa-2222-4333-8444-555555555555", name: "example.onmicrosoft.com" },
      client: { address: "203.0.113.7", port: 51234, ip: "203.0.113.7" },
      source: { port: 51234, ip: "203.0.113.7" },
      server: { address: "198.51.100.4", domain: "HE1", ip: "198.51.100.4" },
      "destination.ip": "198.51.100.4",
      "network.type": "ipv4",
      "o365.audit": {
        CreationTime: "2026-03-10T02:14:07",
        RecordType: "1",
        ResultStatus: "True",
        UserId: "ana@example.com",
        UserKey: "k",
        UserType: "2",
        Version: "1",
      },
      "related.ip": ["203.0.113.7", "198.51.100.4"],
      "related.user": ["ana", "ana@example.com"],
      "related.hosts": ["example.onmicrosoft.com", "example.com", "HE1"],
    },
  ],
  [
    "parameters by name",
    {
      Parameters: [
        { Name: "ForwardTo", Value: "a@example.com; b@example.com" },
        { Name: "Empty", Value: "" },
        { Name: "Nothing" },
        "odd",
      ],
    },
    {
      "o365.audit.Parameters": { ForwardTo: "a@example.com; b@example.com" },
      "email.to.address": ["a@example.com", "b@example.com"],
    },
  ],
  [
    "parameters as one text",
    { Parameters: '-Identity "m-1"' },
    {
      "o365.audit.Parameters": { _raw: '-Identity "m-1"' },
      "o365.audit.NetworkMessageId": "m-1",
      "email.local_id": ["m-1"],
    },
  ],
  [
    "modified properties by name",
    {
      ModifiedProperties: [
        { Name: "Role.DisplayName", NewValue: "Global Administrator", OldValue: "" },
        { Name: "Some Thing", NewValue: "n", OldValue: "o" },
        { Name: "Half", NewValue: "n", OldValue: null },
        "JustAName",
      ],
    },
    {
      "o365.audit.ModifiedProperties": {
        Role_DisplayName: { NewValue: "Global Administrator" },
        Some_Thing: { NewValue: "n", OldValue: "o" },
      },
    },
  ],
  [
    "modified properties without values",
    { ModifiedProperties: ["HtmlBody"] },
    { "o365.audit.ModifiedProperties": undefined },
  ],
  [
    "extended properties and what they hide",
    {
      ExtendedProperties: [
        { Name: "RequestType", Value: "OAuth2:Authorize" },
        { Name: "UserAgent", Value: "curl/8" },
        { Name: "additionalDetails", Value: '{"User-Agent":"other","DeviceId":"d"}' },
      ],
    },
    {
      "o365.audit.ExtendedProperties": {
        RequestType: "OAuth2:Authorize",
        additionalDetails: { "User-Agent": "other", DeviceId: "d" },
      },
      "user_agent.original": "curl/8",
      "device.id": "d",
    },
  ],
  [
    "a sign-in",
    { RecordType: 15, Operation: "UserLoggedIn" },
    { "event.category": ["web", "authentication"], "event.type": ["info", "start", "access"] },
  ],
  [
    "a failed sign-in",
    { RecordType: 15, Operation: "UserLoginFailed", ResultStatus: "Failed" },
    { "event.outcome": "failure" },
  ],
  ["a result that is neither", { ResultStatus: "Whatever" }, { "event.outcome": "success" }],
  [
    "a user added",
    { RecordType: 8, Operation: "Add user.", Workload: "AzureActiveDirectory", ObjectId: "bob@example.com" },
    {
      "event.action": "added-user-account",
      "event.category": ["web", "iam"],
      "event.type": ["info", "user", "creation"],
      "user.target": { id: "bob@example.com", email: "bob@example.com", domain: "example.com", name: "bob" },
      "o365.audit.ObjectId": "bob@example.com",
    },
  ],
  ["the same operation of another schema", { RecordType: 1, Operation: "Add user." }, { "event.action": "Add user." }],
  [
    "a file downloaded",
    {
      RecordType: 6,
      Operation: "FileDownloaded",
      ObjectId: "https://example.com/f.docx",
      SourceFileName: "f.docx",
      SourceRelativeUrl: "docs",
      SourceFileExtension: "docx",
    },
    {
      "event.category": ["web", "file"],
      "event.type": ["info", "access"],
      "url.original": "https://example.com/f.docx",
      file: { directory: "docs", name: "f.docx", extension: "docx" },
      "o365.audit.ObjectId": undefined,
    },
  ],
  [
    "a mailbox item",
    { RecordType: 2, Operation: "MailItemsAccessed", MailboxOwnerUPN: "bob@example.com", UserId: "S-1-5" },
    { "event.category": ["web", "email"], "user.email": "bob@example.com" },
  ],
  [
    "aggregated mailbox items",
    { RecordType: 50, Folders: [{ Id: "f" }] },
    {
      "event.type": ["info", "access"],
      "o365.audit.ExchangeAggregatedFolders": [{ Id: "f" }],
      "o365.audit.Folders": undefined,
    },
  ],
  [
    "an alert",
    {
      RecordType: 40,
      Operation: "AlertTriggered",
      Name: "n",
      PolicyId: "p",
      Category: "ThreatManagement",
      Severity: "high",
    },
    {
      "event.kind": "alert",
      "event.severity": 4,
      rule: { name: "n", id: "p", category: "ThreatManagement" },
      message: "n",
      "event.category": ["web"],
    },
  ],
  [
    "a loss prevented",
    {
      RecordType: 11,
      Operation: "DlpRuleMatch",
      SharePointMetaData: { FileName: "f", FileOwner: "bob", UniqueId: "i" },
      PolicyDetails: [{ Rules: [{ RuleId: "r", RuleName: "R", Severity: "High", Actions: ["BlockAccess"] }] }],
    },
    {
      "event.kind": "alert",
      "event.outcome": "failure",
      "event.severity": 4,
      "rule.id": ["r"],
      "rule.name": ["R"],
      "file.name": "f",
      "file.inode": "i",
    },
  ],
  [
    "a team's members",
    {
      RecordType: 25,
      Operation: "MemberAdded",
      Workload: "MicrosoftTeams",
      TeamName: "t",
      Members: [{ UPN: "eve@example.com", DisplayName: "Help" }],
    },
    {
      "event.action": "added-users-to-group",
      "event.category": ["web", "iam"],
      "group.name": "t",
      "o365.audit.Members": [{ UPN: "eve@example.com", DisplayName: "Help" }],
      "related.user": ["eve@example.com", "ana", "ana@example.com"],
    },
  ],
  [
    "data as JSON text",
    { RecordType: 40, Data: '{"f3u":"bob@example.com","ts":"2026-03-10 02:00:00Z","sip":"nowhere","x":1}' },
    {
      "o365.audit.Data": {
        flattened: { f3u: "bob@example.com", ts: "2026-03-10 02:00:00Z", sip: "nowhere", x: 1 },
        f3u: "bob@example.com",
        ts: "2026-03-10T02:00:00.000Z",
      },
    },
  ],
  ["data that is no JSON", { Data: "{" }, { "o365.audit.Data": undefined }],
  [
    "the entities of an investigation",
    {
      RecordType: 64,
      UserId: "",
      Data: '{"Entities":[{"Recipient":"bob@example.com","SenderIP":"203.0.113.9","ThreatDetectionMethods":["m"]}]}',
    },
    {
      "email.to.address": ["bob@example.com"],
      "user.email": ["bob@example.com"],
      "o365.audit.ThreatDetectionMethods": ["m"],
    },
  ],
  ["no workload", { Workload: "" }, { "event.provider": "2" }],
  [
    "a platform by its number",
    { Platform: 1 },
    { "o365.audit.Platform": "Windows", "host.os": { type: "windows", platform: "Windows" } },
  ],
  [
    "an empty first address hides the others",
    { ClientIPAddress: "", ClientIP: "203.0.113.7" },
    { "client.ip": undefined, "o365.audit.ClientIP": "203.0.113.7" },
  ],
  [
    "operation properties as text",
    { OperationProperties: '[{"Name":"n","Value":"v"}]' },
    { "o365.audit.OperationProperties": [{ Name: "n", Value: "v" }] },
  ],
  ["an unknown schema", { RecordType: 9999 }, { "event.code": undefined, "o365.audit.RecordType": "9999" }],
];

for (const row of rows) test(`o365: ${row[0]}`, () => checkRow(auditRecord(row[1]), row));

const clients: readonly (readonly [string, Members])[] = [
  ["203.0.113.7", { address: "203.0.113.7" }],
  ["203.0.113.7:443", { address: "203.0.113.7", port: 443 }],
  ["[2001:db8::1]:443", { address: "2001:db8::1", port: 443 }],
  ["[2001:db8::1]", { address: "2001:db8::1" }],
  ["2001:db8::1", { address: "2001:db8::1" }],
  ["::ffff:203.0.113.7", { address: "203.0.113.7" }],
  ["[::ffff:203.0.113.7]:443", { address: "203.0.113.7", port: 443 }],
  ["client.example.com", { domain: "client.example.com" }],
  ["host (203.0.113.7)", { domain: "host", address: "203.0.113.7" }],
  ["[host (203.0.113.7)]", { domain: "host", address: "203.0.113.7" }],
  ["two words", { address: "two words" }],
];

for (const [text, endpoint] of clients) {
  test(`o365: the client ${text}`, () => assert.deepEqual(clientEndpoint(text), endpoint));
}

test("o365: servers", () => {
  assert.deepEqual(serverEndpoint("HE1 (15.20.1.1)\r\n"), { domain: "HE1", address: "15.20.1.1" });
  assert.deepEqual(serverEndpoint("[HE1 (15.20.1.1)]"), { domain: "HE1", address: "15.20.1.1" });
  assert.deepEqual(serverEndpoint("HE1"), { address: "HE1" });
});

test("o365: records inside other answers", () => {
  const direct = JSON.stringify(eventOf(auditRecord()).document);
  const searched = eventOf({
    RecordType: "ExchangeAdmin",
    Operations: "New-InboxRule",
    AuditData: JSON.stringify(auditRecord()),
  });
  const graph = eventOf({ id: "x", operation: "New-InboxRule", auditData: auditRecord() });
  assert.deepEqual([JSON.stringify(searched.document), JSON.stringify(graph.document)], [direct, direct]);
  for (const AuditData of ["{", '{"a":1}']) {
    const outcome = readRecord(JSON.stringify({ RecordType: "x", AuditData }), {});
    assert.ok(outcome.kind === "rejected" && outcome.reason === "broken unified audit log entry");
  }
});

test("o365: the id is the record's", () => assert.equal(eventOf(auditRecord()).id, "id-1"));

test("o365: hostile records never throw", () => {
  const lists = {
    Parameters: [{ Name: "a", Value: "b" }],
    ExtendedProperties: [{ Name: "a", Value: "b" }],
    ModifiedProperties: [{ Name: "a", OldValue: "b", NewValue: "c" }],
  };
  assertNeverThrows(
    auditRecord({ ...lists, OriginatingServer: "a (b)", AlertLinks: [{ AlertLinkHref: "h" }], Actions: ["{}"] }),
  );
  assertNeverThrows(
    auditRecord({
      RecordType: 13,
      ExchangeMetaData: { To: ["a"], From: "b" },
      PolicyDetails: [{ Rules: [{ RuleId: "r", RuleName: "n", Severity: "low", Actions: ["a"] }] }],
    }),
  );
  assertNeverThrows(
    auditRecord({
      RecordType: 25,
      Members: [{ UPN: "a" }],
      Data: '{"Entities":[{"Upn":"u"}]}',
      Item: { Subject: "s" },
    }),
  );
});

test("o365: long addresses are read in linear time", () => {
  for (const piece of ["a (", " (", "[", "1.", "::ffff:1", "a (b) "]) {
    const start = performance.now();
    clientEndpoint(piece.repeat(60_000));
    serverEndpoint(piece.repeat(60_000));
    assert.ok(performance.now() - start < 2000, piece);
  }
});
