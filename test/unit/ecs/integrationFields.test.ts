import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { addedFields, alertAliases } from "../../../src/ecs/addedFields.ts";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { documentView } from "../../../src/ecs/event.ts";
import type { Field } from "../../../src/ecs/field.ts";
import { type FieldGroup, fieldsOfGroups, openObjectsOf } from "../../../src/ecs/fieldGroup.ts";
import { ecsFields } from "../../../src/ecs/generated/ecsFields.ts";
import { understandQuery } from "../../../src/rule/understandQuery.ts";

const folder = new URL("../../../src/ecs/", import.meta.url);

async function tablesOfFolder(): Promise<ReadonlyMap<string, readonly FieldGroup[]>> {
  const tables = new Map<string, readonly FieldGroup[]>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith("Fields.ts")) continue;
    const name = file.slice(0, -".ts".length);
    const module: Record<string, unknown> = await import(new URL(file, folder).href);
    tables.set(name, module[name] as readonly FieldGroup[]);
  }
  return tables;
}

const tables = await tablesOfFolder();
const ecsNames = new Set(fieldsOfGroups(ecsFields).map(({ name }) => name));

test("every table of the folder is known", () => {
  assert.ok(tables.size >= 16);
  assert.equal(tables.get("addedFields"), addedFields);
});

for (const [table, groups] of tables) {
  test(`${table}: the names of each group are sorted, and none comes twice`, () => {
    for (const { prefix = "", names } of groups) {
      const written = names.trim().split(/\s+/);
      assert.deepEqual(written, [...new Set(written)].sort(), String(prefix));
    }
    const all = fieldsOfGroups(groups).map(({ name }) => name);
    assert.deepEqual(all.toSorted(), [...new Set(all)].sort());
  });

  test(`${table}: no field is one of ECS, and all are in the catalogue as declared`, () => {
    for (const field of fieldsOfGroups(groups)) {
      assert.ok(!ecsNames.has(field.name), `${field.name} is declared by ECS`);
      assert.deepEqual(defaultCatalogue.field(field.name), field);
    }
  });

  test(`${table}: names are dotted paths, and only objects are open`, () => {
    for (const { name, type, ignoreAbove } of fieldsOfGroups(groups)) {
      assert.match(name, /^[^\s.*]+(\.[^\s.*]+)*$/);
      assert.ok(ignoreAbove === undefined || type === "keyword" || type === "wildcard", name);
    }
    for (const { open, type } of groups) assert.ok(open === undefined || type === "object");
  });
}

test("no two tables name the same field", () => {
  const owners = new Map<string, string>();
  for (const [table, groups] of tables) {
    for (const { name } of fieldsOfGroups(groups)) {
      assert.equal(owners.get(name), undefined, `${name} is in ${owners.get(name)} and ${table}`);
      owners.set(name, table);
    }
  }
});

const spotChecks: readonly (readonly [source: string, name: string, type: string, ignoreAbove?: number])[] = [
  ["endpoint process", "process.Ext.token.integrity_level_name", "keyword", 1024],
  ["endpoint process", "process.Ext.effective_parent.executable", "keyword", 1024],
  ["endpoint process", "process.Ext.relative_file_creation_time", "double"],
  ["endpoint process", "process.parent.Ext.real.pid", "long"],
  ["endpoint process", "process.Ext.code_signature", "nested"],
  ["endpoint process", "process.Ext.created_suspended", "boolean"],
  ["endpoint process", "process.origin_url", "keyword", 8192],
  ["endpoint process", "user.Ext.real.id", "keyword", 1024],
  ["endpoint file", "file.Ext.entropy", "double"],
  ["endpoint file", "file.Ext.header_bytes", "keyword", 1024],
  ["endpoint file", "file.Ext.windows.zone_identifier", "keyword", 1024],
  ["endpoint file", "Persistence.name", "keyword", 1024],
  ["endpoint library", "dll.Ext.relative_file_creation_time", "double"],
  ["endpoint library", "dll.Ext.code_signature.thumbprint_sha256", "keyword", 64],
  ["endpoint network", "dns.Ext.status", "long"],
  ["endpoint registry", "Effective_process.pid", "long"],
  ["endpoint api", "process.Ext.api.parameters.size", "unsigned_long"],
  ["endpoint api", "Target.process.Ext.memory_region.mapped_pe.imports", "flattened"],
  ["endpoint api", "process.Ext.memory_region.strings", "unsupported"],
  ["endpoint device", "device.product_id", "keyword", 1024],
  ["windows forwarded", "winlog.event_data.LogonType", "keyword", 1024],
  ["windows forwarded", "winlog.process.pid", "long"],
  ["windows forwarded", "winlog.time_created", "date"],
  ["windows sysmon_operational", "winlog.event_data.GrantedAccess", "keyword", 1024],
  ["windows powershell_operational", "powershell.file.script_block_text", "text"],
  ["windows powershell_operational", "powershell.file.script_block_entropy_bits", "float"],
  ["system security", "winlog.logon.type", "keyword", 1024],
  ["system auth", "system.auth.ssh.method", "keyword", 1024],
  ["auditd_manager auditd", "auditd.data.a2", "keyword", 1024],
  ["auditd_manager auditd", "auditd.data.argc", "long"],
  ["okta system", "okta.actor.id", "keyword", 1024],
  ["okta system", "okta.security_context.is_proxy", "boolean"],
  ["o365 audit", "o365.audit.Parameters.ForwardTo", "keyword", 1024],
  ["o365 audit", "o365.audit.OperationCount", "long"],
  ["o365 audit", "o365.audit.Members", "flattened"],
  ["google_workspace drive", "google_workspace.drive.owner_is_team_drive", "boolean"],
  ["google_workspace token", "google_workspace.token.client.id", "keyword", 1024],
  ["google_workspace admin", "google_workspace.admin.bulk_upload.total", "long"],
  ["github audit", "github.actor_ip", "ip"],
  ["github audit", "github.repository_public", "boolean"],
  ["kubernetes audit_logs", "kubernetes.audit.annotations.authorization_k8s_io/decision", "keyword", 1024],
  ["kubernetes audit_logs", "kubernetes.audit.user.groups", "text"],
  ["kubernetes audit_logs", "kubernetes.audit.requestObject.spec.hostPID", "boolean"],
  ["network_traffic redis", "network_traffic.redis.query", "keyword", 1024],
  ["network_traffic flow", "flow.final", "boolean"],
  ["fortinet_fortigate log", "fortinet.firewall.cfgpath", "keyword", 1024],
  ["problemchild", "problemchild.prediction_probability", "float"],
  ["azure identity_protection", "azure.identityprotection.properties.risk_level", "keyword", 1024],
  ["gcp audit", "gcp.audit.authorization_info.granted", "boolean"],
];

