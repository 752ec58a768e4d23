import assert from "node:assert/strict";
import { test } from "node:test";
import { oktaCategory } from "../../../src/normalize/oktaCategories.ts";
import { readRecord } from "../../../src/normalize/readRecord.ts";
import { assertNeverThrows, checkRow, eventOf, type Members, type Row, valuesOf } from "./otherRecords.ts";

const debug = "okta.debug_context.debug_data";

function logEvent(members: Members = {}): Members {
  return {
    uuid: "u-1",
    published: "2026-03-10T02:14:07.123Z",
    eventType: "user.session.start",
    displayMessage: "User login to Okta",
    actor: { id: "00u1", type: "User", alternateId: "ana.b@example.com", displayName: "Ana B" },
    client: {
      ipAddress: "203.0.113.7",
      device: "Computer",
      zone: "null",
      userAgent: { rawUserAgent: "curl/8", os: "Linux", browser: "UNKNOWN" },
      geographicalContext: {
        city: "Linz",
        state: "Upper Austria",
        country: "Austria",
        geolocation: { lat: 48.3, lon: 14.2 },
      },
    },
    outcome: { result: "SUCCESS", reason: null },
    securityContext: { asNumber: 64496, asOrg: "example net", domain: "example.net", isProxy: true, isp: "i" },
    target: null,
    ...members,
  };
}

const withDebug = (debugData: Members) => ({ debugContext: { debugData } });

const rows: readonly Row[] = [
  [
    "the plain members",
    {
      authenticationContext: {
        externalSessionId: "s",
        rootSessionId: "r",
        authenticationStep: 0,
        interface: "i",
        issuer: { id: "x" },
      },
    },
    {
      "@timestamp": "2026-03-10T02:14:07.123Z",
      "event.module": "okta",
      "event.kind": "event",
      "event.id": "u-1",
      "event.action": "user.session.start",
      "event.outcome": "success",
      "event.provider": undefined,
      "okta.uuid": "u-1",
      "okta.event_type": "user.session.start",
      "okta.display_message": "User login to Okta",
      "okta.actor": { alternate_id: "ana.b@example.com", display_name: "Ana B", id: "00u1", type: "User" },
      "okta.client.ip": "203.0.113.7",
      "okta.client.device": "Computer",
      "okta.client.zone": "null",
      "okta.client.user_agent.raw_user_agent": "curl/8",
      "okta.outcome": { result: "SUCCESS" },
      "okta.security_context": {
        as: { number: 64496, organization: { name: "example net" } },
        domain: "example.net",
        is_proxy: true,
        isp: "i",
      },
      "okta.authentication_context": {
        authentication_provider: "i",
        authentication_step: 0,
        external_session_id: "s",
        root_session_id: "r",
        issuer: { id: "x" },
      },
      "source.ip": "203.0.113.7",
      "client.ip": "203.0.113.7",
      "client.geo": {
        location: { lat: 48.3, lon: 14.2 },
        city_name: "Linz",
        region_name: "Upper Austria",
        country_name: "Austria",
      },
      "client.as.organization.name": "example net",
      "source.domain": "example.net",
      "user_agent.original": "curl/8",
      "related.ip": ["203.0.113.7"],
    },
  ],
  [
    "the actor is the user",
    {},
    {
      user: { name: "ana.b", full_name: "Ana B" },
      "client.user": { name: "ana.b", full_name: "Ana B", id: "00u1" },
      "source.user": { name: "ana.b", full_name: "Ana B", id: "00u1" },
      "related.user": ["Ana B", "ana.b"],
    },
  ],
  ["a sign-in", {}, { "event.category": ["authentication", "session"], "event.type": ["start", "info"] }],
  [
    "a challenge",
    { eventType: "user.authentication.auth_via_mfa" },
    { "event.category": ["authentication"], "event.type": ["info"] },
  ],
  [
    "an unknown event type",
    { eventType: "x.y" },
    { "event.category": undefined, "event.type": undefined, "event.action": "x.y" },
  ],
  ["denied", { outcome: { result: "DENY", reason: "r" } }, { "event.outcome": "failure", "okta.outcome.reason": "r" }],
  ["allowed", { outcome: { result: "ALLOW" } }, { "event.outcome": "success" }],
  ["any other result", { outcome: { result: "CHALLENGE" } }, { "event.outcome": "unknown" }],
  [
    "behaviours and a risk that are pairs",
    withDebug({
      behaviors: "{New Geo-Location=NEGATIVE, New IP=POSITIVE}",
      risk: "{reasons=Anomalous Device, level=MEDIUM}",
      dtHash: "h",
      factor: "OKTA_VERIFY_PUSH",
    }),
    {
      [`${debug}.flattened.behaviors`]: { "New Geo-Location": "NEGATIVE", "New IP": "POSITIVE" },
      [`${debug}.flattened.risk`]: { reasons: "Anomalous Device", level: "MEDIUM" },
      [`${debug}.flattened.risk_object`]: undefined,
      [`${debug}.flattened.dtHash`]: "h",
      [`${debug}.dt_hash`]: "h",
      [`${debug}.factor`]: "OKTA_VERIFY_PUSH",
      [`${debug}.risk_level`]: "MEDIUM",
      [`${debug}.risk_reasons`]: ["Anomalous Device"],
      [`${debug}.risk_behaviors`]: ["New IP"],
      [`${debug}.behaviors`]: undefined,
    },
  ],
  [
    "a risk whose reasons hold commas",
    withDebug({ risk: "{reasons=Anomalous Device, Anomalous Location, level=HIGH}" }),
    {
      [`${debug}.flattened.risk`]: { level: "HIGH", reasons: "Anomalous Device, Anomalous Location" },
      [`${debug}.flattened.risk_object`]: "{reasons=Anomalous Device, Anomalous Location, level=HIGH}",
      [`${debug}.risk_level`]: "HIGH",
      [`${debug}.risk_reasons`]: ["Anomalous Device", "Anomalous Location"],
    },
  ],
  [
    "what only the log has comes first",
    withDebug({ logOnlySecurityData: '{"risk":{"level":"LOW","reasons":"a, b"}}', risk: "{level=HIGH}" }),
    {
      [`${debug}.risk_level`]: "LOW",
      [`${debug}.risk_reasons`]: ["a", "b"],
      [`${debug}.flattened.logOnlySecurityData.risk.level`]: "LOW",
    },
  ],
  [
    "security data that is no JSON stays text",
    withDebug({ logOnlySecurityData: "{" }),
    { [`${debug}.flattened.logOnlySecurityData`]: "{", [`${debug}.risk_level`]: undefined },
  ],
  [
    "targets",
    {
      target: [
        { id: "p", type: "PolicyEntity", alternateId: "unknown", displayName: "P", detailEntry: { policyType: "x" } },
        {
          id: "u",
          type: "User",
          alternateId: "bob@example.com",
          displayName: "Bob",
          detailEntry: { methodTypeUsed: "m", other: 1 },
        },
        { id: "v", type: "User", displayName: "Second" },
        { id: "g", type: "UserGroup", displayName: "Admins" },
      ],
    },
    {
      "okta.target": [
        { id: "p", type: "PolicyEntity", alternate_id: "unknown", display_name: "P" },
        {
          id: "u",
          type: "User",
          alternate_id: "bob@example.com",
          display_name: "Bob",
          detailEntry: { methodTypeUsed: "m" },
        },
        { id: "v", type: "User", display_name: "Second" },
        { id: "g", type: "UserGroup", display_name: "Admins" },
      ],
      "user.target": { full_name: "Bob", id: "u", group: { name: "Admins", id: "g" } },
      "related.user": ["Ana B", "Bob", "ana.b"],
    },
  ],
  [
    "a device and its management",
    { device: { id: "d", managed: true, device_integrator: '{"a":1}' } },
    { "okta.device": { id: "d", managed: true, device_integrator: { a: 1 } } },
  ],
  [
    "the chain of addresses",
    {
      request: {
        ipChain: [{ ip: "203.0.113.7", source: null, geographicalContext: { city: "Linz", postalCode: "4020" } }],
      },
    },
    { "okta.request.ip_chain": [{ ip: "203.0.113.7", geographical_context: { city: "Linz", postal_code: "4020" } }] },
  ],
  [
    "a broken address",
    { client: { ipAddress: "x" } },
    { "okta.client.ip": undefined, "source.ip": undefined, "related.ip": undefined },
  ],
];

