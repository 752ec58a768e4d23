import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { type EcsObject, isEcsObject } from "../../../src/ecs/value.ts";
import { normalizerOf } from "../../../src/normalize/index.ts";
import { canProduce, producedFields } from "../../../src/normalize/producedFields.ts";
import { recognize } from "../../../src/normalize/recognize.ts";
import type { Dataset, NormalizeOptions } from "../../../src/normalize/record.ts";
import { type JsonValue, parseJson } from "../../../src/text/json.ts";
import { entraEverything } from "./entraEverything.ts";
import { otherEverything } from "./otherEverything.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Fields that Elasticsearch has of every document without their standing in it. */
const outsideTheDocument = ["_id", "_index"];

function object(members: Readonly<Record<string, unknown>>): EcsObject {
  const result = Object.create(null) as EcsObject;
  for (const [key, value] of Object.entries(members)) {
    result[key] = (
      typeof value === "object" && value !== null ? object(value as Record<string, unknown>) : value
    ) as never;
  }
  return result;
}

const place = {
  city_name: "Linz",
  continent_name: "Europe",
  country_iso_code: "AT",
  country_name: "Austria",
  location: { lat: 48.3, lon: 14.3 },
  region_iso_code: "AT-4",
  region_name: "Upper Austria",
};

const options: NormalizeOptions = {
  userAgent: (original) =>
    object({ original, name: "a", version: "1", device: { name: "b" }, os: { name: "c", version: "2", full: "c 2" } }),
  geo: () => ({ geo: object(place), as: object({ number: 64_496, organization: { name: "d" } }) }),
};

/** The fields of a document that hold a value, arrays passed through. */
function leavesOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, path));
  if (!isEcsObject(value as never) || /(?:^|\.)geo\.location$/.test(path)) return path === "" ? [] : [path];
  return Object.entries(value as EcsObject).flatMap(([key, child]) =>
    leavesOf(child, path === "" ? key : `${path}.${key}`),
  );
}

interface Produced {
  readonly dataset: Dataset;
  readonly fields: string[];
}

function produce(value: JsonValue): Produced {
  const recognized = recognize(value);
  assert.ok(recognized.kind === "recognized", JSON.stringify(recognized));
  // The router sends records of old categories elsewhere, but the pipeline reads them when it is given them.
  const isOld = recognized.record.get("category") === "Write";
  const found = isOld ? { ...recognized, dataset: "azure.activitylogs" as const } : recognized;
  const event = normalizerOf(found.dataset).normalize(found, options);
  assert.ok(event.kind === "event", JSON.stringify(event));
  return { dataset: found.dataset, fields: leavesOf(event.document, "") };
}

function parsed(text: string): JsonValue {
  const result = parseJson(text);
  assert.ok(result.ok);
  return result.value;
}

const cloudtrail = {
  eventVersion: "1.11",
  eventTime: "2026-03-10T02:14:07Z",
  eventSource: "iam.amazonaws.com",
  eventName: "CreateUser",
  awsRegion: "us-east-1",
  sourceIPAddress: "203.0.113.7",
  userAgent: "aws-cli/2",
  errorCode: "AccessDenied",
  errorMessage: "denied",
  eventID: "00000000-1111-4222-8333-444444444444",
  requestID: "r",
  eventType: "AwsApiCall",
  eventCategory: "Management",
  apiVersion: "2010-05-08",
  managementEvent: true,
  readOnly: false,
  recipientAccountId: "111122223333",
  sharedEventID: "s",
  vpcEndpointId: "vpce-1",
  vpcEndpointAccountId: "111122223333",
  sessionCredentialFromConsole: "true",
  tlsDetails: {
    tlsVersion: "TLSv1.3",
    cipherSuite: "c",
    clientProvidedHostHeader: "h.example.com",
    keyExchange: "x25519",
  },
  addendum: { reason: "r", updatedFields: "u", originalRequestID: "o", originalEventID: "e" },
  resources: [
    { ARN: "arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789", accountId: "111122223333", type: "t" },
  ],
  requestParameters: { userName: "u", newUserName: "n", groupName: "g", instanceId: "i-0123456789abcdef0" },
  responseElements: { user: { userId: "AIDA" }, group: { groupId: "AGPA" } },
  additionalEventData: { LoginTo: "l", MobileVersion: "No", MFAUsed: "Yes" },
  serviceEventDetails: { a: "b" },
  insightDetails: { state: "Start" },
};

const session = {
  attributes: { mfaAuthenticated: "true", creationDate: "2026-03-10T02:00:00Z" },
  sessionIssuer: {
    type: "Role",
    principalId: "p",
    arn: "arn:aws:iam::111122223333:role/r",
    accountId: "1",
    userName: "r",
  },
  ec2RoleDelivery: "2.0",
  sourceIdentity: "i",
  webIdFederationData: { federatedProvider: "f", attributes: { a: "b" } },
  assumedRoot: "true",
  signInSessionArn: "a",
};

