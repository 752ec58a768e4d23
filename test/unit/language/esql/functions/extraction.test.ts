import assert from "node:assert/strict";
import { test } from "node:test";
import { compileDissect } from "../../../../../src/language/esql/functions/dissect.ts";
import { compileGrok } from "../../../../../src/language/esql/functions/grok.ts";
import { grokPatterns } from "../../../../../src/language/esql/functions/grokPatterns.ts";
import { likeMatcher, rlikeMatcher } from "../../../../../src/language/esql/functions/patterns.ts";

function dissect(pattern: string, text: string, separator = "") {
  const compiled = compileDissect(pattern, separator);
  assert.ok(!("problem" in compiled), JSON.stringify(compiled));
  const found = compiled.match(text);
  return found && Object.fromEntries(found);
}

function grok(pattern: string, text: string) {
  const compiled = compileGrok(pattern);
  assert.ok(!("problem" in compiled), JSON.stringify(compiled));
  const found = compiled.match(text);
  return found && Object.fromEntries(found);
}

test("DISSECT takes each delimiter where it first occurs, and the last key the rest", () => {
  assert.deepEqual(dissect("%{a}-%{b}", "1-2-3"), { a: "1", b: "2-3" });
  assert.deepEqual(dissect("%{a}, %{b}", ", x"), { a: "", b: "x" });
  assert.equal(dissect("%{a}-%{b}", "12"), null);
});

test("DISSECT counts further delimiters as ends of empty values, and with padding as one", () => {
  assert.deepEqual(dissect("%{a},%{b},%{c},%{d}", "foo,,,"), { a: "foo", b: "", c: "", d: "" });
  assert.deepEqual(dissect("%{a->},%{b}", "foo,,,,bar"), { a: "foo", b: "bar" });
});

test("DISSECT needs the text before the first key, and something behind it", () => {
  assert.equal(dissect("id=%{a}", "name=7"), null);
  assert.equal(dissect("id=%{a}", "id="), null);
});

test("DISSECT puts ordered values behind unordered ones", () => {
  assert.deepEqual(dissect("%{+a/2} %{+a/1} %{+a}", "x y z", "-"), { a: "z-y-x" });
  assert.deepEqual(dissect("%{a} %{+a}", "x y"), { a: "xy" });
});

for (const [pattern, problem] of [
  ["no keys", /unable to find any keys/],
  ["%{?a} %{}", /unable to find any keys/],
  ["%{*a} %{&a}", /reference keys/],
  ["%{+?a}", /multiple modifiers/],
  ["%{+}", /key name could not be determined/],
] as const) {
  test(`DISSECT refuses ${pattern}`, () => {
    const compiled = compileDissect(pattern, "");
    assert.ok("problem" in compiled);
    assert.match(compiled.problem, problem);
  });
}

test("every named pattern of GROK compiles", () => {
  assert.ok(grokPatterns.size > 90);
  for (const name of grokPatterns.keys()) {
    const compiled = compileGrok(`%{${name}:field}`);
    assert.ok(!("problem" in compiled), `${name}: ${JSON.stringify(compiled)}`);
  }
});

for (const [pattern, text, want] of [
  ["%{IP:a}", "from fe80::1:2%eth0", { a: "fe80::1:2%eth0" }],
  ["%{IP:a}$", "x ::ffff:10.0.0.1", { a: "::ffff:10.0.0.1" }],
  ["%{IPV4:a}", "v 1.2.3.4567", null],
  ["%{IPORHOST:a}", "1.2.3.4567", { a: "1.2.3.4567" }],
  ["%{MAC:a}", "at 00:1A:2b:3c:4d:5e", { a: "00:1A:2b:3c:4d:5e" }],
  ["%{UUID:a}", "id 123e4567-e89b-12d3-a456-426614174000.", { a: "123e4567-e89b-12d3-a456-426614174000" }],
  ["%{HTTPDATE:a}", "[10/Oct/2026:13:55:36 -0700]", { a: "10/Oct/2026:13:55:36 -0700" }],
  ["%{LOGLEVEL:a}", "a WARNING b", { a: "WARNING" }],
  ["%{QUOTEDSTRING:a}", 'say "a \\" b" now', { a: '"a \\" b"' }],
  ["%{UNIXPATH:a}", "in /usr/lib/x.so", { a: "/usr/lib/x.so" }],
  ["%{WINPATH:a}", "C:\\Users\\a", { a: "C:\\Users\\a" }],
  ["%{BASE16NUM:a}", "0xFF", { a: "0xFF" }],
  ["%{TIME:a}Z", "12:30:45Z", { a: "12:30:45" }],
  ["%{SYSLOGTIMESTAMP:a}", "Nov  3 10:11:12", { a: "Nov  3 10:11:12" }],
  ["%{INT:a:int} %{INT:b:long}", "99999999999 99999999999", { a: null, b: 99999999999 }],
  ["^%{WORD:a}$", "one\ntwo words", { a: "one" }],
  ["(%{WORD:a})(?:,%{WORD:a})*", "x,y", { a: ["x", "y"] }],
] as const) {
  test(`GROK ${pattern} on ${JSON.stringify(text)}`, () => assert.deepEqual(grok(pattern, text), want));
}

test("GROK reads Apache's combined log by ECS names", () => {
  const line = '203.0.113.9 - ana [10/Oct/2026:13:55:36 -0700] "GET /a HTTP/1.1" 200 12 "-" "curl/8"';
  const found = grok("%{COMBINEDAPACHELOG}", line)!;
  assert.equal(found["source.address"], "203.0.113.9");
  assert.equal(found["user.name"], "ana");
  assert.equal(found["http.response.status_code"], 200);
  assert.equal(found["http.request.referrer"], null);
  assert.equal(found["user_agent.original"], "curl/8");
});

test("GROK's keys are in the order of their names", () => {
  const compiled = compileGrok("%{WORD:b} %{INT:a:int} %{NUMBER:c:float}");
  assert.ok(!("problem" in compiled));
  assert.deepEqual(compiled.keys, [
    { name: "a", type: "integer" },
    { name: "b", type: "keyword" },
    { name: "c", type: "double" },
  ]);
});

for (const [pattern, problem] of [
  ["%{NOSUCH:a}", /no pattern NOSUCH/],
  ["%{IPV:a}", /did you mean/],
  ["(?=a)b", /look-ahead/],
  ["a++", /possessive/],
  ["(a)\\1", /back references/],
  ["[a&&b]", /intersection/],
  ["%{INT:a:int} %{WORD:a}", /captured as integer and as keyword/],
] as const) {
  test(`GROK refuses ${pattern}`, () => {
    const compiled = compileGrok(pattern);
    assert.ok("problem" in compiled);
    assert.match(compiled.problem, problem);
  });
}

test("LIKE refuses a backslash that escapes nothing", () => {
  assert.ok("problem" in likeMatcher("a\\b"));
  assert.ok("problem" in likeMatcher("a\\"));
});

test("RLIKE refuses what Lucene refuses", () => {
  assert.ok("problem" in rlikeMatcher("(a"));
});
