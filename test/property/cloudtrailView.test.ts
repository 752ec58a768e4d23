import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { documentView, type EventView, type ValueNumbers, type Values } from "../../src/ecs/event.ts";
import type { Field } from "../../src/ecs/field.ts";
import type { Scalar } from "../../src/ecs/value.ts";
import { CopyingScan } from "../../src/io/copyingScan.ts";
import { PassingEvents } from "../../src/io/memberEvent.ts";
import { fastestScan, JsonScan, type MemberPlaces, MemberScan } from "../../src/kernel/index.ts";
import { CloudtrailViews } from "../../src/normalize/cloudtrailView.ts";
import { producedFields } from "../../src/normalize/producedFields.ts";
import { readRecord } from "../../src/normalize/readRecord.ts";
import type { NormalizedEvent, NormalizeOptions } from "../../src/normalize/record.ts";
import { loadUserAgentParser } from "../../src/normalize/userAgent.ts";
import { parseJson } from "../../src/text/json.ts";
import { anyJson, members, mutated, text } from "./cloudtrailArbitraries.ts";
import { numRuns } from "./numRuns.ts";

const scan = new MemberScan();
const fast = fastestScan();
const copying = new CopyingScan();
const options: NormalizeOptions = {
  userAgent: await loadUserAgentParser(),
  geo: (address) => ({ geo: { country_iso_code: address.length % 2 === 0 ? "AA" : "BB" }, as: { number: 64_496 } }),
};

const finder = new JsonScan();
const passing = new PassingEvents({ finder, views: new CloudtrailViews(options, finder) }, (event) => event);

const flattened = "aws.cloudtrail.flattened";
const below = ["request_parameters", "response_elements", "additional_eventdata", "service_event_details"].flatMap(
  (name) => ["userName", "UserName", "items", "a.b", "instanceId"].map((key) => `${flattened}.${name}.${key}`),
);
const names = [
  ...producedFields["aws.cloudtrail"].names,
  ...below,
  ...["azure.resource.name", "user.full_name", "user.entity.id", "entity.target.id", "related.entity", "message"],
  ...["source.geo.country_iso_code", "source.as.number", "process.name", "tags"],
];
const fields: readonly Field[] = names.flatMap((name) => defaultCatalogue.field(name) ?? []);

const fastFinder = fastestScan();
const fastPassing = new PassingEvents(
  { finder: fastFinder, views: new CloudtrailViews(options, fastFinder) },
  (event) => event,
);

/** The event read by members, as the fast path of a scan reads it: in the window of the WebAssembly scan, or anywhere. */
function byMembers(json: string, { id, atMs }: NormalizedEvent, isInWindow: boolean): NormalizedEvent | undefined {
  const text = Buffer.from(`${json}${JSON.stringify(id)}`);
  const end = text.length - Buffer.byteLength(JSON.stringify(id));
  const window = isInWindow ? fastFinder.buffer(text.length) : new Uint8Array(text.length);
  window.set(text);
  const bytes = Buffer.from(window.buffer, window.byteOffset, window.byteLength);
  const place = { bytes, start: 0, end };
  return (isInWindow ? fastPassing : passing).of(atMs, place, end + 1, text.length - 1);
}

/** Members in any order, so that the fields are asked for in any order too. */
const asked = fc.shuffledSubarray([...fields], { minLength: fields.length });

const records = fc.oneof(
  { weight: 3, arbitrary: mutated },
  fc
    .record({
      userIdentity: fc.dictionary(
        fc.constantFrom("type", "arn", "userName", "principalId", "invokedBy", "sessionContext", "onBehalfOf"),
        fc.oneof(text, anyJson),
        { noNullPrototype: true },
      ),
      additionalEventData: fc.dictionary(fc.constantFrom("UserName", "LoginTo", "MFAUsed"), text, {
        noNullPrototype: true,
      }),
      eventName: fc.constantFrom("UserAuthentication", "ConsoleLogin", "GetUser"),
      responseElements: fc.constantFrom(null, { ConsoleLogin: "Failure" }, { user: { userId: "u" } }),
    })
    .map((changes) => ({ eventTime: "2026-03-10T02:14:07Z", eventSource: "signin.amazonaws.com", ...changes })),
);

/** Words of values and keys that the records have. */
const words = ["User", "Login", "root", "Failure", "none", "Other", "true"];
const holds = (value: Scalar, word: string) => typeof value === "string" && value.includes(word);

/** By what gave the numbers, the values of each field and number that were seen. */
const numbered = new Map<ValueNumbers, Map<string, Values>>();

/** Values of one number are equal, from record to record. */
function noteNumber(view: EventView, field: Field, values: Values): void {
  const place = view.numbers!.placeOf(field);
  const number = place < 0 ? -1 : view.numberAt!(place);
  if (number < 0) return;
  const known = numbered.get(view.numbers!) ?? new Map<string, Values>();
  numbered.set(view.numbers!, known);
  const key = `${number} ${field.name}`;
  assert.deepEqual(values, known.get(key) ?? values, field.name);
  known.set(key, values);
}

