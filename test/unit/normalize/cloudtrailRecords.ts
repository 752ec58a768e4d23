import assert from "node:assert/strict";
import { getField } from "../../../src/ecs/document.ts";
import type { EcsValue } from "../../../src/ecs/value.ts";
import { awsCloudtrail } from "../../../src/normalize/awsCloudtrail.ts";
import { recognize } from "../../../src/normalize/recognize.ts";
import type { NormalizedEvent, NormalizeOptions, Rejected } from "../../../src/normalize/record.ts";
import { type JsonValue, parseJson } from "../../../src/text/json.ts";

/** A JSON value of ours from a JavaScript literal. */
export function json(value: unknown): JsonValue {
  const parsed = parseJson(JSON.stringify(value));
  assert.ok(parsed.ok);
  return parsed.value;
}

/** A small record; members given replace those here, undefined ones are left out. */
export function record(members: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: "1.09",
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: "arn:aws:iam::111122223333:user/alice",
      accountId: "111122223333",
      accessKeyId: "AKIAEXAMPLE",
      userName: "alice",
    },
    eventTime: "2026-03-10T02:14:07Z",
    eventSource: "ec2.amazonaws.com",
    eventName: "CreateSnapshot",
    awsRegion: "us-east-1",
    sourceIPAddress: "203.0.113.7",
    userAgent: "aws-cli/2.17.60",
    requestParameters: { volumeId: "vol-0123456789abcdef0" },
    responseElements: { snapshotId: "snap-0123456789abcdef0" },
    requestID: "r-1",
    eventID: "e-1",
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: "111122223333",
    eventCategory: "Management",
    ...members,
  };
}

/** What the pipeline makes of a record. */
export function normalize(
  members: Record<string, unknown>,
  options: NormalizeOptions = {},
): NormalizedEvent | Rejected {
  const recognized = recognize(json(record(members)));
  assert.equal(recognized.kind, "recognized");
  assert.ok(recognized.kind === "recognized");
  return awsCloudtrail.normalize(recognized, options);
}

/** The event of a record that the pipeline takes. */
export function event(members: Record<string, unknown> = {}, options: NormalizeOptions = {}): NormalizedEvent {
  const result = normalize(members, options);
  assert.equal(result.kind, "event");
  return result as NormalizedEvent;
}

/** The values of some fields, as plain JavaScript. */
export function fieldsOf({ document }: NormalizedEvent, names: readonly string[]): (EcsValue | undefined)[] {
  return names.map((name) => {
    const value = getField(document, name);
    return value === undefined ? undefined : (structuredClone(value) as EcsValue);
  });
}
