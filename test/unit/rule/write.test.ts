import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { emptyObject } from "../../../src/ecs/value.ts";
import { joinParts, partsOfLists, readExportParts } from "../../../src/rule/exportParts.ts";
import type { PlainObject } from "../../../src/rule/plain.ts";
import { printToml } from "../../../src/rule/printToml.ts";
import { readToml } from "../../../src/rule/readToml.ts";
import type { Rule } from "../../../src/rule/rule.ts";
import { ruleFileNames } from "../../../src/rule/ruleFileNames.ts";
import { differences } from "../../../src/rule/sameDocument.ts";
import { tomlString } from "../../../src/rule/tomlString.ts";
import { writeNdjson } from "../../../src/rule/writeNdjson.ts";
import { writeToml } from "../../../src/rule/writeToml.ts";
import { apiRule, lineOf, load, tomlRule } from "./ruleFixtures.ts";

const options = { day: "2026/03/10" };
const noParts = { lists: [], items: [], connectors: [] };

function only(text: string, name?: string): Rule {
  const { rules, diagnostics } = load(text, name);
  assert.equal(rules.length, 1, diagnostics.map(lineOf).join("\n"));
  return rules[0]!;
}

function fromApi(more: object): Rule {
  return only(JSON.stringify({ ...apiRule, author: ["eqlite"], ...more }), "r.ndjson");
}

/** The rule of Kibana's as TOML, which must come back as it was. */
function asToml(more: object): string {
  const rule = fromApi(more);
  const { text, diagnostics } = writeToml(rule, options);
  assert.deepEqual(diagnostics.map(lineOf), []);
  assert.deepEqual(only(text).parameters, rule.parameters);
  return text;
}

describe("TOML of a text", () => {
  const texts: readonly [text: string, want: string, isQuery?: boolean][] = [
    ["", '""'],
    ["plain", '"plain"'],
    ['say "x"', `'say "x"'`],
    ["C:\\x", "'C:\\x'"],
    [`it's "x"`, `"it's \\"x\\""`],
    ["a\tb", '"a\\tb"'],
    ["a\nb", "'''\na\nb'''"],
    ["\n\na\n", "'''\n\n\na\n'''"],
    ["a\r\nb", '"""\na\\r\nb"""'],
    ["a\n'''b", `"""\na\n'''b"""`],
    ["it\n's'", `"""\nit\n's'"""`],
    [`a\n'''\n"""\\`, `"""\na\n'''\n\\"\\"\\"\\\\"""`],
    [`a\n'''"`, `"""\na\n'''\\""""`],
    ["a\nb\0", '"""\na\nb\\u0000"""'],
    ["\x7f\u202e\u{e0001}", '"\\u007f\\u202e\\U000e0001"'],
    ["any where true", "'''\nany where true'''", true],
    ["x == '''", `"x == '''"`, true],
    ["", '""', true],
  ];
  for (const [text, want, isQuery] of texts) {
    test(JSON.stringify(text), () => {
      assert.equal(tomlString(text, isQuery), want);
      assert.equal(readToml({ name: "t", text: `a = ${want}` }).document?.value["a"], text);
    });
  }
});

