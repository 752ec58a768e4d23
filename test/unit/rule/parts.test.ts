import assert from "node:assert/strict";
import { test } from "node:test";
import { constant } from "../../../src/predicate/build.ts";
import { printPredicate } from "../../../src/predicate/print.ts";
import { addressRangeBlocks } from "../../../src/rule/addressRange.ts";
import { apiDocument } from "../../../src/rule/apiDocument.ts";
import { isDateMath, isInterval, parseTimestamp } from "../../../src/rule/dateMath.ts";
import { fileKindOf } from "../../../src/rule/fileKind.ts";
import { indexCondition, readsDataStreams } from "../../../src/rule/indexCondition.ts";
import { readToml } from "../../../src/rule/readToml.ts";
import { splitSetup } from "../../../src/rule/splitSetup.ts";
import { readValueList } from "../../../src/rule/valueList.ts";
import { lineOf } from "./ruleFixtures.ts";

test("date maths", () => {
  const good = [
    "now",
    "now-6m",
    "now-9m",
    "now+1d",
    "now/d",
    "now-1d/d",
    "now-d",
    "2026-03-10",
    "2026-03-10T01:02:03.004Z||-1h",
    "2026-03-10||/M",
  ];
  const bad = [
    "",
    "Now",
    "now-",
    "now-6min",
    "now 6m",
    "now-6m ",
    "6m",
    "now-1.5h",
    "now/2d",
    "2026-03-10-1h",
    `now${"-1d".repeat(40)}`,
  ];
  for (const text of good) assert.equal(isDateMath(text), true, text);
  for (const text of bad) assert.equal(isDateMath(text), false, text);
});

test("intervals", () => {
  for (const text of ["5m", "1s", "24h", "7d"]) assert.equal(isInterval(text), true, text);
  for (const text of ["", "m", "5", "5w", "5M", "-5m", "5 m", "5ms", "5m\n"])
    assert.equal(isInterval(text), false, text);
});

test("times", () => {
  assert.equal(parseTimestamp("2026-03-10T00:00:00Z"), Date.UTC(2026, 2, 10));
  assert.equal(parseTimestamp("2026-03-10T02:00:00.001+02:00"), Date.UTC(2026, 2, 10) + 1);
  for (const text of ["2026-03-10", "2026-03-10T00:00:00", "2026-13-10T00:00:00Z", "soon"]) {
    assert.equal(parseTimestamp(text), undefined, text);
  }
});

const ranges: readonly { range: string; want: string[] | undefined }[] = [
  { range: "10.0.0.0-10.0.0.255", want: ["10.0.0.0/24"] },
  { range: "10.0.0.1-10.0.0.1", want: ["10.0.0.1/32"] },
  { range: "10.0.0.1-10.0.0.6", want: ["10.0.0.1/32", "10.0.0.2/31", "10.0.0.4/31", "10.0.0.6/32"] },
  { range: "0.0.0.0-255.255.255.255", want: ["0.0.0.0/0"] },
  { range: "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", want: ["::/0"] },
  { range: "2001:db8::1-2001:db8::2", want: ["2001:db8::1/128", "2001:db8::2/128"] },
  { range: "::fffe:ffff:ffff-::ffff:0:0", want: ["::fffe:ffff:ffff/128", "0.0.0.0/32"] },
  { range: "10.0.0.2-10.0.0.1", want: undefined },
  { range: "10.0.0.1-10.0.0.2-10.0.0.3", want: undefined },
  { range: "10.0.0.1", want: undefined },
  { range: "a-b", want: undefined },
  { range: " 10.0.0.1-10.0.0.2", want: undefined },
];
for (const { range, want } of ranges) {
  test(`address range ${range}`, () => assert.deepEqual(addressRangeBlocks(range), want));
}

test("a value list keeps its lines as they are", () => {
  const read = (text: string) => readValueList({ name: "l.txt", text });
  assert.deepEqual(read("\ufeffana\r\n\r\n  \nbo \nana\rcy"), { values: ["ana", "bo ", "cy"], diagnostics: [] });
  assert.deepEqual(read(""), { values: [], diagnostics: [] });
  assert.deepEqual(read("# not a comment\n").values, ["# not a comment"]);
  const long = read(Array.from({ length: 65_537 }, (_, i) => `v${i}`).join("\n"));
  assert.equal(long.values.length, 65_537);
  assert.deepEqual(long.diagnostics.map(lineOf), [
    "error RULE040 l.txt:1:1 | the value list has 65537 values, more than 65536 | split it into several lists, each with an exception",
  ]);
  assert.deepEqual(read(Array.from({ length: 65_536 }, (_, i) => `v${i}`).join("\n")).diagnostics, []);
});