for (const [source, name, type, ignoreAbove] of spotChecks) {
  test(`${source}: ${name} is ${type}`, () => {
    const field: Field = { name, type: type as Field["type"], ...(ignoreAbove === undefined ? {} : { ignoreAbove }) };
    assert.deepEqual(defaultCatalogue.field(name), field);
  });
}

for (const name of [
  "winlog.event_data.AttributeLDAPDisplayName",
  "winlog.user_data.Anything",
  "okta.debug_context.debug_data.changedAttributes",
  "o365.audit.ModifiedProperties.IsPublic.NewValue",
  "kubernetes.audit.user.extra.authentication.kubernetes.io/pod-name",
  "github.events_object.anything",
]) {
  test(`${name}, below an open object, is a keyword without a limit`, () => {
    assert.deepEqual(defaultCatalogue.field(name), { name, type: "keyword" });
  });
}

test("an object that is not open has no children but those declared", () => {
  assert.equal(defaultCatalogue.field("process.Ext.token.integrity_level"), undefined);
  assert.equal(defaultCatalogue.field("winlog.event_dta.LogonType"), undefined);
});

test("open objects are those of the groups that say so, under every prefix", () => {
  const groups: FieldGroup[] = [
    { type: "object", prefix: ["a.", "b."], names: "x y", open: true },
    { type: "object", names: "c" },
  ];
  assert.deepEqual(openObjectsOf(groups), ["a.x", "a.y", "b.x", "b.y"]);
  assert.deepEqual(
    fieldsOfGroups(groups).map(({ name }) => name),
    ["a.x", "a.y", "b.x", "b.y", "c"],
  );
});

const slips: readonly (readonly [written: string, meant: string])[] = [
  ["winlog.computer_nam", "winlog.computer_name"],
  ["process.Ext.token.integrity_level_nam", "process.Ext.token.integrity_level_name"],
  ["okta.outcome.reasn", "okta.outcome.reason"],
];

for (const [written, meant] of slips) {
  test(`a rule that says ${written} is told of ${meant}`, () => {
    const { diagnostics } = understandQuery({ name: "rule", text: `any where ${written} == "x"` }, defaultCatalogue);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ["EQL101"],
    );
    assert.ok(diagnostics[0]?.help?.includes(`\`${meant}\``), diagnostics[0]?.help);
  });
}

const accepted = [
  'process where process.Ext.token.integrity_level_name : "system" and process.parent.Ext.real.pid > 0',
  "library where dll.Ext.relative_file_creation_time < 500 and dll.code_signature.trusted != true",
  'any where winlog.event_data.ObjectDN : "CN=*" and winlog.logon.type : "Network"',
  'any where `kubernetes.audit.annotations.authorization_k8s_io/decision` == "allow"',
  'any where okta.debug_context.debug_data.factor == "OKTA_VERIFY_PUSH" and github.repository_public == true',
  'any where signal.rule.threat.tactic.name == "Credential Access"',
];

for (const text of accepted) {
  test(`EQL reads ${text}`, () => {
    assert.deepEqual(understandQuery({ name: "rule", text }, defaultCatalogue).diagnostics, []);
  });
}

const refused: readonly (readonly [query: string, code: string])[] = [
  ['any where kubernetes.audit.user.groups == "system:masters"', "EQL102"],
  ['process where process.Ext.code_signature.status == "trusted"', "EQL102"],
  ['any where winlog.event_data == "x"', "EQL102"],
  ['any where process.parent.Ext.real.pid : "4"', "EQL104"],
];

for (const [text, code] of refused) {
  test(`EQL refuses ${text}`, () => {
    const { diagnostics } = understandQuery({ name: "rule", text }, defaultCatalogue);
    assert.deepEqual(
      diagnostics.map((found) => found.code),
      [code],
    );
  });
}

test("an alert's former names read what the present ones hold", () => {
  const view = documentView({ kibana: { alert: { rule: { name: "Brute force", tags: ["a", "b"] } } } });
  for (const alias of alertAliases) assert.ok(defaultCatalogue.field(alias.path ?? "") !== undefined, alias.name);
  assert.deepEqual(view.values(defaultCatalogue.field("signal.rule.name")!), ["Brute force"]);
  assert.deepEqual(view.values(defaultCatalogue.field("signal.rule.tags")!), ["a", "b"]);
});
