import assert from "node:assert/strict";
import { test } from "node:test";
import { kubernetesResource } from "../../../src/normalize/gcpOrchestrator.ts";
import { readRecord } from "../../../src/normalize/readRecord.ts";
import { assertNeverThrows, checkRow, eventOf, type Members, type Row, valuesOf } from "./otherRecords.ts";

const audit = "type.googleapis.com/google.cloud.audit.AuditLog";

const granted = (value: unknown) => [{ permission: "p", granted: value, resourceAttributes: { name: "n" } }];

function entry(payload: Members = {}, members: Members = {}): Members {
  return {
    insertId: "i-1",
    logName: "projects/example-prod/logs/cloudaudit.googleapis.com%2Factivity",
    severity: "NOTICE",
    timestamp: "2026-03-10T02:14:07.123456789Z",
    resource: { type: "gce_instance", labels: { project_id: "example-prod", instance_id: "77" } },
    protoPayload: {
      "@type": audit,
      serviceName: "compute.googleapis.com",
      methodName: "v1.compute.snapshots.insert",
      resourceName: "projects/example-prod/global/snapshots/copy",
      authenticationInfo: { principalEmail: "ana@example.com", principalSubject: "user:ana@example.com" },
      requestMetadata: { callerIp: "203.0.113.7", callerSuppliedUserAgent: "gcloud/463" },
      authorizationInfo: granted(true),
      ...payload,
    },
    ...members,
  };
}

const gke = (resourceName: string, type = "k8s_cluster") =>
  entry({ resourceName, serviceName: "k8s.io" }, { resource: { type, labels: { cluster_name: "prod-1" } } });