const indices: readonly { patterns: string[]; reads: boolean; want?: string }[] = [
  { patterns: [], reads: true },
  { patterns: ["", " "], reads: true },
  { patterns: ["filebeat-*", "logs-aws.cloudtrail-*"], reads: true },
  { patterns: ["logs-aws.cloudtrail*"], reads: true },
  { patterns: ["logs-*,-logs-aws*"], reads: true },
  { patterns: ["logs-aws*", "-logs-aws.cloudtrail-*"], reads: false },
  { patterns: ["-logs-aws*", "logs-aws*"], reads: true },
  { patterns: ["*:logs-aws.cloudtrail-*"], reads: true },
  { patterns: ["eu:logs-aws.cloudtrail-default"], reads: true },
  // The alerts are left.
  { patterns: ["*", "*:-logs-*"], reads: true },
  { patterns: ["*", "*:-logs-*", "-.alerts-*"], reads: false },
  { patterns: ["logs-*::failures"], reads: false },
  { patterns: ["logs-*::data"], reads: true },
  { patterns: ["logs-aws.cloudtrail-defaul?"], reads: false },
  { patterns: ["winlogbeat-*"], reads: false },
  { patterns: ["LOGS-AWS*"], reads: false },
];
for (const { patterns, reads } of indices) {
  test(`index patterns ${JSON.stringify(patterns)}`, () => assert.equal(readsDataStreams(patterns), reads));
}

test("index patterns as a condition", () => {
  const printed = (...patterns: string[]) => printPredicate(indexCondition(patterns) ?? constant(true));
  assert.equal(indexCondition([]), undefined);
  assert.equal(printed("a-*", "*:b-*"), printed("a-*,b-*"));
  assert.notEqual(printed("a-*", "-ab-*"), printed("a-*"));
  assert.equal(printed("-a-*"), printPredicate(constant(false)));
});

test("what a file holds", () => {
  const kinds: readonly [string, string][] = [
    ["\ufeff\n{}", "json"],
    ["[\n  {", "json"],
    ["[]", "json"],
    ["[rule]\nname = 'x'", "toml"],
    ["# c\n[[hunt]]", "toml"],
    ['rule.name = "x"', "toml"],
    ["[rule]\nnote = '''\ndetection: x\n'''", "toml"],
    ["title: x\nlogsource:\n  product: aws", "sigma"],
    ["title: x\n", "unknown"],
    [" ", "empty"],
  ];
  for (const [text, kind] of kinds) assert.equal(fileKindOf(text), kind, text);
});

test("the setup section leaves the investigation guide", () => {
  const note = "## Triage\n\nlook\n\n## Setup\n\nturn it on\n\n```\n## not a heading\n```\n\n### More\n\nrest";
  assert.deepEqual(splitSetup(note), {
    note: "## Triage\n\nlook\n\n### More\n\nrest",
    setup: "turn it on\n\n```\n## not a heading\n```",
  });
  for (const without of ["look", "```\n## Setup\nx\n```", "## Setup", "# Setup\nx"]) {
    assert.equal(splitSetup(without), undefined, without);
  }
});

function apiOf(text: string) {
  const { document, diagnostics } = readToml({ name: "r.toml", text });
  assert.deepEqual(diagnostics, []);
  return JSON.parse(JSON.stringify(apiDocument(document!)));
}

test("TOML becomes the API's document", () => {
  const api = apiOf(`[rule]
type = "new_terms"
note = "## Setup\\n\\non"
threat_mappings = [{x = 1}]
[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.new_terms]
field = "new_terms_fields"
value = ["user.name"]
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-7d"
`);
  assert.deepEqual(api, {
    type: "new_terms",
    note: "",
    setup: "on",
    threat: [{ framework: "MITRE ATT&CK", technique: [] }],
    new_terms_fields: ["user.name"],
    history_window_start: "now-7d",
  });
});

test("a large plug-in that is named very often does not fill the memory", () => {
  const query = "q".repeat(500_000);
  const text = `[rule]\nnote = "${"$osquery_0 ".repeat(40_000)}"\n[[transform.osquery]]\nquery = "${query}"\n`;
  const { note } = apiOf(text);
  assert.ok(typeof note === "string" && note.length < 3_000_000);
  assert.ok(note.startsWith("!{osquery{") && note.endsWith(" $osquery_0 "));
});

test("plug-ins of [transform] are written into the guide", () => {
  const api = apiOf(`[rule]
note = "a $osquery_0 b \${investigate_1} $osquery_1 $$5"
setup = "kept"
[[transform.osquery]]
query = "SELECT 'é'"
label = "L"
[[transform.investigate]]
label = "0"
[[transform.investigate]]
label = "1"
`);
  assert.equal(
    api.note,
    `a !{osquery{"label":"L","query":"SELECT '\\u00e9'"}} b !{investigate{"label":"1"}} $osquery_1 $5`,
  );
  assert.equal(api.setup, "kept");
  assert.equal(apiOf(`[rule]\nnote = "$$5 $osquery_0"\n`).note, "$$5 $osquery_0");
});