for (const row of rows) test(`okta: ${row[0]}`, () => checkRow(logEvent(row[1]), row));

test("okta: the two tables of categories are joined", () => {
  assert.deepEqual(oktaCategory("group.user_membership.add"), {
    category: ["iam"],
    type: ["group", "change", "creation", "user"],
  });
  assert.deepEqual(oktaCategory("security.request.blocked"), { category: ["threat"], type: ["network"] });
  assert.deepEqual(oktaCategory("constructor"), { category: [], type: [] });
});

test("okta: EventBridge and event hooks hold the event", () => {
  const direct = JSON.stringify(eventOf(logEvent()).document);
  const bridged = eventOf({ "detail-type": "SystemLog", source: "aws.partner/okta.com/x", detail: logEvent() });
  const hooked = eventOf({ eventType: "com.okta.event_hook", data: { events: [logEvent()] } });
  assert.deepEqual([JSON.stringify(bridged.document), JSON.stringify(hooked.document)], [direct, direct]);
  assert.deepEqual(readRecord(JSON.stringify({ data: { events: [logEvent(), logEvent()] } }), {}), {
    kind: "rejected",
    reason: "Okta event hook of several events",
    detail: "it holds 2 events; write those of data.events one to a line",
  });
});

test("okta: the id is the event's", () => {
  assert.equal(eventOf(logEvent()).id, "u-1");
  assert.match(eventOf(logEvent({ uuid: "" })).id, /^[0-9a-f]{64}$/);
});

test("okta: hostile events never throw", () => {
  assertNeverThrows(
    logEvent({
      ...withDebug({ behaviors: "{a=b}", risk: "x" }),
      target: [{ type: "User", detailEntry: {} }],
      request: { ipChain: [{ geographicalContext: {} }] },
    }),
  );
});

test("okta: long debug texts are read in linear time", () => {
  for (const piece of ["reasons=, ", ", a", "level= ", "{=, "]) {
    const start = performance.now();
    const event = eventOf(logEvent(withDebug({ risk: piece.repeat(40_000), behaviors: piece.repeat(40_000) })));
    assert.ok(valuesOf(event, ["okta.uuid"])["okta.uuid"] === "u-1" && performance.now() - start < 3000, piece);
  }
});
