import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { recognizeAzure } from "../../../src/normalize/azureShapes.ts";
import { exportRecord, jsonObject, logAnalyticsRow, powershellRecord, restRecord, snapshotId } from "./azureRecords.ts";

function recognized(record: unknown) {
  const result = recognizeAzure(jsonObject(record));
  assert.equal(result?.kind, "recognized");
  return result;
}

describe("recognizeAzure", () => {
  const shapes = [
    ["azure export", exportRecord()],
    ["azure rest", restRecord()],
    ["azure log analytics", logAnalyticsRow()],
    ["azure powershell", powershellRecord()],
  ] as const;
  for (const [shape, record] of shapes) {
    it(`knows ${shape} and brings it to the form of exports`, () => {
      const { shape: known, dataset, record: adapted } = recognized(record);
      assert.equal(known, shape);
      assert.equal(dataset, "azure.activitylogs");
      assert.equal(adapted.get("operationName"), "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE");
      assert.equal(adapted.get("resourceId"), snapshotId);
      assert.equal(adapted.get("resultType"), "Success");
      assert.equal(adapted.get("category"), "Administrative");
      assert.equal(adapted.get("callerIpAddress"), "198.51.100.7");
      assert.match(String(adapted.get("time")), /^2026-03-10T02:14:07\.123/);
    });
  }

  it("takes exports as they are, in whatever case", () => {
    const result = recognized(exportRecord({ operationName: "Microsoft.Compute/snapshots/write" }));
    assert.equal(result.record.get("operationName"), "Microsoft.Compute/snapshots/write");
    assert.deepEqual(result.derived, []);
    assert.equal(result.original, undefined);
  });

  it("says what an adapter made up, and keeps the record as it was", () => {
    const { derived, original } = recognized(restRecord());
    for (const field of ["event.action", "event.outcome", "azure.resource.name", "event.duration"]) {
      assert.ok(derived.includes(field), field);
    }
    assert.ok(!derived.includes("azure.activitylogs.category"));
    assert.equal(original?.get("caller"), "alice@contoso.example");
    const unchanged = recognized(logAnalyticsRow({ _ResourceId: snapshotId })).derived;
    assert.deepEqual([...unchanged].sort(), ["event.duration", "labels.eqlite_adapted"]);
  });

  it("takes Administrative where a REST record has no category", () => {
    const { dataset, derived, record } = recognized(restRecord({ category: undefined }));
    assert.equal(dataset, "azure.activitylogs");
    assert.equal(record.get("category"), "Administrative");
    assert.ok(derived.includes("azure.activitylogs.category"));
  });

  const words = { Started: "Start", Accepted: "Accept", Succeeded: "Success", Failed: "Failure", Active: "Active" };
  for (const [rest, word] of Object.entries(words)) {
    it(`calls REST's ${rest} ${word}`, () => {
      assert.equal(recognized(restRecord({ status: { value: rest } })).record.get("resultType"), word);
    });
  }

  it("takes columns of the older Log Analytics schema", () => {
    const row = logAnalyticsRow({
      ActivityStatusValue: "",
      CategoryValue: null,
      Category: "Administrative",
      CallerIpAddress: "",
      Claims: "",
      Claims_d: { appid: "a" },
    });
    const { record } = recognized(row);
    assert.equal(record.get("resultType"), "Success");
    assert.equal(record.get("callerIpAddress"), "198.51.100.8");
    assert.equal(record.has("tenantId"), false);
    assert.ok(JSON.stringify([...(record.get("identity") as Map<string, unknown>).keys()]).includes("claims"));
  });

  const routes: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ category: "Administrative" }, "azure.activitylogs"],
    [{ category: "Security" }, "azure.activitylogs"],
    [{ category: "ServiceHealth" }, "azure.activitylogs"],
    [{ category: "Alert" }, "azure.activitylogs"],
    [{ category: "Recommendation" }, "azure.activitylogs"],
    [{ category: "Policy" }, "azure.activitylogs"],
    [{ category: "Autoscale" }, "azure.activitylogs"],
    [{ category: "ResourceHealth" }, "azure.activitylogs"],
    [{ category: null, Category: "Policy" }, "azure.activitylogs"],
    [{ category: null, CategoryValue: "Policy" }, "azure.activitylogs"],
    [{ category: "Write" }, "azure.platformlogs"],
    [{ category: "Delete" }, "azure.platformlogs"],
    [{ category: "Action" }, "azure.platformlogs"],
    [{ category: "administrative" }, "azure.platformlogs"],
    [{ category: "kube-audit" }, "azure.platformlogs"],
    [{ category: { value: "Administrative" } }, "azure.platformlogs"],
    [{ category: "SignInLogs" }, "azure.signinlogs"],
    [{ category: "NonInteractiveUserSignInLogs" }, "azure.signinlogs"],
    [{ category: "ServicePrincipalSignInLogs" }, "azure.signinlogs"],
    [{ category: "ManagedIdentitySignInLogs" }, "azure.signinlogs"],
    [{ category: "MicrosoftServicePrincipalSignInLogs" }, "azure.signinlogs"],
    [{ category: "ADFSSignInLogs" }, "azure.signinlogs"],
    [{ category: null, Category: "SignInLogs" }, "azure.signinlogs"],
    [{ category: "AuditLogs" }, "azure.auditlogs"],
    [{ category: "MicrosoftGraphActivityLogs" }, "azure.graphactivitylogs"],
    [{ category: "AzureADGraphActivityLogs" }, "azure.aadgraphactivitylogs"],
    [{ category: "RiskyUsers" }, "azure.identity_protection"],
    [{ category: "UserRiskEvents" }, "azure.identity_protection"],
    [{ category: "RiskyServicePrincipals" }, "azure.platformlogs"],
    [{ category: "ServicePrincipalRiskEvents" }, "azure.platformlogs"],
    [{ category: "kube-audit-admin" }, "azure.platformlogs"],
    [{ category: "guard" }, "azure.platformlogs"],
    [{ category: undefined }, "azure.events"],
  ];
  for (const [change, dataset] of routes) {
    it(`routes ${JSON.stringify(change)} to ${dataset}`, () => {
      assert.equal(recognized(exportRecord(change)).dataset, dataset);
    });
  }

  const streams = {
    ProvisioningLogs: "azure.provisioning",
    AZFWDnsQuery: "azure.firewall_logs",
  };
  for (const [category, stream] of Object.entries(streams)) {
    it(`rejects ${category} by the name of its stream`, () => {
      assert.deepEqual(recognizeAzure(jsonObject(exportRecord({ category }))), {
        kind: "rejected",
        reason: `${stream} is not yet supported`,
      });
    });
  }

  const foreign = [
    {},
    { eventName: "CreateSnapshot", eventSource: "ec2.amazonaws.com", eventTime: "2026-03-10T02:14:07Z" },
    { time: "2026-03-10T02:14:07Z" },
    { time: "2026-03-10T02:14:07Z", operationName: "x" },
    { time: "2026-03-10T02:14:07Z", category: "something" },
    { TimeGenerated: "2026-03-10T02:14:07Z", Type: "Heartbeat" },
    { createdDateTime: "2026-03-10T02:14:07Z", category: "kube-audit" },
    { createdDateTime: "2026-03-10T02:14:07Z", appId: "a", displayName: "an application" },
    { activityDateTime: "2026-03-10T02:14:07Z", activityDisplayName: "Add user" },
    { time: 1, resourceId: "/subscriptions/x" },
  ];
  for (const record of foreign) {
    it(`leaves ${JSON.stringify(record)} to others`, () => {
      assert.equal(recognizeAzure(jsonObject(record)), undefined);
    });
  }
});