describe("TOML of a document", () => {
  const object = (members: object) => Object.assign(emptyObject(), members) as PlainObject;
  const documents: readonly { name: string; value: PlainObject; want: string }[] = [
    {
      name: "values come before tables; what holds nothing but tables has no header",
      value: object({ a: object({ b: object({ c: 1 }), e: object({}) }), d: true }),
      want: "d = true\n\n[a.b]\nc = 1\n\n[a.e]\n",
    },
    {
      name: "lists of tables, and their tables",
      value: object({ l: [object({ t: object({ x: 1 }), y: 2 }), object({})] }),
      want: "[[l]]\ny = 2\n\n[l.t]\nx = 1\n\n[[l]]\n",
    },
    {
      name: "lists of this and that",
      value: object({ l: [1, [object({ "a b": "x" }), object({})], []] }),
      want: 'l = [1, [{ "a b" = "x" }, {}], []]\n',
    },
    {
      name: "numbers keep their kind",
      value: object({ a: 1.5, b: 1e21, c: 2 ** 60, d: 2n ** 60n, e: -0, f: Number.NaN, g: Number.NEGATIVE_INFINITY }),
      want: "a = 1.5\nb = 1e+21\nc = 1152921504606847000.0\nd = 1152921504606846976\ne = -0.0\nf = nan\ng = -inf\n",
    },
    {
      name: "keys of all kinds",
      value: object({ "": 1, "a.b": object({ ü: 2 }), "7": 3 }),
      want: '7 = 3\n"" = 1\n\n["a.b"]\n"ü" = 2\n',
    },
    {
      name: "a long list goes over several lines",
      value: object({ l: ["x".repeat(60), "y".repeat(60)] }),
      want: `l = [\n    "${"x".repeat(60)}",\n    "${"y".repeat(60)}",\n]\n`,
    },
  ];
  for (const { name, value, want } of documents) {
    test(name, () => {
      const printed = printToml(value);
      assert.deepEqual(printed, { text: want, lost: [] });
      assert.deepEqual(differences(value, readToml({ name: "t", text: printed.text }).document!.value), []);
    });
  }

  test("what TOML cannot hold is named by its place, and nothing else is lost", () => {
    const value = object({
      a: null,
      b: [1, null],
      c: "\ud800",
      d: object({ "\udc00": object({ x: 1 }), e: 2n ** 63n }),
      l: [object({ f: null, g: 1 })],
      m: [[object({ h: null })]],
    });
    const { text, lost } = printToml(value);
    assert.equal(text, "m = [[{}]]\n\n[d]\n\n[[l]]\ng = 1\n");
    assert.deepEqual(
      lost.map(({ path, isNull }) => [path.join("/"), isNull]),
      [
        ["a", true],
        ["b", false],
        ["c", false],
        ["m/0/0/h", true],
        ["d/e", false],
        ["d/\udc00", false],
        ["l/0/f", true],
      ],
    );
  });
});

