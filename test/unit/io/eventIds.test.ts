import assert from "node:assert/strict";
import { test } from "node:test";
import { countIds, digestId, EventIds, readUuid } from "../../../src/io/eventIds.ts";

function uuidWords(ids: readonly string[]): Uint32Array {
  const words = new Uint32Array(ids.length * 4);
  ids.forEach((id, i) => {
    const bytes = Buffer.from(id);
    assert.ok(readUuid(bytes, 0, bytes.length, words, i * 4), id);
  });
  return words;
}

function digestWords(ids: readonly string[]): Uint32Array {
  const words = new Uint32Array(ids.length * 4);
  ids.forEach((id, i) => {
    digestId(Buffer.from(id), words, i * 4);
  });
  return words;
}

test("ids count once, the all-zero one too", () => {
  const ids = new EventIds();
  const zero = "00000000-0000-0000-0000-000000000000";
  const other = "00000000-0000-0000-0000-000000000001";
  ids.addUuids(uuidWords([zero, other, zero, other]));
  assert.equal(ids.count(), 2);
  ids.addDigests(digestWords(["a", "b", "a", "", "x".repeat(1 << 20)]));
  assert.equal(ids.count(), 6);
});

test("a UUID that spells the digest of another id is another id", () => {
  const words = digestWords(["a"]);
  const ids = new EventIds();
  ids.addDigests(words);
  ids.addUuids(words);
  assert.equal(ids.count(), 2);
});

test("ids that are taken elsewhere are told apart there, and none are left", () => {
  const ids = new EventIds();
  ids.addDigests(digestWords(["a", "b"]));
  ids.addUuids(uuidWords(["00000000-0000-0000-0000-000000000001"]));
  ids.addDigests(digestWords(["b", "c"]));
  assert.equal(ids.size, 5);
  const taken = ids.take();
  assert.deepEqual([ids.size, ids.count()], [0, 0]);
  assert.deepEqual(taken.digests, digestWords(["a", "b", "b", "c"]));
  assert.equal(countIds(taken), 4);
});

test("an upper-case UUID is no UUID but an id of its own", () => {
  const bytes = Buffer.from("ABCDEF00-0000-0000-0000-000000000001");
  assert.equal(readUuid(bytes, 0, bytes.length, new Uint32Array(4), 0), false);
});

test("ids chosen to differ in high bits only are added as fast as others", () => {
  // Under a multiplicative hash they fall into a few runs of slots, and adding becomes quadratic.
  const count = 300_000;
  const words = new Uint32Array(count * 4);
  for (let i = 0; i < count; i++) {
    words[i * 4] = (i & 0xfff) << 20;
    words[i * 4 + 1] = (i >>> 12) << 24;
    words[i * 4 + 3] = 1;
  }
  const started = process.cpuUsage();
  const ids = new EventIds();
  ids.addUuids(words);
  assert.equal(ids.count(), count);
  assert.ok(process.cpuUsage(started).user < 2e6, "constant time an id");
});
