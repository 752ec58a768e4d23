import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AzureResource, readAzureResource } from "../../../src/normalize/azureResource.ts";

const s = "0a1b2c3d-1111-2222-3333-444455556666";
const S = s.toUpperCase();

/** One row per id: what the seven patterns of the pipeline leave. */
const cases: readonly (readonly [string, AzureResource])[] = [
  [
    `/SUBSCRIPTIONS/${S}/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COMPUTE/SNAPSHOTS/SNAP1`,
    { subscriptionId: S, group: "RG", provider: "MICROSOFT.COMPUTE/SNAPSHOTS", name: "SNAP1" },
  ],
  [
    `/subscriptions/${s}/resourceGroups/rg/providers/Microsoft.Compute/snapshots/snap1`,
    { subscriptionId: s, group: "rg", provider: "Microsoft.Compute/snapshots", name: "snap1" },
  ],
  // A nested path stays in the name.
  [
    `/SUBSCRIPTIONS/${S}/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1/EXTENSIONS/CS`,
    { subscriptionId: S, group: "RG", provider: "MICROSOFT.COMPUTE/VIRTUALMACHINES", name: "VM1/EXTENSIONS/CS" },
  ],
  // The lower-case word: everything after /providers/ is the provider, and there is no group and no name.
  [
    `/subscriptions/${s}/resourcegroups/rg/providers/Microsoft.Compute/snapshots/snap1`,
    { subscriptionId: s, provider: "Microsoft.Compute/snapshots/snap1" },
  ],
  [
    `/SUBSCRIPTIONS/${S}/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.EVENTHUB/NAMESPACES/NS/AUTHORIZATIONRULES/ROOT`,
    { subscriptionId: S, group: "RG", provider: "MICROSOFT.EVENTHUB", namespace: "NS", authorizationRule: "ROOT" },
  ],
  // A namespace alone is a type like any other.
  [
    `/subscriptions/${s}/resourceGroups/rg/providers/Microsoft.EventHub/namespaces/ns`,
    { subscriptionId: s, group: "rg", provider: "Microsoft.EventHub/namespaces", name: "ns" },
  ],
  // The third pattern: a rule that is not below a namespace.
  [
    `/SUBSCRIPTIONS/${S}/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.RELAY/HUBS/H/AUTHORIZATIONRULES/R`,
    { subscriptionId: S, group: "RG", provider: "MICROSOFT.RELAY/HUBS", name: "H/AUTHORIZATIONRULES/R" },
  ],
  // An extension resource: the group reaches to the last provider.
  [
    `/subscriptions/${s}/resourceGroups/rg/providers/Microsoft.Compute/disks/d/providers/Microsoft.Insights/diagnosticSettings/x`,
    {
      subscriptionId: s,
      group: "rg/providers/Microsoft.Compute/disks/d",
      provider: "Microsoft.Insights/diagnosticSettings",
      name: "x",
    },
  ],
  // Namespaces of three words are not known to the patterns: the group takes it all.
  [
    `/subscriptions/${s}/resourceGroups/rg/providers/Sendgrid.Email.Pro/accounts/a`,
    {
      subscriptionId: s,
      group: "rg/providers/Sendgrid.Email.Pro/accounts/a",
      provider: "Sendgrid.Email.Pro/accounts/a",
    },
  ],
  [
    `/subscriptions/${s}/providers/Microsoft.Authorization/roleAssignments/x`,
    { subscriptionId: s, provider: "Microsoft.Authorization/roleAssignments" },
  ],
  [
    `/subscriptions/${s}/providers/Microsoft.domainRegistration`,
    { subscriptionId: s, provider: "Microsoft.domainRegistration" },
  ],
  [`/subscriptions/${s}/resourceGroups/rg`, { subscriptionId: s, group: "rg" }],
  [`/SUBSCRIPTIONS/{${S}}/RESOURCEGROUPS/RG`, { subscriptionId: `{${S}}`, group: "RG" }],
  [`/subscriptions/${s}`, { subscriptionId: s }],
  [`/Subscriptions/${s}/ResourceGroups/rg`, {}],
  [`/subscriptions/${s}/resourcegroups/rg`, { subscriptionId: s }],
  [
    `/subscriptions/not-a-guid/resourceGroups/rg/providers/Microsoft.Compute/disks/d`,
    { provider: "Microsoft.Compute/disks/d" },
  ],
  ["/tenants/t/providers/Microsoft.aadiam", { provider: "Microsoft.aadiam" }],
  ["/providers/Microsoft.Management/managementGroups/root", { provider: "Microsoft.Management/managementGroups/root" }],
  ["/providers/", {}],
  ["", {}],
  // Found anywhere in the id.
  [`x/subscriptions/y/subscriptions/${s}/resourceGroups/rg`, { subscriptionId: s, group: "rg" }],
];

describe("readAzureResource", () => {
  for (const [id, resource] of cases) {
    it(`reads ${id || "an empty id"}`, () => assert.deepEqual(readAzureResource(id), resource));
  }

  it("reads any case when it may", () => {
    const id = `/subscriptions/${s}/resourcegroups/rg/providers/Microsoft.Compute/snapshots/snap1`;
    const expected = { subscriptionId: s, group: "rg", provider: "Microsoft.Compute/snapshots", name: "snap1" };
    assert.deepEqual(readAzureResource(id, true), expected);
    assert.deepEqual(readAzureResource(id.replace("resourcegroups", "ResourceGroups"), true), expected);
  });

  it("is linear on hostile ids", () => {
    const prefix = `/SUBSCRIPTIONS/${S}/RESOURCEGROUPS/`;
    const hostile = [
      prefix.repeat(10_000),
      `${prefix}${"/PROVIDERS/A".repeat(50_000)}`,
      `${prefix}x/PROVIDERS/${"A".repeat(500_000)}`,
      `${prefix}${"/NAMESPACES/AUTHORIZATIONRULES".repeat(20_000)}`,
      "/SUBSCRIPTIONS/".repeat(40_000),
      `${prefix}\n`.repeat(10_000),
    ];
    for (const id of hostile) {
      const start = performance.now();
      readAzureResource(id);
      assert.ok(performance.now() - start < 1000, id.slice(0, 80));
    }
  });
});
