import assert from "node:assert/strict";
import { test } from "node:test";
import { printDocument, setField } from "../../../../src/ecs/document.ts";
import { type EcsValue, emptyObject } from "../../../../src/ecs/value.ts";
import { resultRow, rowSource, timeOfRow } from "../../../../src/engine/run/esqlDocument.ts";
import type { Column } from "../../../../src/language/esql/checked.ts";
import type { EsqlType, Value } from "../../../../src/language/esql/value.ts";

const cases: readonly (readonly [type: EsqlType, value: Value, json: EcsValue | undefined])[] = [
  ["keyword", "a", "a"],
  ["keyword", ["a", "b"], ["a", "b"]],
  ["keyword", null, undefined],
  ["long", 5, 5],
  ["long", 2n ** 63n - 1n, 2n ** 63n - 1n],
  ["boolean", false, false],
  ["double", 1.5, 1.5],
  ["datetime", 0, "1970-01-01T00:00:00.000Z"],
  ["datetime", [0, 1], ["1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.001Z"]],
  ["date_nanos", 1_500_000n, "1970-01-01T00:00:00.0015Z"],
  ["date_nanos", 123_456_789n, "1970-01-01T00:00:00.123456789Z"],
  ["date_nanos", 2_000_000n, "1970-01-01T00:00:00.002Z"],
  ["date_nanos", -1n, "1969-12-31T23:59:59.999999999Z"],
  ["geo_point", { lon: 1.5, lat: -2 }, "POINT (1.5 -2)"],
  ["ip", "203.0.113.7", "203.0.113.7"],
];

test("values are those of the API's JSON, nulls are left out", () => {
  for (const [type, value, json] of cases) {
    const column: Column = { name: "c", type, slot: 0 };
    assert.deepEqual(resultRow([column], [value]).get("c"), json, `${type} ${String(value)}`);
  }
});

test("columns go over the source, which does not change", () => {
  const source = emptyObject();
  setField(source, "user.name", "ana");
  setField(source, "user.id", "1");
  setField(source, "event.action", "x");
  const before = printDocument(source);
  const row = new Map<string, EcsValue>([
    ["user.name", ["ana", "bob"]],
    ["event.action", "y"],
    ["Esql.count", 3],
    ["event.action.deep", "z"],
    ["_id", "1"],
    ["_index", "logs"],
    ["__proto__.x", 1],
  ]);
  assert.equal(
    printDocument(rowSource(row, source)),
    '{"user":{"name":["ana","bob"],"id":"1"},"event":{"action":{"deep":"z"}},"Esql":{"count":3},"__proto__":{"x":1}}',
  );
  assert.equal(printDocument(source), before);
});

test("the time of a document is that of its timestamp", () => {
  const at = (value: EcsValue) => timeOfRow(new Map([["@timestamp", value]]));
  assert.equal(at("1970-01-01T00:00:01.000Z"), 1000);
  assert.equal(at(["1970-01-01T00:00:01.000Z"]), 1000);
  assert.equal(at("soon"), undefined);
  assert.equal(timeOfRow(new Map()), undefined);
});