const rows: readonly (readonly [string, Members, Members])[] = [
  [
    "the call, its caller and where",
    entry(),
    {
      "@timestamp": "2026-03-10T02:14:07.123Z",
      "event.module": "gcp",
      "event.dataset": "gcp.audit",
      "event.id": "i-1",
      "event.kind": "event",
      "event.provider": "activity",
      "event.action": "v1.compute.snapshots.insert",
      "service.name": "compute.googleapis.com",
      "cloud.provider": "gcp",
      "cloud.project.id": "example-prod",
      "cloud.instance.id": "77",
      "client.user.email": "ana@example.com",
      "client.user.id": "user:ana@example.com",
      "user.email": "ana@example.com",
      "user.id": "user:ana@example.com",
      "user.name": undefined,
      "source.ip": "203.0.113.7",
      "user_agent.original": "gcloud/463",
      "log.level": "NOTICE",
      "log.logger": "projects/example-prod/logs/cloudaudit.googleapis.com%2Factivity",
      "gcp.audit.type": audit,
      "gcp.audit.resource_name": "projects/example-prod/global/snapshots/copy",
      "gcp.audit.authentication_info": undefined,
      "gcp.audit.authorization_info": [{ permission: "p", granted: true, resource_attributes: { name: "n" } }],
      "related.ip": ["203.0.113.7"],
      "related.user": ["ana@example.com"],
    },
  ],
  [
    "one permission, granted",
    entry(),
    { "event.outcome": "success", "event.category": ["network", "configuration"], "event.type": ["access", "allowed"] },
  ],
  [
    "one permission, refused",
    entry({ authorizationInfo: granted(false) }),
    { "event.outcome": "failure", "event.type": ["access", "denied"] },
  ],
  [
    "one permission of which nothing is said",
    entry({ authorizationInfo: [{}] }),
    { "event.outcome": "unknown", "event.category": ["network", "configuration"], "event.type": undefined },
  ],
  [
    "two permissions",
    entry({ authorizationInfo: [...granted(true), ...granted(true)] }),
    { "event.outcome": "unknown", "event.category": undefined, "event.type": undefined },
  ],
  [
    "a status without a code",
    entry({ status: {} }),
    { "event.outcome": "success", "gcp.audit.status.code": undefined },
  ],
  [
    "a status before a permission",
    entry({ status: { code: 7, message: "denied" } }),
    { "event.outcome": "failure", "gcp.audit.status.code": 7, "gcp.audit.status.message": "denied" },
  ],
  ["a code as text", entry({ status: { code: "0" } }), { "event.outcome": "success", "gcp.audit.status.code": 0 }],
  [
    "the start of a long operation",
    entry({ authorizationInfo: [] }, { operation: { id: "o-1", first: true } }),
    { "event.category": ["session"], "event.type": ["start"], "gcp.audit.logentry_operation.id": "o-1" },
  ],
  [
    "the end of one, with a permission",
    entry({}, { operation: { id: "i-1", last: true } }),
    {
      "event.category": ["session", "network", "configuration"],
      "event.type": ["end", "access", "allowed"],
      "gcp.audit.logentry_operation.id": undefined,
    },
  ],
  [
    "an operation by itself",
    entry({ authorizationInfo: [] }, { operation: { id: "o", first: true, last: true } }),
    { "event.category": undefined, "event.type": undefined },
  ],
  [
    "attributes are renamed up to the first permission without them",
    entry({ authorizationInfo: [...granted(true), { permission: "q" }, ...granted(true)] }),
    {
      "gcp.audit.authorization_info": [
        { permission: "p", granted: true, resource_attributes: { name: "n" } },
        { permission: "q" },
        { permission: "p", granted: true, resourceAttributes: { name: "n" } },
      ],
    },
  ],
  [
    "an address inside Google",
    entry({ requestMetadata: { callerIp: "gce-internal-ip" } }),
    { "source.ip": undefined, "related.ip": undefined },
  ],
  ["a private address", entry({ requestMetadata: { callerIp: "private" } }), { "source.ip": undefined }],
  [
    "a body whose usual objects are none",
    entry({ request: { policy: "text", a: "" }, response: { status: "RUNNING" } }),
    { "gcp.audit.request": { policy_value: "text" }, "gcp.audit.response": { status_value: "RUNNING" } },
  ],
  [
    "a body whose usual objects are objects",
    entry({ request: { policy: { a: 1 } }, response: { status: { phase: "Running" } } }),
    { "gcp.audit.request": { policy: { a: 1 } }, "gcp.audit.response": { status: { phase: "Running" } } },
  ],
  [
    "keys of dots alone are dropped",
    entry({ response: { "f:spec": { ".": {}, "..": { a: 1 }, "f:x": "y" } } }),
    { "gcp.audit.response": { "f:spec": { "f:x": "y" } } },
  ],
  [
    "roles that were bound",
    entry({
      serviceData: {
        policyDelta: { bindingDeltas: [{ action: "ADD", role: "roles/owner", member: "user:eve@example.com" }] },
      },
    }),
    {
      "gcp.audit.service_data.policy_delta.binding_deltas": [
        { action: "ADD", role: "roles/owner", member: "user:eve@example.com" },
      ],
    },
  ],
  [
    "labels",
    entry({}, { labels: { "authorization.k8s.io/decision": "allow" } }),
    { "gcp.audit.labels": { "authorization.k8s.io/decision": "allow" } },
  ],
  [
    "a Kubernetes resource keeps its name",
    gke("core/v1/namespaces/default/pods/web"),
    {
      "gcp.audit.resource_name": "core/v1/namespaces/default/pods/web",
      "orchestrator.type": "kubernetes",
      "orchestrator.cluster.name": "prod-1",
      "orchestrator.namespace": "default",
      "orchestrator.resource.type": "pods",
      "orchestrator.resource.name": "web",
      "orchestrator.api_version": "v1",
    },
  ],
  [
    "GKE's own calls tell the cluster alone",
    gke("projects/p/zones/z/clusters/c", "gke_cluster"),
    {
      "orchestrator.type": "kubernetes",
      "orchestrator.cluster.name": "prod-1",
      "orchestrator.resource.type": undefined,
    },
  ],
  ["a log name without its kind", entry({}, { logName: "projects/x/logs/audit" }), { "event.provider": undefined }],
];

for (const row of rows) test(`gcp: ${row[0]}`, () => checkRow(row[1], row as Row));

