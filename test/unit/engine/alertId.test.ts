import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { it } from "node:test";
import { type Ancestor, buildingBlockIds, eventAlertId, shellAlertId } from "../../../src/engine/alertId.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const ancestor = (id: string, index: string): Ancestor => ({ id, index, type: "event", depth: 0 });

it("hashes an event alert as Kibana does", () => {
  const id = eventAlertId("logs-aws.cloudtrail-default", "e1", "r1");
  assert.equal(id, sha256("logs-aws.cloudtrail-defaulte1undefineddefault:r1"));
  assert.equal(id, "04f3e7113c09de59d908e62bb2014af7ca710e4ee17a2a78ebab737b75d9bf59");
});

it("makes each building block's id depend on all of them and its place", () => {
  const ids = buildingBlockIds([[ancestor("e1", "i")], [ancestor("e2", "i")]], "r1");
  assert.deepEqual(ids, [sha256("e1ir1e2ir10"), sha256("e1ir1e2ir11")]);
  assert.equal(ids[0], "4d32bc6224f1630d17a5a4b8617ac6b188fa362ade4d5ee4812926255f9e0c4d");
});

it("hashes a shell by its ancestors and rule", () => {
  const id = shellAlertId([ancestor("e1", "i"), { ...ancestor("b1", ""), type: "signal", depth: 1 }], "r1");
  assert.equal(id, sha256("e1ib1r1"));
  assert.equal(id, "b25215f6fbe8e478f3f952fb6150b145530fc7473d91950ecebd384db2b0e7d9");
});

it("takes a lone surrogate as Node does", () => {
  assert.equal(eventAlertId("", "\ud800", "é"), sha256("\ud800undefineddefault:é"));
});
