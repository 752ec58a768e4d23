import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { printDocument } from "../../../src/ecs/document.ts";
import { documentView } from "../../../src/ecs/event.ts";
import { type EcsObject, emptyObject } from "../../../src/ecs/value.ts";
import { ecsValueOf, scalarsOf, setJson, textOf, valueAt } from "../../../src/normalize/ecsValue.ts";
import { isJsonObject } from "../../../src/normalize/record.ts";
import { type JsonObject, parseJson } from "../../../src/text/json.ts";

function objectOf(json: string): JsonObject {
  const parsed = parseJson(json);
  assert.ok(parsed.ok && isJsonObject(parsed.value));
  return parsed.value;
}

const long = "9".repeat(2000);

const leaves: readonly (readonly [json: string, text: string])[] = [
  ["1", "1"],
  ["-0", "0"],
  ["1.0", "1.0"],
  ["-0.0", "-0.0"],
  ["1e10", "1.0E10"],
  ["0.5", "0.5"],
  ["1.5e300", "1.5E300"],
  ["9007199254740993", "9007199254740993"],
  [long, long],
  ["true", "true"],
  ['"none"', "none"],
];

for (const [json, text] of leaves) {
  test(`a flattened leaf ${json.slice(0, 20)} is ${text.slice(0, 20)} to conditions`, () => {
    const document: EcsObject = emptyObject();
    setJson(document, "labels", objectOf(`{"k":[${json}]}`));
    assert.deepEqual(documentView(document).values(defaultCatalogue.field("labels.k")!), [text]);
    assert.equal(textOf(objectOf(`{"k":${json}}`).get("k")), text);
  });
}

test("objects inherit nothing and keep every key that has a value", () => {
  const value = ecsValueOf(objectOf('{"__proto__":{"a":1},"10":2,"b":[null,{},""],"c":{"d":[]}}')) as EcsObject;
  assert.equal("toString" in value, false);
  assert.equal(printDocument(value), '{"10":2,"__proto__":{"a":1},"b":[""]}');
});

test("scalarsOf drops what a keyword cannot hold", () => {
  const object = objectOf('{"a":["x",1,{"y":1},null,["z"]],"b":{"c":1},"d":null,"e":false,"f":[{}]}');
  assert.deepEqual(
    ["a", "b", "d", "e", "f", "g"].map((key) => scalarsOf(object.get(key))),
    [["x", 1], undefined, undefined, false, undefined, undefined],
  );
});

test("valueAt goes through objects only", () => {
  const object = objectOf('{"a":{"b":"x"},"l":[{"b":1}]}');
  assert.equal(valueAt(object, "a", "b"), "x");
  assert.equal(valueAt(object, "l", "b"), undefined);
  assert.equal(valueAt(object, "a", "b", "c"), undefined);
});