const names: readonly (readonly [string, Members | undefined])[] = [
  [
    "core/v1/namespaces/default/pods/web/exec",
    { api_version: "v1", namespace: "default", "resource.type": "pods", "resource.name": "web" },
  ],
  ["core/v1/namespaces/default", { api_version: "v1", "resource.type": "namespaces" }],
  ["apps/v1beta2/namespaces/a/deployments", { api_version: "v1beta2", namespace: "a", "resource.type": "deployments" }],
  ["rbac.authorization.k8s.io/v1/clusterroles/admin", { api_version: "v1", "resource.type": "clusterroles" }],
  ["apis/rbac.authorization.k8s.io/v1", { "resource.type": "rbac.authorization.k8s.io", api_version: "v1" }],
  ["api/v1", { api_version: "v1" }],
  ["readyz", { "resource.type": "readyz" }],
  ["HNAP1", undefined],
  ["", undefined],
];

for (const [name, parts] of names) {
  test(`gcp: the Kubernetes resource ${JSON.stringify(name)}`, () => assert.deepEqual(kubernetesResource(name), parts));
}

test("gcp: a long resource name is read in linear time", () => {
  for (const piece of ["/v1/namespaces/", "apis/a", "api/", "/v1", "a.a"]) {
    const start = performance.now();
    kubernetesResource(piece.repeat(50_000));
    assert.ok(performance.now() - start < 2000, piece);
  }
});

test("gcp: entries that are no audit log are skipped", () => {
  const reason = "Google Cloud log entry that is no audit log";
  const others = [
    entry({ "@type": "type.googleapis.com/google.appengine.logging.v1.RequestLog" }),
    {
      logName: "projects/x/logs/compute.googleapis.com%2Ffirewall",
      timestamp: "2026-03-10T02:14:07Z",
      jsonPayload: {},
    },
    { logName: "projects/x/logs/syslog", timestamp: "2026-03-10T02:14:07Z", textPayload: "x" },
  ];
  for (const other of others) assert.deepEqual(readRecord(JSON.stringify(other), {}), { kind: "skipped", reason });
});

test("gcp: a Pub/Sub message holds the entry", () => {
  const data = Buffer.from(JSON.stringify(entry())).toString("base64");
  const direct = eventOf(entry());
  const pushed = eventOf({ message: { data, messageId: "1" }, subscription: "s" });
  assert.deepEqual(JSON.stringify(pushed.document), JSON.stringify(direct.document));
  for (const broken of ["%%%", Buffer.from("{").toString("base64"), "/w=="]) {
    assert.equal(readRecord(JSON.stringify({ message: { data: broken } }), {}).kind, "rejected");
  }
});

test("gcp: Access Transparency entries have what the AuditLog lacks", () => {
  const { protoPayload: _payload, ...rest } = entry();
  const access = { methodName: "GoogleInternal.Read", serviceName: "Cloud Storage", callerIp: "203.0.113.9" };
  const event = eventOf({
    ...rest,
    logName: "organizations/1/logs/cloudaudit.googleapis.com%2Faccess_transparency",
    jsonPayload: { access },
  });
  assert.deepEqual(valuesOf(event, ["event.action", "service.name", "source.ip", "gcp.audit.access.method_name"]), {
    "event.action": "GoogleInternal.Read",
    "service.name": "Cloud Storage",
    "source.ip": "203.0.113.9",
    "gcp.audit.access.method_name": "GoogleInternal.Read",
  });
});

test("gcp: the id tells log, time and insert id", () => {
  const { id } = eventOf(entry());
  assert.equal(eventOf(entry({ methodName: "other" })).id, id);
  assert.notEqual(eventOf(entry({}, { timestamp: "2026-03-10T02:14:08Z" })).id, id);
  assert.notEqual(eventOf(entry({}, { logName: "l" })).id, id);
});

test("gcp: hostile entries never throw", () => {
  assertNeverThrows(entry({ request: { policy: {} }, status: { code: 1 } }, { operation: { id: "o", first: true } }));
  assertNeverThrows(gke("core/v1/namespaces/a/pods/b"));
});
