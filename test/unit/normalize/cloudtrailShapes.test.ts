import assert from "node:assert/strict";
import { test } from "node:test";
import { normalizerOf } from "../../../src/normalize/index.ts";
import { recognize } from "../../../src/normalize/recognize.ts";
import { json, record } from "./cloudtrailRecords.ts";

const insight = {
  eventVersion: "1.07",
  eventTime: "2026-03-10T02:14:07Z",
  eventType: "AwsCloudTrailInsight",
  eventID: "i-1",
  insightDetails: { state: "Start" },
};

const recognized: readonly (readonly [title: string, value: unknown, shape: string])[] = [
  ["a record", record(), "cloudtrail record"],
  ["a record without source", { eventVersion: "1.0", eventName: "X" }, "cloudtrail record"],
  ["a record without version", { eventSource: "s3.amazonaws.com", eventName: "X" }, "cloudtrail record"],
  [
    "an entry of lookup-events",
    { EventId: "e", EventName: "CreateSnapshot", CloudTrailEvent: JSON.stringify(record()) },
    "cloudtrail lookup-events",
  ],
  [
    "an event of EventBridge",
    { version: "0", "detail-type": "AWS API Call via CloudTrail", source: "aws.ec2", detail: record() },
    "cloudtrail eventbridge",
  ],
  ["an insight", insight, "cloudtrail insight"],
  [
    "an insight through EventBridge",
    { "detail-type": "AWS Insight via CloudTrail", detail: insight },
    "cloudtrail eventbridge",
  ],
];

for (const [title, value, shape] of recognized) {
  test(`${title} is recognised`, () => {
    const found = recognize(json(value));
    assert.ok(found.kind === "recognized");
    assert.equal(found.shape, shape);
    assert.equal(found.dataset, "aws.cloudtrail");
    assert.deepEqual(found.derived, []);
  });
}

test("what is wrapped is normalised like the bare record", () => {
  const documents = recognized
    .slice(0, 1)
    .concat(recognized.slice(3, 5))
    .map(([, value]) => {
      const found = recognize(json(value));
      assert.ok(found.kind === "recognized");
      return normalizerOf(found.dataset).normalize(found, {});
    });
  assert.deepEqual(documents[1], documents[0]);
  assert.deepEqual(documents[2], documents[0]);
});

test("a digest is skipped", () => {
  const digest = {
    awsAccountId: "1",
    digestStartTime: "2026-03-10T02:14:07Z",
    digestS3Object: "AWSLogs/1/CloudTrail-Digest/x",
    logFiles: [],
  };
  assert.deepEqual(recognize(json(digest)), { kind: "skipped", reason: "CloudTrail digest" });
});

const rejected: readonly (readonly [title: string, value: unknown, reason: string])[] = [
  ["null", null, "not an object"],
  ["a number", 5, "not an object"],
  ["a string", "x", "not an object"],
  ["an empty list", [], "not an object"],
  ["an empty object", {}, "unknown record"],
  ["any other object", { a: 1, b: { c: 2 } }, "unknown record"],
  ["lookup-events with broken text", { CloudTrailEvent: "{" }, "broken lookup-events entry"],
  ["lookup-events around something else", { CloudTrailEvent: "{}" }, "broken lookup-events entry"],
  [
    "another event of EventBridge",
    { "detail-type": "EC2 Instance State-change Notification", detail: { state: "x" } },
    "unknown record",
  ],
  [
    "a Security Lake record",
    { class_uid: 6003, metadata: { product: { name: "CloudTrail" }, version: "1.1.0" }, api: {} },
    "Security Lake (OCSF) record",
  ],
  ["an answer of CloudTrail Lake", { QueryResultRows: [] }, "CloudTrail Lake row"],
  ["a row of CloudTrail Lake", [{ eventName: "X" }, { eventSource: "s" }], "CloudTrail Lake row"],
  [
    "a row of CloudTrail Lake as an object",
    { eventName: "X", eventSource: "s", userIdentity: "{type=Root}" },
    "CloudTrail Lake row",
  ],
  ["a file that was not split", { Records: [record()] }, "file not split into records"],
  [
    "a notification of S3",
    { eventVersion: "2.1", eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3: {} },
    "AWS notification",
  ],
];

for (const [title, value, reason] of rejected) {
  test(`${title}: ${reason}`, () => {
    const found = recognize(json(value));
    assert.ok(found.kind === "rejected");
    assert.equal(found.reason, reason);
  });
}

test("the detail of an unknown record names a few keys, cut short", () => {
  const found = recognize(json({ ["k".repeat(1000)]: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }));
  assert.ok(found.kind === "rejected");
  assert.equal(found.detail, `its keys are ${"k".repeat(40)}, b, c, d, e, …`);
});
