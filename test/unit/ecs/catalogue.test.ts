import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { catalogueOf, defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { fieldsOfGroups } from "../../../src/ecs/fieldGroup.ts";

const types: readonly (readonly [name: string, type: string, ignoreAbove?: number])[] = [
  ["@timestamp", "date"],
  ["event.ingested", "date"],
  ["event.action", "keyword", 1024],
  ["event.dataset", "keyword", 1024],
  ["data_stream.dataset", "constant_keyword"],
  ["source.ip", "ip"],
  ["source.as.number", "long"],
  ["message", "match_only_text"],
  ["url.original", "wildcard"],
  ["related.entity", "keyword", 1024],
  ["aws.cloudtrail.request_parameters", "keyword", 8191],
  ["aws.cloudtrail.response_elements", "keyword", 8191],
  ["aws.cloudtrail.additional_eventdata", "keyword", 1024],
  ["aws.cloudtrail.read_only", "boolean"],
  ["aws.cloudtrail.management_event", "keyword", 1024],
  ["aws.cloudtrail.flattened.request_parameters", "flattened"],
  ["azure.activitylogs.properties", "flattened"],
  ["azure.activitylogs.identity.authorization.evidence.principal_id", "keyword", 1024],
  ["azure.signinlogs.properties.status.error_code", "long"],
  ["azure.signinlogs.properties.is_interactive", "boolean"],
  ["azure.auditlogs.properties.target_resources.0.display_name", "keyword", 1024],
  ["azure.auditlogs.properties.target_resources.9.modified_properties.19.new_value", "keyword", 1024],
  ["azure.graphactivitylogs.properties.client_auth_method", "integer"],
  ["kibana.alert.risk_score", "float"],
  ["_index", "keyword"],
];

for (const [name, type, ignoreAbove] of types) {
  test(`${name} is ${type}`, () => {
    const field = defaultCatalogue.field(name);
    assert.equal(field?.type, type);
    assert.equal(field?.name, name);
    assert.equal(field?.ignoreAbove, ignoreAbove);
  });
}

const leaves = [
  "aws.cloudtrail.flattened.request_parameters.ipPermissions.items.ipRanges.items.cidrIp",
  "azure.activitylogs.identity.claims.appid",
  "azure.activitylogs.properties.status_code",
  "azure.platformlogs.properties.log.user.username",
  "azure.platformlogs.identity.claim.upn",
  "azure.auditlogs.properties.target_resources.10.display_name",
  "azure.signinlogs.properties.authentication_details.authentication_method",
  "labels.team",
];

for (const name of leaves) {
  test(`${name}, below a flattened field or an open object, is a keyword`, () => {
    assert.deepEqual(defaultCatalogue.field(name), { name, type: "keyword" });
    assert.equal(defaultCatalogue.field(name), defaultCatalogue.field(name));
  });
}

for (const name of [
  "event.actoin",
  "",
  "aws",
  "aws.cloudtrail.flattened.request_parameters.",
  "__proto__",
  "toString",
]) {
  test(`${JSON.stringify(name)} is not mapped`, () => assert.equal(defaultCatalogue.field(name), undefined));
}

test("names are sorted, without repetition, and all answer", () => {
  const names = defaultCatalogue.names();
  assert.deepEqual(names, [...new Set(names)].sort());
  assert.ok(names.length > 2600);
  assert.ok(names.every((name) => defaultCatalogue.field(name)?.name === name));
});

test("the later of two fields with one name counts", () => {
  const groups = [
    { type: "keyword", names: "a b" },
    { type: "long", names: "b" },
  ] as const;
  assert.equal(catalogueOf(fieldsOfGroups(groups)).field("b")?.type, "long");
});

test("NOTICE names what the generated table comes from", () => {
  const notice = readFileSync(new URL("../../../NOTICE", import.meta.url), "utf8");
  assert.match(notice, /Elastic Common Schema/);
  assert.match(notice, /uap-core/);
});
