import assert from "node:assert/strict";
import { test } from "node:test";
import { hashMapOrder, javaMapString } from "../../../src/normalize/javaMap.ts";
import { parseJson } from "../../../src/text/json.ts";

function stringOf(json: string): string {
  const parsed = parseJson(json);
  assert.ok(parsed.ok);
  return javaMapString(parsed.value);
}

const strings: readonly (readonly [title: string, json: string, expected: string])[] = [
  ["an empty object", "{}", "{}"],
  ["a number, a boolean and null", '{"a":1,"b":true,"c":null}', "{a=1, b=true, c=null}"],
  ["lists", '{"l":["a",["b",{"c":[]}]]}', "{l=[a, [b, {c=[]}]]}"],
  ["nothing is quoted or escaped", '{"k, v=":"{x=y}, [\\""}', '{k, v=={x=y}, ["}'],
  [
    "integers keep their digits",
    '{"n":[12345678901234567890123,-0,9007199254740993]}',
    "{n=[12345678901234567890123, 0, 9007199254740993]}",
  ],
  ["doubles are Java's", '{"n":[1.0,1e10,1E-5,0.1,100.50,-0.0]}', "{n=[1.0, 1.0E10, 1.0E-5, 0.1, 100.5, -0.0]}"],
  ["integer-like keys stay in hash order", '{"10":1,"9":2,"b":3}', "{b=3, 9=2, 10=1}"],
  // Key order of records that Elastic publishes with its answer (elastic/integrations, fixtures of the pipeline).
  [
    "a console login",
    '{"MobileVersion":"No","LoginTo":"u","MFAUsed":"No"}',
    "{LoginTo=u, MobileVersion=No, MFAUsed=No}",
  ],
  [
    "an assumed role",
    '{"roleArn":"r","roleSessionName":"s","durationSeconds":3600}',
    "{durationSeconds=3600, roleArn=r, roleSessionName=s}",
  ],
  [
    "a database",
    '{"allocatedStorage":20,"dBInstanceClass":"c","dBInstanceIdentifier":"i","engine":"e","masterUserPassword":"p","masterUsername":"u"}',
    "{dBInstanceIdentifier=i, masterUsername=u, allocatedStorage=20, engine=e, dBInstanceClass=c, masterUserPassword=p}",
  ],
  [
    "a shared snapshot",
    '{"snapshotId":"snap-1","attributeType":"CREATE_VOLUME_PERMISSION","createVolumePermission":{"add":{"items":[{"userId":"123456789012"}]}}}',
    "{snapshotId=snap-1, attributeType=CREATE_VOLUME_PERMISSION, createVolumePermission={add={items=[{userId=123456789012}]}}}",
  ],
];

for (const [title, json, expected] of strings) test(title, () => assert.equal(stringOf(json), expected));

/** The bucket of a key, computed plainly, to check orders against. */
function bucketOf(key: string, capacity: number): number {
  let hash = 0;
  for (const unit of key.split("")) hash = (hash * 31 + unit.charCodeAt(0)) | 0;
  return (hash ^ (hash >>> 16)) & (capacity - 1);
}

function buckets(keys: readonly string[], capacity: number): number[] {
  return keys.map((key) => bucketOf(key, capacity));
}

const isAscending = (numbers: readonly number[]) =>
  numbers.every((number, at) => at === 0 || numbers[at - 1]! <= number);

const order = (keys: readonly string[]) => hashMapOrder(keys).map((at) => keys[at]!);
const letters = (count: number) => Array.from({ length: count }, (_, at) => `key${at * 7919}`);

for (const [count, capacity] of [
  [2, 16],
  [12, 16],
  [13, 32],
  [24, 32],
  [25, 64],
  [48, 64],
  [49, 128],
  [200, 512],
] as const) {
  test(`${count} keys stand in a table of ${capacity}`, () => {
    const keys = letters(count);
    const ordered = order(keys);
    assert.deepEqual([...ordered].sort(), [...keys].sort());
    assert.ok(isAscending(buckets(ordered, capacity)));
  });
}

test("the table's size shows: 12 and 13 keys are ordered differently", () => {
  const keys = letters(13);
  assert.ok(isAscending(buckets(order(keys.slice(0, 12)), 16)));
  assert.ok(!isAscending(buckets(order(keys), 16)));
});

test("keys with one hash keep their order", () => {
  // "Aa" and "BB" have one hashCode, and so have all strings made of them.
  assert.deepEqual(order(["BB", "Aa"]), ["BB", "Aa"]);
  assert.deepEqual(order(["Aa", "BB"]), ["Aa", "BB"]);
  const colliding = ["AaAa", "BBBB", "AaBB", "BBAa"];
  assert.deepEqual(order(colliding), colliding);
});

test("Host and x-amz-server-side-encryption-aws-kms-key-id share a bucket, so the record's order counts", () => {
  const key = "x-amz-server-side-encryption-aws-kms-key-id";
  assert.equal(bucketOf("Host", 16), bucketOf(key, 16));
  assert.deepEqual(order(["Host", key]), ["Host", key]);
  assert.deepEqual(order([key, "Host"]), [key, "Host"]);
});

test("a ninth key in one bucket doubles a small table", () => {
  const pairs = ["Aa", "BB"];
  const colliding = pairs.flatMap((a) => pairs.flatMap((b) => pairs.flatMap((c) => pairs.map((d) => a + b + c + d))));
  const bucket = bucketOf(colliding[0]!, 16);
  const eight = colliding.slice(0, 8);
  // A key that comes before the colliding ones in a table of 16 and after them in one of 32.
  const other = letters(5000).find((key) => bucketOf(key, 16) < bucket && bucketOf(key, 32) > bucketOf(eight[0]!, 32));
  assert.ok(other);
  assert.deepEqual(order([...eight, other]), [other, ...eight]);
  assert.deepEqual(order([...colliding.slice(0, 9), other]), [...colliding.slice(0, 9), other]);
});

test("depth and size of data are no matter", () => {
  const depth = 20_000;
  const parsed = parseJson("[".repeat(depth) + "]".repeat(depth), { depth });
  assert.ok(parsed.ok);
  assert.equal(javaMapString(parsed.value).length, depth * 2);
});
