import assert from "node:assert/strict";
import { test } from "node:test";
import { uriParts } from "../../../src/normalize/uriParts.ts";

const cases: readonly (readonly [uri: string, parts: Record<string, unknown> | undefined])[] = [
  [
    "https://graph.example.com/v1.0/me/messages?$top=10",
    { scheme: "https", domain: "graph.example.com", path: "/v1.0/me/messages", query: "$top=10" },
  ],
  [
    "http://ana:secret@host.example.com:8080/a/report.tar.gz?x=%20y#part%201",
    {
      scheme: "http",
      domain: "host.example.com",
      port: 8080,
      path: "/a/report.tar.gz",
      extension: "gz",
      query: "x= y",
      fragment: "part 1",
      user_info: "ana:secret",
      username: "ana",
      password: "secret",
    },
  ],
  ["/v2/tenant/users", { path: "/v2/tenant/users" }],
  ["https://[2001:db8::1]:443/x", { scheme: "https", domain: "[2001:db8::1]", port: 443, path: "/x" }],
  ["https://example.com/caf%C3%A9/%FF", { scheme: "https", domain: "example.com", path: "/café/\ufffd" }],
  // What java.net.URI refuses java.net.URL takes, and decodes nothing.
  [
    "https://example.com/a b/%20?$filter=name eq 'x'",
    { scheme: "https", domain: "example.com", path: "/a b/%20", query: "$filter=name eq 'x'" },
  ],
  ["/a b", undefined],
  ["gopher://example.com/a b", undefined],
  ["https://bad_host!/x", { scheme: "https", path: "/x" }],
  ["https://example.com", { scheme: "https", domain: "example.com" }],
];

for (const [uri, parts] of cases) {
  test(`${uri} is taken apart`, () => {
    const found = uriParts(uri);
    assert.deepEqual(found === undefined ? undefined : { ...found }, parts && { original: uri, ...parts });
  });
}

test("a long address takes no time", () => {
  for (const piece of ["a@", ":", "%41", "/.", "?", "[", "\u00e9"]) {
    const started = performance.now();
    uriParts(`https://${piece.repeat(200_000)}`);
    assert.ok(performance.now() - started < 2_000, piece);
  }
});
