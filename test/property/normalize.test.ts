import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { printDocument } from "../../src/ecs/document.ts";
import { documentView } from "../../src/ecs/event.ts";
import { normalizerOf } from "../../src/normalize/index.ts";
import { hashMapOrder, javaMapString } from "../../src/normalize/javaMap.ts";
import { recognize } from "../../src/normalize/recognize.ts";
import type { Identity, NormalizedEvent } from "../../src/normalize/record.ts";
import { type JsonValue, parseJson, printJson } from "../../src/text/json.ts";
import { anyJson, base, mutated } from "./cloudtrailArbitraries.ts";

function parsed(text: string): JsonValue {
  const result = parseJson(text, { depth: 10_000 });
  assert.ok(result.ok);
  return result.value;
}

/** What came of a value, if it is an event; what must hold of any is checked on the way. */
function check(value: JsonValue): NormalizedEvent | undefined {
  const found = recognize(value);
  if (found.kind !== "recognized") {
    assert.ok(found.reason.length > 0);
    return undefined;
  }
  const normalizer = normalizerOf(found.dataset);
  const before = printJson(found.record);
  const identity = normalizer.identify(found);
  const event = normalizer.normalize(found, {});
  assert.equal(printJson(found.record), before, "the record is not changed");
  if (event.kind === "rejected") return undefined;
  checkEvent(event, identity);
  return event;
}

function checkEvent(event: NormalizedEvent, identity: Identity): void {
  const view = documentView(event.document);
  const read = (name: string) => view.values(defaultCatalogue.field(name)!);
  assert.ok(Number.isSafeInteger(event.atMs));
  assert.deepEqual(read("@timestamp"), [event.atMs]);
  assert.deepEqual(read("event.dataset"), [event.dataset]);
  const longest = 1024;
  for (const [name, known] of [
    ["event.provider", identity.provider],
    ["event.action", identity.action],
  ] as const) {
    if (known === undefined || known.length <= longest)
      assert.deepEqual(read(name), known === undefined ? [] : [known]);
  }
  assert.doesNotThrow(() => JSON.parse(printDocument(event.document)));
}

const runs = { numRuns: 500, verbose: 1 } as const;

test("any JSON is recognised and normalised or rejected, never thrown at", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue({ maxDepth: 8 }), anyJson), (value) => void check(parsed(JSON.stringify(value)))),
    runs,
  );
});

test("neither is a CloudTrail record with anything in it", () => {
  let events = 0;
  fc.assert(
    fc.property(mutated, (value) => {
      if (check(parsed(JSON.stringify(value))) !== undefined) events++;
    }),
    runs,
  );
  assert.ok(events > 100, `only ${events} records became events`);
});

test("normalising twice gives the same", () => {
  fc.assert(
    fc.property(mutated, (value) => {
      const [one, two] = [0, 1].map(() => check(parsed(JSON.stringify(value))));
      assert.equal(one && printDocument(one.document), two && printDocument(two.document));
      assert.equal(one?.id, two?.id);
    }),
    { ...runs, numRuns: 100 },
  );
});

test("very deep parameters are no matter", () => {
  const depth = 4_900;
  const deep = `${'{"a":['.repeat(depth)}1${"]}".repeat(depth)}`;
  const record = parsed(`${JSON.stringify(base).slice(0, -1)},"requestParameters":${deep}}`);
  const event = check(record);
  assert.ok(event);
});

test("javaMapString holds every key and the order is one of the keys'", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 80 }), (keys) => {
      const ordered = hashMapOrder(keys).map((at) => keys[at]!);
      assert.deepEqual([...ordered].sort(), [...keys].sort());
      const object: JsonValue = new Map(keys.map((name) => [name, null]));
      assert.equal(javaMapString(object), `{${ordered.map((name) => `${name}=null`).join(", ")}}`);
    }),
    runs,
  );
});