const identity = {
  type: "AssumedRole",
  principalId: "AROA:alice@example.com",
  arn: "arn:aws:sts::111122223333:assumed-role/r/alice@example.com",
  accountId: "111122223333",
  accessKeyId: "ASIA",
  userName: "x",
  invokedBy: "x.amazonaws.com",
  invokedByDelegate: { accountId: "1" },
  credentialId: "c",
  identityProvider: "i",
  onBehalfOf: { userId: "u", identityStoreArn: "a" },
  inScopeOf: { issuerType: "t", credentialsIssuedTo: "c", sourceArn: "a", sourceAccount: "b" },
  sessionContext: session,
};

const activity = {
  time: "2026-03-10T02:14:07Z",
  resourceId:
    "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.COMPUTE/SNAPSHOTS/S",
  operationName: "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE",
  operationVersion: "1",
  category: "Administrative",
  resultType: "Success",
  resultSignature: "Succeeded.",
  durationMs: "5",
  callerIpAddress: "203.0.113.7",
  correlationId: "c",
  level: "Information",
  Level: 4,
  tenantId: "t",
  location: "global",
  identity: {
    authorization: {
      scope: "s",
      action: "a",
      evidence: {
        role: "Owner",
        roleAssignmentScope: "s",
        roleDefinitionId: "d",
        roleAssignmentId: "i",
        principalId: "p",
        principalType: "User",
      },
    },
    claims: {
      name: "Ana",
      appid: "a",
      "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name": "ana@example.com",
      "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname": "A",
      "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname": "Ana",
    },
  },
  properties: { statusCode: "OK", statusMessage: "m", eventCategory: "Administrative" },
};

const namespaced = `${activity.resourceId.slice(0, activity.resourceId.indexOf("/PROVIDERS"))}/PROVIDERS/MICROSOFT.EVENTHUB/NAMESPACES/N/AUTHORIZATIONRULES/R`;

const { category: _category, ...uncategorized } = activity;

/** Records that hold, between them, every member that a pipeline reads. */
const everything: readonly unknown[] = [
  { ...cloudtrail, userIdentity: identity },
  { ...cloudtrail, eventName: "ConsoleLogin", userIdentity: { type: "Root" }, sourceIPAddress: "AWS Internal" },
  { ...cloudtrail, userIdentity: { type: "AWSService", invokedBy: "x.amazonaws.com" } },
  activity,
  { ...activity, category: "Policy", identity: "someone", callerIpAddress: "unknown", resourceId: namespaced },
  { ...activity, category: "Write" },
  ...entraEverything.map((record) => ({ ...record, resourceId: activity.resourceId })),
  ...entraEverything.map((record) => ({ ...record, resourceId: namespaced })),
  uncategorized,
  ...otherEverything,
];

function recordLines(): string[] {
  const folder = join(root, "detections");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /tests.*\.ndjson$/.test(name),
  );
  return names.flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"));
}

function collect(values: Iterable<JsonValue>): Map<Dataset, Set<string>> {
  const fields = new Map<Dataset, Set<string>>(
    (Object.keys(producedFields) as Dataset[]).map((dataset) => [dataset, new Set()]),
  );
  for (const value of values) {
    const produced = produce(value);
    for (const field of produced.fields) fields.get(produced.dataset)!.add(field);
  }
  return fields;
}

const ofEverything = collect(everything.map((record) => parsed(JSON.stringify(record))));

test("every listed field is set by some record", () => {
  for (const [dataset, fields] of ofEverything) {
    const missing = producedFields[dataset].names.filter(
      (name) => !fields.has(name) && !outsideTheDocument.includes(name),
    );
    assert.deepEqual(missing, [], dataset);
  }
});

test("what is set and mapped is listed, for every record at hand", () => {
  const ofDetections = collect(recordLines().map(parsed));
  assert.ok(ofDetections.get("aws.cloudtrail")!.size > 50 && ofDetections.get("azure.activitylogs")!.size > 30);
  for (const found of [ofEverything, ofDetections]) {
    for (const [dataset, fields] of found) {
      const unlisted = [...fields].filter((name) => defaultCatalogue.field(name) && !canProduce(dataset, name));
      assert.deepEqual(unlisted, [], dataset);
    }
  }
});

test("every listed field is mapped, and every open tree holds mapped leaves", () => {
  for (const [dataset, { names, open }] of Object.entries(producedFields)) {
    for (const name of [...names, ...open.map((tree) => `${tree}.x`)]) {
      assert.ok(defaultCatalogue.field(name), `${name} of ${dataset}`);
    }
    assert.deepEqual(names, [...new Set(names)].sort(), `${dataset} has no repeated name`);
  }
});
