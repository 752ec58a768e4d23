import assert from "node:assert/strict";
import { it } from "node:test";
import { reason } from "../../../src/engine/reason.ts";
import { event } from "./scene.ts";

const rule = { name: "Snapshot Shared", severity: "high" } as const;
const say = (fields: Parameters<typeof event>[2]) => reason(rule, event("e", 0, fields).document);

it("says source and user", () => {
  const text = say({ "source.ip": "203.0.113.7", "user.name": "alice" });
  assert.equal(text, "event with source 203.0.113.7 by alice created high alert Snapshot Shared.");
});
it("leaves out what is missing", () => {
  assert.equal(say({}), "event created high alert Snapshot Shared.");
  assert.equal(say({ "user.name": "alice", "host.name": [] }), "event by alice created high alert Snapshot Shared.");
  assert.equal(say({ "user.name": "-" }), "event created high alert Snapshot Shared.");
});
it("joins several values", () => {
  assert.equal(say({ "event.category": ["iam", "web"] }), "iam, web event created high alert Snapshot Shared.");
});
it("says everything in Kibana's order", () => {
  const text = say({
    "event.category": "network",
    "process.name": "p",
    "process.parent.name": "pp",
    "file.name": "f",
    "source.ip": "1.1.1.1",
    "source.port": 443,
    "destination.ip": "2.2.2.2",
    "destination.port": 80,
    "user.name": "u",
    "host.name": "h",
  });
  assert.equal(
    text,
    "network event with process p, parent process pp, file f, source 1.1.1.1:443, destination 2.2.2.2:80, by u on h created high alert Snapshot Shared.",
  );
});
