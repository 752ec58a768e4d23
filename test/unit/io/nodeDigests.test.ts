import assert from "node:assert/strict";
import { test } from "node:test";
import * as legacy from "@noble/hashes/legacy.js";
import * as sha2 from "@noble/hashes/sha2.js";
import * as nodeDigests from "../../../src/io/nodeDigests.ts";

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
