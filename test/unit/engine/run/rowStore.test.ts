import assert from "node:assert/strict";
import { test } from "node:test";
import type { Scalar } from "../../../../src/ecs/value.ts";
import { PackedIds } from "../../../../src/engine/run/packedIds.ts";
import { RowStore, type Rows } from "../../../../src/engine/run/rowStore.ts";

const uuid = "0f3c8a52-7e1d-4b6f-9a20-c4d5e6f70819";
const index = "logs-aws.cloudtrail-default";

test("packed ids come back as they were and keep the order of their texts", () => {
  const ids = [
    uuid,
    uuid.replace("0f3c", "0f3d"),
    "a".repeat(64),
    uuid.toUpperCase(),
    "00000000-0000-0000-0000-000000000000",
    "",
    "x",
    uuid.replaceAll("-", ""),
  ];
  const packed = new PackedIds();
  const handles = ids.map((id) => packed.add(id));
  assert.deepEqual(
    handles.map((handle) => packed.get(handle)),
    ids,
  );
  const sorted = [...handles].sort((a, b) => packed.compare(a, b)).map((handle) => packed.get(handle));
  assert.deepEqual(sorted, [...ids].sort());
});

test("rows are ordered by time, then id, and repetitions are one", () => {
  const store = new RowStore(1);
  store.add(20, "b", index, [["x"]]);
  store.add(10, "b", index, [["x"]]);
  store.add(20, "a", index, [["x"]]);
  store.add(20, "b", index, [["x"]]);
  assert.deepEqual(idsOf(store.rows()), ["10 b", "20 a", "20 b"]);
  assert.equal(store.rows().index(0), index);
  assert.equal(store.lost, 0);
});

test("a copy with other values, at another time or in another index is one more row", () => {
  const store = new RowStore(1);
  store.add(10, "a", index, [["x"]]);
  store.add(10, "a", index, [["y"]]);
  store.add(10, "a", index, [["x", "y"]]);
  store.add(10, "a", index, [["y", "x"]]);
  store.add(10, "a", index, [[]]);
  store.add(11, "a", index, [["x"]]);
  store.add(10, "a", "logs-azure.activitylogs-default", [["x"]]);
  assert.equal(store.rows().count, 7);
});

test("values keep their kind", () => {
  const values: Scalar[] = [1, "1", 1.5, true, "true", 2n ** 63n, "", -1];
  const store = new RowStore(1);
  values.forEach((value, at) => {
    store.add(at, "a", index, [[value]]);
  });
  const rows = store.rows();
  assert.deepEqual(
    values.map((_, row) => rows.values(row, 0)[0]),
    values,
  );
});

test("rows are found by time", () => {
  const store = new RowStore(0);
  for (const atMs of [10, 10, 20, 30]) store.add(atMs, `${atMs}`, index, []);
  store.add(10, "again", index, []);
  const rows = store.rows();
  assert.deepEqual(
    [0, 10, 11, 20, 31].map((ms) => rows.firstAt(ms)),
    [0, 0, 2, 2, 4],
  );
});

test("rows beyond the limit are lost, repetitions make room", () => {
  const store = new RowStore(1, { rows: 10, dictionaryBytes: 1 << 20 });
  for (let time = 0; time < 100; time++) store.add(time % 5, "a", index, [["x"]]);
  assert.equal(store.rows().count, 5);
  assert.equal(store.lost, 0);
  for (let time = 0; time < 20; time++) store.add(1000 + time, "a", index, [["x"]]);
  assert.equal(store.rows().count, 10);
  assert.ok(store.lost >= 15, `${store.lost} lost`);
});

test("values beyond the limit are lost with their rows, known values are not", () => {
  const store = new RowStore(1, { rows: 1000, dictionaryBytes: 2000 });
  for (let at = 0; at < 100; at++) store.add(at, "a", index, [[`value ${at}`]]);
  const kept = store.rows().count;
  assert.ok(kept > 5 && kept < 100, `${kept} kept`);
  assert.equal(store.lost, 100 - kept);
  store.add(500, "a", index, [["value 0"]]);
  assert.equal(store.rows().count, kept + 1);
});

function idsOf(rows: Rows): string[] {
  return Array.from({ length: rows.count }, (_, row) => `${rows.atMs(row)} ${rows.id(row)}`);
}

test("rows that an empty store takes over are those that it would have been given one by one", () => {
  const given = (from: number, to: number, store: RowStore) => {
    for (let at = from; at < to; at++) {
      const values: Scalar[][] = [[], [`v${at % 5}`], [at % 3, `v${at % 7}`], [`v${at % 4}`, `v${at % 6}`]];
      store.add((at * 7919) % 40, at % 6 === 0 ? uuid : `e${at % 50}`, index, [values[at % 4]!, [at % 9]]);
    }
    return store;
  };
  const everything = (store: RowStore) => {
    const rows = store.rows();
    return Array.from({ length: rows.count }, (_, row) => [
      rows.atMs(row),
      rows.id(row),
      rows.index(row),
      rows.values(row, 0),
      rows.values(row, 1),
    ]);
  };
  const store = new RowStore(2);
  store.merge(given(0, 200, new RowStore(2)).packed());
  assert.deepEqual(everything(store), everything(given(0, 200, new RowStore(2))));
  store.merge(given(150, 300, new RowStore(2)).packed());
  given(280, 400, store);
  assert.deepEqual(everything(store), everything(given(0, 400, new RowStore(2))));
  assert.equal(store.lost, 0);
});

test("rows are in order whatever their times are", () => {
  const big = Number.MAX_SAFE_INTEGER;
  for (const times of [
    [3, 1, 2, 1, 3, 0, -5],
    [0.5, 0.25, 1, 0, 0.25],
    [big, 0, -big, 5, 5],
    [5, 5, 5],
    [1_773_108_847_123, 1_773_108_847_122, 1_773_208_847_123],
  ]) {
    const store = new RowStore(0);
    times.forEach((atMs, at) => {
      store.add(atMs, `e${times.length - at}`, index, []);
    });
    const rows = store.rows();
    const found = Array.from({ length: rows.count }, (_, row) => `${rows.atMs(row)} ${rows.id(row)}`);
    const expected = times
      .map((atMs, at) => ({ atMs, id: `e${times.length - at}` }))
      .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
      .map(({ atMs, id }) => `${atMs} ${id}`);
    assert.deepEqual(found, expected);
  }
});
