import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { search } from "../../src/eql.ts";
import { root } from "../cli/runCli.ts";

test("six lines find who made a snapshot and shared it", () => {
  const event = (action: string, name: string, second: number) => ({
    _id: `${action} by ${name}`,
    _source: { "@timestamp": `2026-03-10T02:14:0${second}Z`, event: { action }, user: { name } },
  });
  const documents = [
    event("CreateSnapshot", "ana", 1),
    event("CreateSnapshot", "bo", 2),
    event("ShareSnapshot", "ana", 3),
  ];
  const query = `sequence by user.name with maxspan=5m
    [any where event.action : "create*"] [any where event.action : "share*"]`;
  const { sequences } = search(query, documents).hits;
  assert.deepEqual(sequences, [
    {
      join_keys: ["ana"],
      events: [
        { _index: "", _id: "CreateSnapshot by ana", _source: documents[0]!._source },
        { _index: "", _id: "ShareSnapshot by ana", _source: documents[2]!._source },
      ],
    },
  ]);
});

test("the package exports what src/eql.ts is built to", () => {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  assert.deepEqual(exports["./eql"], { types: "./dist/eql.d.ts", default: "./dist/eql.js" });
  assert.ok(existsSync(join(root, "src/eql.ts")));
});