test("a field read from its members has the values that the document has", () => {
  let read = 0;
  fc.assert(
    fc.property(records, asked, (record, order) => {
      const json = JSON.stringify(record);
      const outcome = readRecord(json, options);
      if (outcome.kind !== "event") return;
      for (const isInWindow of [true, false]) {
        const event = byMembers(json, outcome.event, isInWindow);
        if (event === undefined) return;
        read++;
        assert.equal(outcome.shape, "cloudtrail record");
        // A scan takes this way only where the id is not escaped.
        assert.equal(JSON.parse(`"${event.id}"`), outcome.event.id);
        const whole = documentView(outcome.event.document);
        for (const field of order) {
          const values = whole.values(field);
          noteNumber(event.fields!, field, values);
          assert.deepEqual(event.fields!.values(field), values, field.name);
          for (const word of words)
            if (event.fields!.lacks!(field, [word])) assert.ok(!values.some((value) => holds(value, word)), field.name);
        }
        assert.deepEqual(event.document, outcome.event.document);
      }
    }),
    { numRuns: numRuns(1500) },
  );
  assert.ok(read > 0);
});

test("what is no record of an event by itself is read as a whole", () => {
  const wrapped = fc.dictionary(fc.constantFrom(...members, "insightDetails"), fc.oneof(text, anyJson), {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(wrapped, fc.boolean(), (changes, isInsight) => {
      const eventType = isInsight ? "AwsCloudTrailInsight" : "AwsApiCall";
      const record = { eventName: "GetUser", eventSource: "iam.amazonaws.com", eventType, ...changes };
      const json = JSON.stringify({ ...record, eventTime: "2026-03-10T02:14:07Z" });
      const outcome = readRecord(json, options);
      const head = { kind: "event", dataset: "aws.cloudtrail", id: "e", atMs: 0, derived: [] } as const;
      const event = byMembers(json, { ...head, document: {} }, true);
      if (event !== undefined) assert.ok(outcome.kind === "event" && outcome.shape === "cloudtrail record", json);
    }),
    { numRuns: numRuns(3000) },
  );
});

/** An object's text whose keys may repeat, at any depth. */
const repeating = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('"a"', "1", "null", '"{\\"a\\":"', '"]"', "[]", "{}"),
    fc.array(tie("value"), { maxLength: 3 }).map((values) => `[ ${values.join(" , ")}]`),
    fc
      .array(fc.tuple(fc.constantFrom("a", "b", "ü", "", "c d"), tie("value")), { maxLength: 4 })
      .map((pairs) => `{ ${pairs.map(([key, value]) => `"${key}" : ${value}`).join(" ,")} }`),
  ),
})).value;

/** What both scans say of an object that stands somewhere in the window. */
function eitherWay(json: string): { bytes: Buffer; places: MemberPlaces | undefined } {
  const bytes = Buffer.from(`[1,${json}]`);
  const [start, end] = [3, bytes.length - 1];
  const places = scan.members(bytes, start, end)?.copy();
  const window = fast.buffer(bytes.length + 16);
  // What another input left over behind the end must not be looked at.
  window.fill(0x22).set(bytes);
  const fastPlaces = fast.members(window, start, end);
  assert.equal(fastPlaces === undefined, places === undefined, json);
  const copiedPlaces = copying.members(bytes, start, end)?.copy();
  for (const key of ["a", "b", "", "c d", "absent", "k0", "k63"]) {
    assert.deepEqual(placeOf(fastPlaces, key), placeOf(places, key), json);
    assert.deepEqual(placeOf(fastPlaces?.copy(), key), placeOf(places, key), json);
    assert.deepEqual(placeOf(copiedPlaces, key), placeOf(places, key), json);
  }
  return { bytes, places };
}

function placeOf(places: MemberPlaces | undefined, key: string): unknown {
  const member = places?.find(key) ?? -1;
  return member < 0 ? "absent" : [places!.valueStart(member), places!.valueEnd(member)];
}

test("keys that repeat are found, and members stand where they are said to", () => {
  fc.assert(
    fc.property(repeating, (json) => {
      const parsed = parseJson(json);
      assert.ok(parsed.ok);
      const isObject = json.startsWith("{");
      const { bytes, places } = eitherWay(json);
      assert.equal(places !== undefined, isObject && parsed.duplicateKeys === 0, json);
      if (places === undefined) return;
      for (const [key, value] of Object.entries(JSON.parse(json) as object)) {
        if (!/^[ -~]*$/.test(key)) continue;
        const member = places.find(key);
        assert.ok(member >= 0, key);
        const text = bytes.toString("utf8", places.valueStart(member), places.valueEnd(member));
        assert.deepEqual(JSON.parse(text), value);
      }
      assert.equal(places.find("absent"), -1);
    }),
    { numRuns: numRuns(5000) },
  );
});

test("an object with an escaped key, very many members or very many keys is read as a whole", () => {
  const many = (count: number) => `{${Array.from({ length: count }, (_, at) => `"k${at}":{}`).join()}}`;
  const cases: [string, boolean][] = [
    ['{"a":{"b":1}}', true],
    ['{"a":{"b":"\\u0041"}}', true],
    ['{"a":{"\\u0062":1}}', false],
    [many(64), true],
    [many(65), false],
    [`{"a":${many(1023)}}`, true],
    [`{"a":${many(1024)}}`, false],
    ["[1]", false],
  ];
  for (const [json, isRead] of cases) {
    assert.equal(eitherWay(json).places !== undefined, isRead, json.slice(0, 40));
  }
});
