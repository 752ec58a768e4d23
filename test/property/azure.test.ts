import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { getField, printDocument } from "../../src/ecs/document.ts";
import { readAzureResource } from "../../src/normalize/azureResource.ts";
import { recognizeAzure } from "../../src/normalize/azureShapes.ts";
import { azureUser } from "../../src/normalize/azureUser.ts";
import { normalizerOf } from "../../src/normalize/index.ts";
import { uriParts } from "../../src/normalize/uriParts.ts";
import { printJson } from "../../src/text/json.ts";
import {
  exportRecord,
  jsonObject,
  logAnalyticsRow,
  powershellRecord,
  restRecord,
} from "../unit/normalize/azureRecords.ts";
import {
  aadGraphRecord,
  auditRecord,
  directoryAudit,
  graphRecord,
  keyVaultRecord,
  kubeAuditRecord,
  riskRecord,
  signIn,
  signInRecord,
} from "../unit/normalize/entraRecords.ts";

const entra = [
  signInRecord(),
  signIn(),
  auditRecord(),
  directoryAudit(),
  kubeAuditRecord(),
  keyVaultRecord(),
  graphRecord(),
  aadGraphRecord(),
  riskRecord(),
] as const;

const json = fc.jsonValue({ maxDepth: 4 });
const keys = fc.constantFrom(
  "__proto__",
  "constructor",
  "value",
  "claims",
  "name",
  "properties",
  "identity",
  "status",
  "targetResources",
  "log",
  "operationName",
  "requestUri",
  "a.b",
  "",
);

/** A value with some of its members replaced, removed or joined by others, at any depth. */
const mutated = fc
  .tuple(
    fc.constantFrom(exportRecord(), restRecord(), logAnalyticsRow(), powershellRecord(), ...entra, ...entra),
    fc.array(fc.tuple(fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }), fc.option(json), fc.option(keys)), {
      maxLength: 6,
    }),
  )
  .map(([record, changes]) => {
    const copy = structuredClone(record);
    for (const [path, value, key] of changes) change(copy, path, value, key);
    return copy;
  });

function change(object: Record<string, unknown>, path: readonly number[], value: unknown, key: string | null): void {
  const names = Object.keys(object);
  const name = names[path[0]! % Math.max(1, names.length)];
  if (name === undefined) return;
  const inner = object[name];
  if (path.length > 1 && typeof inner === "object" && inner !== null && !Array.isArray(inner)) {
    change(inner as Record<string, unknown>, path.slice(1), value, key);
  } else if (key === null) object[name] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Recognises and normalises; what comes out must print, and agree with what was told before. */
function run(record: unknown): void {
  const recognition = recognizeAzure(jsonObject(record));
  if (recognition?.kind !== "recognized") return;
  const normalizer = normalizerOf(recognition.dataset);
  const identity = normalizer.identify(recognition);
  const before = printJson(recognition.record);
  const result = normalizer.normalize(recognition, {});
  assert.equal(printJson(recognition.record), before, "the record is not changed");
  if (result.kind === "rejected") return;
  JSON.parse(printDocument(result.document));
  assert.equal(getField(result.document, "event.action"), identity.action);
  assert.equal(getField(result.document, "event.dataset"), identity.dataset);
  assert.equal(Date.parse(String(getField(result.document, "@timestamp"))), result.atMs);
}

describe("azure", () => {
  it("never throws on any JSON object", () => {
    fc.assert(fc.property(fc.dictionary(fc.oneof(fc.string(), keys), json), run), { numRuns: 500 });
  });

  it("never throws on mutated records", () => {
    fc.assert(fc.property(mutated, run), { numRuns: 2000 });
  });

  it("reads any resource id into parts of it", () => {
    const pieces = fc.constantFrom(
      "/SUBSCRIPTIONS/",
      "/subscriptions/0a1b2c3d-1111-2222-3333-444455556666",
      "/resourceGroups/",
      "/resourcegroups/",
      "/providers/",
      "/PROVIDERS/",
      "Microsoft.Compute",
      "/disks/d",
      "/",
      "é\n",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.boolean(), (parts, lenient) => {
        const id = parts.join("");
        for (const part of Object.values(readAzureResource(id, lenient))) assert.ok(id.includes(part));
      }),
    );
  });

  it("takes any address apart, or not at all", () => {
    const pieces = fc.constantFrom(
      "https:",
      "//",
      "u:p@",
      "host",
      ":80",
      "/a%C3%A9",
      "%",
      "%zz",
      "?q",
      "#f",
      " ",
      "[::1]",
      "é",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 10 }), (parts) => {
        const address = parts.join("");
        const url = uriParts(address);
        assert.ok(url === undefined || url["original"] === address || address === "");
        if (url?.["extension"] !== undefined) assert.ok(String(url["path"]).endsWith(`.${url["extension"]}`));
      }),
    );
  });

  it("makes every name claim a user whose name is part of it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "@", ".", "#", " ", "+", "-", "é"), minLength: 1 }),
        (claim) => {
          const user = azureUser(claim);
          assert.ok(user !== undefined && user.name !== "" && claim.includes(user.name));
          assert.equal(user.email, user.domain === undefined ? undefined : claim);
        },
      ),
    );
  });
});
