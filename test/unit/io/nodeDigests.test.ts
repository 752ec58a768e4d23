import assert from "node:assert/strict";
import { test } from "node:test";
import * as legacy from "@noble/hashes/legacy.js";
import * as sha2 from "@noble/hashes/sha2.js";
import * as utilities from "@noble/hashes/utils.js";
import * as nodeBytes from "../../../src/io/nodeBytes.ts";
import * as nodeDigests from "../../../src/io/nodeDigests.ts";
import * as nodeTextDigests from "../../../src/io/nodeTextDigests.ts";
import * as textDigests from "../../../src/text/textDigests.ts";

const digests: Readonly<Record<string, unknown>> = { ...legacy, ...sha2 };

test("Node's digests are those of the library that the pure core uses", () => {
  for (const [name, digest] of Object.entries(nodeDigests)) {
    const expected = digests[name] as (bytes: Uint8Array) => Uint8Array;
    for (const length of [0, 1, 55, 56, 63, 64, 65, 127, 128, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 131) & 0xff);
      assert.deepEqual(new Uint8Array(digest(bytes)), expected(bytes), `${name} of ${length} bytes`);
    }
  }
});

test("Node's digests of texts are those of the pure core", () => {
  assert.deepEqual(Object.keys(nodeTextDigests), Object.keys(textDigests));
  for (const text of ["", "a", "é😀", "\ud800x", "\udc00", "x".repeat(10_000)]) {
    assert.equal(nodeTextDigests.sha1OfText(text), textDigests.sha1OfText(text));
    assert.equal(nodeTextDigests.sha256OfText(text), textDigests.sha256OfText(text));
  }
});

test("Node's conversions are those of the library that the pure core uses", () => {
  for (const text of ["", "a", "é😀", "\ud800x", "\udc00", "x".repeat(10_000)]) {
    const bytes = nodeBytes.utf8ToBytes(text);
    assert.deepEqual(new Uint8Array(bytes), new Uint8Array(utilities.utf8ToBytes(text)));
    const digits = nodeBytes.bytesToHex(bytes.subarray(1));
    assert.equal(digits, utilities.bytesToHex(bytes.subarray(1)));
    assert.deepEqual(new Uint8Array(nodeBytes.hexToBytes(digits)), new Uint8Array(utilities.hexToBytes(digits)));
  }
});
