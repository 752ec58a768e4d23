import assert from "node:assert/strict";
import { it } from "node:test";
import { objectHash } from "../../../src/engine/objectHash.ts";

// Made with object-hash 3.0.0.
it("is what the library makes of the same value", () => {
  const terms = [
    { field: "user.name", value: "alice" },
    { field: "source.ip", value: null },
  ];
  assert.equal(objectHash([terms, "r1", "default"]), "9219258c7d353ddea42e80653832c6582d581a46");
  const mixed = [
    { field: "user.name", value: ["alice", "bob"] },
    { field: "n", value: 5 },
    { field: "b", value: true },
  ];
  assert.equal(objectHash([mixed, "r1", "default"]), "290487f09388bd3d464b052b5667c8e5eca7643c");
  const bucket = [{ field: "a", value: "x" }];
  assert.equal(
    objectHash(["idx", "id", "undefined", "default:r", bucket, new Date(0), new Date(5)]),
    "a2404b7875ee38995a64743f76d3ed9f002e7bc0",
  );
  assert.equal(objectHash([["a", 1], "r", "default"]), "b92ad4e3e37c7ca3b40f3aa5c4719e9ae2682f88");
});
it("is that of text beyond ASCII, and of what is empty", () => {
  assert.equal(objectHash("é"), "3b092f03e494a6cec4104065989319771f9a43b1");
  assert.equal(objectHash([]), "989db2448f309bfdd99b513f37c84b8f5794d2b5");
  assert.equal(objectHash({}), "323217f643c3e3f1fe7532e72ac01bb0748c97be");
});
