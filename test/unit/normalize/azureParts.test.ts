import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { azureDuration } from "../../../src/normalize/azureDuration.ts";
import { azureOutcome, exportStatus } from "../../../src/normalize/azureStatus.ts";
import { parseAzureTimestamp } from "../../../src/normalize/azureTimestamp.ts";
import { type AzureUser, azureUser } from "../../../src/normalize/azureUser.ts";
import { JsonNumber, type JsonValue } from "../../../src/text/json.ts";

describe("azureUser", () => {
  const names: readonly (readonly [string, AzureUser | undefined])[] = [
    ["alice@contoso.com", { name: "alice", domain: "contoso.com", email: "alice@contoso.com" }],
    ["bob_gmail.com#EXT#@x.onmicrosoft.com", { name: "bob_gmail.com#EXT#@x.onmicrosoft.com" }],
    ["live.com#bob@x", { name: "bob", domain: "x", email: "live.com#bob@x" }],
    ["bob+x@y", { name: "x", domain: "y", email: "bob+x@y" }],
    ["Michell Lan@z", { name: "Lan", domain: "z", email: "Michell Lan@z" }],
    [
      "azure-backup-service@evil.example",
      { name: "azure-backup-service", domain: "evil.example", email: "azure-backup-service@evil.example" },
    ],
    ["just a name", { name: "just a name" }],
    ["", undefined],
    ["@x.com", { name: "@x.com" }],
    ["a@", { name: "a@" }],
    ["a@-x", { name: "a@-x" }],
    ["a@@b@c", { name: "b", domain: "c", email: "a@@b@c" }],
    ["a@x.y. and more", { name: "a", domain: "x.y.", email: "a@x.y. and more" }],
    ["a@x_y", { name: "a", domain: "x", email: "a@x_y" }],
    [`a@${"x".repeat(70)}`, { name: "a", domain: "x".repeat(63), email: `a@${"x".repeat(70)}` }],
  ];
  for (const [claim, user] of names) {
    it(`reads ${JSON.stringify(claim.slice(0, 50))}`, () => assert.deepEqual(azureUser(claim), user));
  }
});

describe("parseAzureTimestamp", () => {
  const times: readonly (readonly [string, string | undefined])[] = [
    ["2026-03-10T02:14:07.1239999Z", "2026-03-10T02:14:07.123Z"],
    ["2026-03-10T02:14:07.22Z", "2026-03-10T02:14:07.220Z"],
    ["2026-03-10T02:14:07.535404056Z", "2026-03-10T02:14:07.535Z"],
    ["2026-03-10T02:14:07", "2026-03-10T02:14:07.000Z"],
    ["2026-03-10T04:14:07+02:00", "2026-03-10T02:14:07.000Z"],
    ["2026-03-10T2:14:07.000Z", "2026-03-10T02:14:07.000Z"],
    ["3/10/2026 2:14:07 AM", "2026-03-10T02:14:07.000Z"],
    ["03/10/2026 02:14:07 PM", "2026-03-10T14:14:07.000Z"],
    ["3/10/2026 12:00:00 AM", "2026-03-10T00:00:00.000Z"],
    ["3/10/2026 12:00:00 PM", "2026-03-10T12:00:00.000Z"],
    ["3/10/2026 3:14:07 AM +01:00", "2026-03-10T02:14:07.000Z"],
    ["3/10/2026 3:14:07 AM Z", "2026-03-10T03:14:07.000Z"],
    ["3/10/2026 02:14:07", "2026-03-10T02:14:07.000Z"],
    ["3/10/2026 13:14:07 PM", undefined],
    ["3/10/2026 0:14:07 AM", undefined],
    ["13/10/2026 02:14:07", undefined],
    ["2/30/2026 02:14:07", undefined],
    ["1773108847123", undefined],
    ["yesterday", undefined],
    ["", undefined],
  ];
  for (const [text, expected] of times) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const atMs = parseAzureTimestamp(text);
      assert.equal(atMs === undefined ? undefined : new Date(atMs).toISOString(), expected);
    });
  }
});

describe("azureOutcome", () => {
  const outcomes: readonly (readonly [unknown, unknown, string | undefined])[] = [
    ["Success", undefined, "success"],
    ["SUCCESS", undefined, "success"],
    ["Failure", undefined, "failure"],
    ["Failure", "success", "failure"],
    ["Start", undefined, undefined],
    ["Accept", undefined, undefined],
    ["Active", undefined, undefined],
    ["Succeeded", undefined, undefined],
    ["Failed", undefined, undefined],
    ["Start", "success", "success"],
    [undefined, "unknown", "unknown"],
    [undefined, "Success", undefined],
    [7, 7, undefined],
  ];
  for (const [resultType, result, outcome] of outcomes) {
    it(`takes ${resultType} and ${result} for ${outcome}`, () =>
      assert.equal(azureOutcome(resultType, result), outcome));
  }

  it("knows the words of exports", () => {
    assert.deepEqual(["Started", "Accepted", "Succeeded", "Failed", "Resolved"].map(exportStatus), [
      "Start",
      "Accept",
      "Success",
      "Failure",
      "Resolved",
    ]);
  });
});

describe("azureDuration", () => {
  const durations: readonly (readonly [JsonValue | undefined, number | bigint | undefined])[] = [
    ["0", 0],
    ["2500", 2_500_000_000],
    ["-5", -5_000_000],
    ["1.5", undefined],
    ["soon", undefined],
    ["", undefined],
    [new JsonNumber("12"), 12_000_000],
    [new JsonNumber("2147"), 2_147_000_000],
    // The product of two Java integers wraps.
    [new JsonNumber("2148"), 2_148_000_000 - 2 ** 32],
    [new JsonNumber("1.5"), 1_500_000],
    [new JsonNumber("5000000000"), 5_000_000_000_000_000],
    ["99999999999", 99_999_999_999_000_000n],
    [true, undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [sent, nanos] of durations) {
    const shown = sent instanceof JsonNumber ? sent.text : JSON.stringify(sent);
    it(`makes ${nanos} of ${shown}`, () => assert.equal(azureDuration(sent), nanos));
  }
});