describe("a rule as TOML", () => {
  test("one from Kibana gets detection-rules' shape", () => {
    const text = asToml({
      type: "new_terms",
      language: "kuery",
      query: "event.action: CreateSnapshot",
      new_terms_fields: ["user.name", "source.ip"],
      history_window_start: "now-10d",
      created_at: "2025-12-31T23:00:00.000Z",
      updated_at: "2026-01-02T03:04:05.678Z",
      related_integrations: [{ package: "aws", version: "^2.0.0", integration: "cloudtrail" }, { package: "aws" }],
      note: "## Triage\n\nSee `a`.\n",
      threat: [
        {
          framework: "MITRE ATT&CK",
          tactic: { id: "TA0010", name: "Exfiltration", reference: "https://attack.mitre.org/tactics/TA0010/" },
          technique: [],
        },
      ],
    });
    assert.equal(
      text,
      `[metadata]
creation_date = "2025/12/31"
updated_date = "2026/01/02"
maturity = "development"
integration = ["aws"]

[rule]
rule_id = "r-1"
name = "Snapshot"
description = "A snapshot."
risk_score = 21
severity = "low"
type = "new_terms"
language = "kuery"
index = ["logs-aws.cloudtrail-*"]
query = '''
event.action: CreateSnapshot'''
author = ["eqlite"]
created_at = "2025-12-31T23:00:00.000Z"
updated_at = "2026-01-02T03:04:05.678Z"
note = '''
## Triage

See \`a\`.
'''

[rule.new_terms]
field = "new_terms_fields"
value = ["user.name", "source.ip"]

[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-10d"

[[rule.related_integrations]]
package = "aws"
version = "^2.0.0"
integration = "cloudtrail"

[[rule.related_integrations]]
package = "aws"

[[rule.threat]]
framework = "MITRE ATT&CK"
technique = []

[rule.threat.tactic]
id = "TA0010"
name = "Exfiltration"
reference = "https://attack.mitre.org/tactics/TA0010/"
`.replace(/\[rule\][\s\S]*/, (rule) => `${rule.replace("[rule]\n", "[rule]\n")}`),
    );
  });

  test("unknown keys, big integers, filters and suppression survive", () => {
    const text = asToml({
      mystery: { "a.b": [1, [2]], big: "x" },
      filters: [{ meta: { negate: true }, query: { wildcard: { "file.path": { value: "C:\\*" } } } }],
      alert_suppression: { group_by: ["user.name"], duration: { value: 5, unit: "h" } },
      setup: 'Say "yes".\r\nTwice.',
    });
    assert.match(text, /\n\[rule\.filters\.query\.wildcard\."file\.path"\]\nvalue = 'C:\\\*'\n/);
    const big = JSON.stringify({ ...apiRule, author: [], meta: { n: 0 } }).replace('"n":0', '"n":9007199254740993');
    const rule = only(big, "r.ndjson");
    const written = writeToml(rule, options);
    assert.match(written.text, /\nn = 9007199254740993\n/);
    assert.deepEqual(only(written.text).parameters, rule.parameters);
  });

  test("one from TOML keeps its tables, [transform] and dates", () => {
    const text = tomlRule(
      "meta = {when = 2026-03-10, at = 2026-03-10T01:02:03Z}",
      'note = """\nSee\n$osquery_0 and $$5\n## Setup\nDo.\n"""',
      "[[rule.threat]]",
      'framework = "MITRE ATT&CK"',
      'tactic = {id = "TA0010", name = "Exfiltration", reference = ""}',
      "[[transform.osquery]]",
      'label = "who"',
      'query = "SELECT 1"',
      "[extra]",
      "x = 1",
    );
    const rule = only(text);
    const written = writeToml(rule, options);
    assert.deepEqual(written.diagnostics, []);
    assert.match(written.text, /\n\[\[transform\.osquery\]\]\nlabel = "who"\nquery = '''\nSELECT 1'''\n/);
    assert.match(written.text, /\n\[extra\]\nx = 1\n/);
    assert.match(written.text, /\nwhen = "2026-03-10"\nat = "2026-03-10T01:02:03\.000Z"\n/);
    assert.deepEqual(only(written.text).parameters, rule.parameters);
    assert.match(String(rule.parameters["note"]), /!\{osquery\{/);
    const again = fromApi(rule.parameters);
    assert.deepEqual(only(writeToml(again, options).text).parameters, rule.parameters);
  });

  const changed: readonly { name: string; more: object; want: string[] }[] = [
    {
      name: "nulls",
      more: { note: null, filters: [{ meta: { alias: null }, query: { match_all: {} } }], meta: { l: [null] } },
      want: [
        "warning RULE041 r.ndjson:1:12 | `rule.note` cannot be written: TOML has no null | in rule `Snapshot`",
        "warning RULE041 r.ndjson:1:12 | `rule.filters[0].meta.alias` cannot be written: TOML has no null | in rule `Snapshot`",
        "error RULE041 r.ndjson:1:12 | `rule.meta.l` cannot be written: it holds a null, which TOML has not | in rule `Snapshot`",
      ],
    },
    {
      name: "a setup section that detection-rules would move",
      more: { note: "x\n## Setup\ny" },
      want: [
        "warning RULE042 r.ndjson:1:12 | `note` reads otherwise in TOML | in rule `Snapshot` | the `## Setup` section of a note becomes the rule's `setup`",
        "warning RULE042 r.ndjson:1:12 | `setup` reads otherwise in TOML | in rule `Snapshot` | the `## Setup` section of a note becomes the rule's `setup`",
      ],
    },
    {
      name: "no author",
      more: { author: undefined },
      want: [
        "warning RULE042 r.ndjson:1:12 | `author` reads otherwise in TOML | in rule `Snapshot` | detection-rules asks for an author; an empty list is Kibana's default",
      ],
    },
    {
      name: "a tactic without techniques",
      more: { threat: [{ framework: "f", tactic: { id: "a", name: "b", reference: "c" } }] },
      want: [
        "warning RULE042 r.ndjson:1:12 | `threat[0].technique` reads otherwise in TOML | in rule `Snapshot` | a tactic without `technique` gets an empty list of them",
      ],
    },
  ];
  for (const { name, more, want } of changed) {
    test(`named: ${name}`, () => assert.deepEqual(writeToml(fromApi(more), options).diagnostics.map(lineOf), want));
  }
});

describe("rules as NDJSON", () => {
  const list = { list_id: "l", name: "L", namespace_type: "single", type: "detection", description: "", id: "1" };
  const value = { field: "user.name", type: "match", operator: "included", value: "ana" };
  const exception = { list_id: "l", item_id: "i", name: "I", type: "simple", entries: [value] };
  const connector = { id: "c", type: "action", attributes: { name: "mail" } };
  const references = ["l", "gone"].map((id) => ({ id, list_id: id, namespace_type: "single", type: "detection" }));
  const lines = (objects: readonly object[]) => `${objects.map((one) => JSON.stringify(one)).join("\n")}\n`;

  test("rules, lists with their items, connectors, details", () => {
    const source = {
      name: "x.ndjson",
      text: lines([{ ...apiRule, exceptions_list: references }, exception, list, connector]),
    };
    const rule = only(source.text, source.name);
    const { text, diagnostics } = writeNdjson([rule], readExportParts(source));
    assert.deepEqual(diagnostics, []);
    const details = {
      exported_count: 4,
      exported_rules_count: 1,
      missing_rules: [],
      missing_rules_count: 0,
      exported_exception_list_count: 1,
      exported_exception_list_item_count: 1,
      missing_exception_list_item_count: 0,
      missing_exception_list_items: [],
      missing_exception_lists: [{ list_id: "gone" }],
      missing_exception_lists_count: 1,
      exported_action_connector_count: 1,
      missing_action_connection_count: 0,
      missing_action_connections: [],
      excluded_action_connection_count: 0,
      excluded_action_connections: [],
    };
    assert.equal(text, lines([{ ...apiRule, exceptions_list: references }, list, exception, connector, details]));
    const again = only(text, "y.ndjson");
    assert.deepEqual(again.parameters, rule.parameters);
    assert.deepEqual(again.exceptions, rule.exceptions);
  });

  test("a number that JSON has not keeps its rule out, and is named", () => {
    const bad = only(tomlRule('rule_id = "bad"', "meta = {n = [1, nan]}"));
    const { text, diagnostics } = writeNdjson([bad, only(tomlRule())], noParts);
    assert.deepEqual(diagnostics.map(lineOf), [
      "error RULE041 rule.toml:15:11 | `meta.n[1]` cannot be written: JSON has no such number | in rule `Snapshot`",
    ]);
    assert.deepEqual(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { rule_id?: string; exported_count?: number })
        .map(({ rule_id: id, exported_count: count }) => id ?? count),
      ["r-1", 1],
    );
  });

  test("parts of several files: of lists by id, and what is there twice once", () => {
    const parts = readExportParts({ name: "x", text: lines([list, { ...list, list_id: "m" }, exception, connector]) });
    const named = partsOfLists(parts, new Set(["m"]));
    assert.deepEqual([named.lists.length, named.items.length, named.connectors.length], [1, 0, 0]);
    assert.deepEqual(joinParts([parts, named, parts]), parts);
    assert.deepEqual(readExportParts({ name: "t", text: tomlRule() }), noParts);
  });
});

test("files are named for their rules, each by another name", () => {
  const rules = [
    { name: "AWS: a/b!", id: "1" },
    { name: "aws a b", id: "X-2" },
    { name: "aws a b", id: "X-2" },
    { name: "../..", id: "../e" },
    { name: "…", id: "…" },
    { name: "n".repeat(500), id: "" },
  ];
  assert.deepEqual(ruleFileNames(rules), [
    "aws_a_b.toml",
    "aws_a_b_x_2.toml",
    "aws_a_b_3.toml",
    "e.toml",
    "rule.toml",
    `${"n".repeat(120)}.toml`,
  ]);
});

test("documents differ where they differ, whatever the order of keys", () => {
  const of = (text: string) => readToml({ name: "t", text }).document!.value;
  assert.deepEqual(differences(of("a = 1\nb = [1, {c = 2}]"), of("b = [1, {c = 2}]\na = 1")), []);
  const left = of("a = 1\nb = [1, {c = 2}]\nd = [1]\ne = {}");
  assert.deepEqual(differences(left, of('a = "1"\nb = [1, {c = 3}]\nd = []\nf = 1')), [
    ["a"],
    ["b", 1, "c"],
    ["d"],
    ["e"],
    ["f"],
  ]);
});
