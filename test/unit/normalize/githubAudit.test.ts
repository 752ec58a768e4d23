import assert from "node:assert/strict";
import { test } from "node:test";
import { readRecord } from "../../../src/normalize/readRecord.ts";
import { assertNeverThrows, checkRow, eventOf, type Members, type Row } from "./otherRecords.ts";

function auditEvent(members: Members = {}): Members {
  return {
    "@timestamp": 1773108847123,
    _document_id: "doc-1",
    action: "org.add_member",
    actor: "ana",
    actor_id: 1001,
    actor_ip: "203.0.113.7",
    org: "example",
    org_id: 42,
    user: "bob",
    user_id: 1002,
    ...members,
  };
}

const rows: readonly Row[] = [
  [
    "the plain members",
    { permission: "admin", operation_type: "create", actor_location: { country_code: "AT" }, user_agent: "git/2.43.0" },
    {
      "@timestamp": "2026-03-10T02:14:07.123Z",
      "event.module": "github",
      "event.kind": "event",
      "event.id": "doc-1",
      "event.action": "org.add_member",
      "user.name": "ana",
      "user.id": "1001",
      "user.target.name": "bob",
      "user.target.id": "1002",
      "user.target.group.name": "example",
      "group.name": "example",
      "client.geo.country_iso_code": "AT",
      "github.actor": undefined,
      "github.action": undefined,
      "github.@timestamp": undefined,
      "github.actor_id": "1001",
      "github.actor_ip": "203.0.113.7",
      "github.org": "example",
      "github.org_id": "42",
      "github.permission": "admin",
      "github.operation_type": "create",
      "github.category": "org",
      "github.user_agent": "git/2.43.0",
      "user_agent.original": "git/2.43.0",
      "source.ip": undefined,
      "related.ip": ["203.0.113.7"],
      "related.user": ["ana", "bob", "1001", "1002"],
    },
  ],
  [
    "an organisation's member added",
    {},
    { "event.category": ["configuration", "web", "iam"], "event.type": ["group", "user", "creation"] },
  ],
  [
    "a team's member removed",
    { action: "team.remove_member", team: "example/red" },
    { "event.type": ["group", "user", "deletion"], "group.name": "example/red" },
  ],
  [
    "an installation",
    { action: "integration_installation.create" },
    {
      "event.category": ["configuration", "web"],
      "event.type": ["creation"],
      "github.category": "integration_installation",
    },
  ],
  ["a deletion", { action: "integration_installation.delete" }, { "event.type": ["deletion"] }],
  ["anything else is a change", { action: "protected_branch.policy_override" }, { "event.type": ["change"] }],
  ["words count wherever they stand", { action: "repo.address_deleted" }, { "event.type": ["creation", "deletion"] }],
  ["an alert", { action: "secret_scanning_alert.create" }, { "event.kind": "alert" }],
  [
    "a team inside data",
    { team: undefined, data: { team: "t", old_user: "o" } },
    { "github.team": "t", "user.target.group.name": "o" },
  ],
  [
    "booleans as text",
    { public_repo: "True", repository_public: "maybe" },
    { "github.public_repo": true, "github.repository_public": undefined },
  ],
  ["lists of ids", { repositories_added: [1, 2] }, { "github.repositories_added": ["1", "2"] }],
  [
    "events of a hook",
    { events: ["push", "fork"] },
    { "github.events": ["push", "fork"], "github.events_object": undefined },
  ],
  [
    "events that are objects",
    { events: [{ a: "b" }] },
    { "github.events": undefined, "github.events_object": [{ a: "b" }] },
  ],
  ["a broken address", { actor_ip: "nowhere" }, { "github.actor_ip": undefined, "related.ip": undefined }],
  [
    "objects below the event",
    { reasons: [{ code: "c", message: "m" }] },
    { "github.reasons": [{ code: "c", message: "m" }] },
  ],
  [
    "empty members",
    { user: "", repo: "", team: null },
    { "user.target.name": undefined, "github.repo": undefined, "user.target.group.name": undefined },
  ],
  [
    "the time of the API",
    { "@timestamp": undefined, created_at: "1773108847123" },
    { "@timestamp": "2026-03-10T02:14:07.123Z" },
  ],
];

for (const row of rows) test(`github: ${row[0]}`, () => checkRow(auditEvent(row[1]), row));

test("github: a time that is none is told", () => {
  const outcome = readRecord(JSON.stringify(auditEvent({ "@timestamp": "2026-03-10T02:14:07Z" })), {});
  assert.deepEqual(outcome, {
    kind: "rejected",
    reason: "no usable time",
    detail: '@timestamp is no time: "2026-03-10T02:14:07Z"',
  });
});

test("github: the id is the document's, else the record's digest", () => {
  assert.equal(eventOf(auditEvent()).id, "doc-1");
  assert.match(eventOf(auditEvent({ _document_id: undefined })).id, /^[0-9a-f]{64}$/);
});

test("github: what merely has an action is none of its events", () => {
  for (const record of [
    { action: "opened", created_at: 1 },
    { action: "a.b", created_at: 1 },
    { action: "a.b", org: "o" },
  ]) {
    assert.equal(readRecord(JSON.stringify(record), {}).kind, "rejected");
  }
});

test("github: hostile events never throw", () => {
  assertNeverThrows(
    auditEvent({ data: { team: "t", old_user: "o", started_at: "x" }, events: ["a"], actor_location: { ip: "1" } }),
  );
});
