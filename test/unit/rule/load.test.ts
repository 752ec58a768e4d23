import assert from "node:assert/strict";
import { test } from "node:test";
import { apiRule, lineOf, load, tomlRule } from "./ruleFixtures.ts";

test("a rule file in TOML becomes a rule, with Kibana's defaults", () => {
  const { rules, diagnostics } = load(tomlRule());
  assert.deepEqual(diagnostics.map(lineOf), []);
  const [rule] = rules;
  assert.equal(rules.length, 1);
  const { source: _source, querySource, parameters, ...plain } = rule!;
  assert.deepEqual(plain, {
    id: "r-1",
    name: "Snapshot",
    description: "A snapshot.",
    type: "eql",
    language: "eql",
    query: 'any where event.action == "CreateSnapshot"',
    severity: "low",
    riskScore: 21,
    index: ["logs-aws.cloudtrail-*"],
    buildingBlock: false,
    enabled: true,
    tags: [],
    threat: [],
    falsePositives: [],
    references: [],
    author: ["eqlite"],
    from: "now-6m",
    to: "now",
    interval: "5m",
    maxSignals: 100,
    version: 1,
    exceptions: [],
  });
  assert.equal(querySource?.text, plain.query);
  assert.equal("constructor" in parameters, false);
});

test("every key of an EQL rule is read", () => {
  const text = tomlRule(
    'building_block_type = "default"',
    'from = "now-9m"',
    'to = "now/d"',
    'interval = "10m"',
    "enabled = false",
    "max_signals = 7",
    "version = 3",
    'event_category_override = "event.type"',
    'timestamp_override = "event.ingested"',
    'timestamp_field = "event.created"',
    'tiebreaker_field = "event.sequence"',
    'license = "Apache-2.0"',
    'note = "look"',
    'setup = "none"',
    'tags = ["a", "b"]',
    'references = ["https://example.org/"]',
    'false_positives = ["backups"]',
    "[[rule.threat]]",
    'framework = "MITRE ATT&CK"',
    "[rule.threat.tactic]",
    'id = "TA0112"',
    'name = "Defense Impairment"',
    'reference = "https://attack.mitre.org/tactics/TA0112/"',
    "[[rule.threat.technique]]",
    'id = "T1578"',
    'name = "Modify Cloud Compute Infrastructure"',
    'reference = "https://attack.mitre.org/techniques/T1578/"',
    "[[rule.threat.technique.subtechnique]]",
    'id = "T1578.001"',
    'name = "Create Snapshot"',
    'reference = "https://attack.mitre.org/techniques/T1578/001/"',
  );
  const { rules, diagnostics } = load(text);
  assert.deepEqual(diagnostics.map(lineOf), []);
  const rule = rules[0]!;
  assert.equal(rule.buildingBlock, true);
  assert.equal(rule.enabled, false);
  assert.equal(rule.maxSignals, 7);
  assert.equal(rule.version, 3);
  assert.deepEqual([rule.from, rule.to, rule.interval], ["now-9m", "now/d", "10m"]);
  assert.deepEqual(
    [rule.eventCategoryOverride, rule.timestampOverride, rule.timestampField, rule.tiebreakerField],
    ["event.type", "event.ingested", "event.created", "event.sequence"],
  );
  assert.deepEqual([rule.license, rule.note, rule.setup], ["Apache-2.0", "look", "none"]);
  assert.equal(rule.threat[0]?.technique[0]?.subtechnique?.[0]?.id, "T1578.001");
});

/** Lines that make a rule one of type threshold. */
function threshold(options: string): string[] {
  return ['type = "threshold"', 'language = "kuery"', `threshold = {${options}}`];
}

/** Lines that make a rule one of type threat_match; a list of entries for each group. */
function threatMatch(...groups: string[]): string[] {
  const mapping = groups.map((entries) => `{entries = ${entries}}`).join(", ");
  const own = ['threat_index = ["ti"]', 'threat_query = "*:*"', `threat_mapping = [${mapping}]`];
  return ['type = "threat_match"', 'language = "kuery"', ...own];
}

const wrongRules: readonly { name: string; lines: string[]; want: string[] }[] = [
  {
    name: "unknown key",
    lines: ['severty = "high"'],
    want: ["warning RULE010 rule.toml:16:1 | unknown key `severty` | did you mean `severity`?"],
  },
  {
    name: "unknown key in a nested table",
    lines: [
      "[[rule.exceptions_list]]",
      'id = "1"',
      'list_id = "endpoint_list"',
      'namespace_typ = "agnostic"',
      'type = "endpoint"',
    ],
    want: [
      "warning RULE010 rule.toml:19:1 | unknown key `namespace_typ` | did you mean `namespace_type`?",
      "error RULE012 rule.toml:16:1 | `rule.exceptions_list[0].namespace_type` is missing | has no `namespace_type`",
    ],
  },
  {
    name: "wrong type",
    lines: ['risk_score = "21"'],
    want: ["error RULE011 rule.toml:15:14 | `rule.risk_score` must be a whole number | this is a string"],
  },
  {
    name: "fraction",
    lines: ["risk_score = 2.5"],
    want: ["error RULE011 rule.toml:15:14 | `rule.risk_score` must be a whole number | this is a number"],
  },
  {
    name: "element of a list",
    lines: ['tags = ["a",', "  7]"],
    want: ["error RULE011 rule.toml:17:3 | `rule.tags[1]` must be a string | this is a whole number"],
  },
  {
    name: "date instead of string",
    lines: ["version = 2026-03-10"],
    want: ["error RULE011 rule.toml:16:11 | `rule.version` must be a whole number | this is a string"],
  },
  {
    name: "bad severity",
    lines: ['severity = "hihg"'],
    want: [
      "error RULE013 rule.toml:15:12 | `rule.severity` cannot be `hihg` | one of low, medium, high, critical | did you mean `high`?",
    ],
  },
  {
    name: "unknown type",
    lines: ['type = "eqll"'],
    want: [
      "error RULE013 rule.toml:15:8 | `rule.type` cannot be `eqll` | one of eql, query, esql, threshold, new_terms, threat_match, machine_learning, saved_query | did you mean `eql`?",
    ],
  },
  {
    name: "language of another type",
    lines: ['language = "kuery"'],
    want: [
      "error RULE013 rule.toml:15:12 | `language` cannot be `kuery` | a rule of type eql is written in eql | kuery is the language of rules of type query, threshold, new_terms, threat_match, saved_query",
    ],
  },
  {
    name: "language by its common name",
    lines: ['type = "query"', 'language = "KQL"'],
    want: [
      "error RULE013 rule.toml:15:12 | `language` cannot be `KQL` | a rule of type query is written in kuery or lucene | did you mean `kuery`?",
    ],
  },
  {
    name: "language misspelt",
    lines: ['type = "esql"', 'language = "esq"', "index = []"],
    want: [
      "warning RULE018 rule.toml:15:1 | `index` means nothing in a rule of type esql | a key of eql, query, threshold, new_terms, threat_match, saved_query rules",
      "error RULE013 rule.toml:14:12 | `language` cannot be `esq` | a rule of type esql is written in esql | did you mean `esql`?",
    ],
  },
  {
    name: "suppression without fields",
    lines: ["alert_suppression = {}"],
    want: ["error RULE012 rule.toml:16:1 | `rule.alert_suppression.group_by` is missing | has no `group_by`"],
  },
  {
    name: "suppression by too many fields",
    lines: ['alert_suppression = {group_by = ["a", "b", "c", "d"]}'],
    want: ["error RULE014 rule.toml:16:33 | `rule.alert_suppression.group_by` has 4 elements | must have at most 3"],
  },
  {
    name: "suppression of a threshold rule",
    lines: [
      ...threshold("field = [], value = 1"),
      'alert_suppression = {group_by = ["user.name"], missing_fields_strategy = "suppress"}',
    ],
    want: [
      "warning RULE018 rule.toml:17:22 | `group_by` means nothing in a rule of type threshold | a key of eql, query, esql, new_terms, threat_match, machine_learning, saved_query rules",
      "warning RULE018 rule.toml:17:48 | `missing_fields_strategy` means nothing in a rule of type threshold | a key of eql, query, esql, new_terms, threat_match, machine_learning, saved_query rules",
      "error RULE012 rule.toml:17:1 | `rule.alert_suppression.duration` is missing | has no `duration`",
    ],
  },
  {
    name: "suppression of a threshold rule, as it should be",
    lines: [...threshold("field = [], value = 1"), 'alert_suppression = {duration = {value = 1, unit = "h"}}'],
    want: [],
  },
  {
    name: "threshold of too many fields",
    lines: threshold('field = ["a", "b", "c", "d", "e", "f"], value = 0'),
    want: [
      "error RULE014 rule.toml:16:22 | `rule.threshold.field` has 6 elements | must have at most 5",
      "error RULE014 rule.toml:16:62 | `rule.threshold.value` is out of range | must be at least 1",
    ],
  },
  {
    name: "cardinality of a field that is grouped by",
    lines: threshold('field = ["user.name"], value = 1, cardinality = [{field = "user.name", value = 2}]'),
    want: [
      "error RULE044 rule.toml:16:72 | the cardinality of `user.name` is always 1 | the rule groups by it | count the values of another field",
    ],
  },
  {
    name: "new terms without fields and history",
    lines: ['type = "new_terms"', 'language = "kuery"'],
    want: [
      "error RULE012 rule.toml:5:1 | `rule.new_terms_fields` is missing | has no `new_terms_fields`",
      "error RULE012 rule.toml:5:1 | `rule.history_window_start` is missing | has no `history_window_start`",
    ],
  },
  {
    name: "new terms of four fields and a bad history",
    lines: [
      'type = "new_terms"',
      'language = "kuery"',
      'new_terms = {field = "new_terms_fields", value = ["a", "b", "c", "d"], history_window_start = [{field = "history_window_start", value = "7d"}]}',
    ],
    want: [
      "error RULE014 rule.toml:16:50 | `rule.new_terms.value` has 4 elements | must have at most 3",
      "error RULE016 rule.toml:16:137 | `rule.new_terms.history_window_start[0].value` is not a date or date maths | write `now`, or `now-6m`",
    ],
  },
  {
    name: "threat match without its own keys",
    lines: ['type = "threat_match"', 'language = "kuery"', "items_per_search = 10"],
    want: [
      "error RULE012 rule.toml:5:1 | `rule.threat_index` is missing | has no `threat_index`",
      "error RULE012 rule.toml:5:1 | `rule.threat_query` is missing | has no `threat_query`",
      "error RULE012 rule.toml:5:1 | `rule.threat_mapping` is missing | has no `threat_mapping`",
      "error RULE012 rule.toml:5:1 | `rule.concurrent_searches` is missing | has no `concurrent_searches`",
    ],
  },
  {
    name: "threat mapping",
    lines: threatMatch(
      "[]",
      '[{type = "mapping", field = "a", value = "b", negate = true}]',
      '[{type = "mapping", field = "a", value = "b"}, {type = "mapping", field = "a", value = "b", negate = true}]',
      '[{type = "mapping", field = "a", value = "b"}, {type = "mapping", field = "a", value = "c", negate = true}]',
    ),
    want: [
      "error RULE014 rule.toml:18:30 | `rule.threat_mapping[0].entries` has 0 elements | must have at least 1",
      "error RULE044 rule.toml:18:47 | a threat mapping of negated entries only | add an entry that must match",
      "error RULE044 rule.toml:18:168 | the same fields must match and must not | remove one of the entries",
    ],
  },
  {
    name: "risk score out of range",
    lines: ["risk_score = 101"],
    want: ["error RULE014 rule.toml:15:14 | `rule.risk_score` is out of range | must be from 0 to 100"],
  },
  {
    name: "no signals",
    lines: ["max_signals = 0"],
    want: ["error RULE014 rule.toml:16:15 | `rule.max_signals` is out of range | must be at least 1"],
  },
  {
    name: "bad interval",
    lines: ['interval = "5 min"'],
    want: [
      "error RULE015 rule.toml:16:12 | `rule.interval` is not an interval | write a whole number and `s`, `m`, `h` or `d`: `5m`",
    ],
  },
  {
    name: "bad date maths",
    lines: ['from = "now-6min"'],
    want: ["error RULE016 rule.toml:16:8 | `rule.from` is not a date or date maths | write `now`, or `now-6m`"],
  },
  {
    name: "empty query",
    lines: ['query = " "', 'rule_id = ""'],
    want: ["error RULE011 rule.toml:15:11 | `rule.rule_id` is empty | says nothing"],
  },
  {
    name: "key of another type",
    lines: ["anomaly_threshold = 50"],
    want: [
      "warning RULE018 rule.toml:16:1 | `anomaly_threshold` means nothing in a rule of type eql | a key of machine_learning rules",
    ],
  },
  {
    name: "index and data view",
    lines: ['data_view_id = "logs"'],
    want: [
      "error RULE019 rule.toml:16:1 | a rule reads either `index` or `data_view_id` | `index` is set, too | remove one of them",
    ],
  },
  {
    name: "suppression",
    lines: ['alert_suppression = {group_by = ["user.name"]}'],
    want: [],
  },
  {
    name: "overrides",
    lines: [
      'severity_mapping = [{field = "event.severity", operator = "equals", value = "3", severity = "high"}]',
      'risk_score_mapping = [{field = "event.risk_score", operator = "equals", value = ""}]',
      'rule_name_override = "message"',
    ],
    want: [],
  },
  {
    name: "overrides that say nothing, as Kibana exports them",
    lines: ["severity_mapping = []", "risk_score_mapping = []", 'rule_name_override = ""'],
    want: [],
  },
];

for (const { name, lines, want } of wrongRules) {
  test(`wrong rule: ${name}`, () => {
    const { rules, diagnostics } = load(tomlRule(...lines));
    assert.deepEqual(diagnostics.map(lineOf), want);
    assert.equal(rules.length, want.some((line) => line.startsWith("error")) ? 0 : 1);
  });
}

test("missing keys are named at the table that lacks them", () => {
  const text = '[metadata]\ncreation_date = "2026-03-10"\n[rule]\ntype = "eql"\nname = "x"\n';
  const { rules, diagnostics } = load(text);
  assert.equal(rules.length, 0);
  assert.deepEqual(diagnostics.map(lineOf), [
    "error RULE012 rule.toml:3:1 | `rule.description` is missing | has no `description`",
    "error RULE012 rule.toml:3:1 | `rule.rule_id` is missing | has no `rule_id`",
    "error RULE012 rule.toml:3:1 | `rule.severity` is missing | has no `severity`",
    "error RULE012 rule.toml:3:1 | `rule.risk_score` is missing | has no `risk_score`",
    "error RULE012 rule.toml:3:1 | `rule.author` is missing | has no `author`",
    "error RULE012 rule.toml:3:1 | `rule.language` is missing | has no `language`",
    "error RULE012 rule.toml:3:1 | `rule.query` is missing | has no `query`",
    "warning RULE017 rule.toml:2:17 | `metadata.creation_date` is not a day | write year/month/day: `2026/03/10`",
    "warning RULE012 rule.toml:1:1 | `metadata.updated_date` is missing | has no `updated_date`",
  ]);
});

const files: readonly { name: string; text: string; want: string[]; rules?: number }[] = [
  {
    name: "empty",
    text: " \n",
    want: ["error RULE002 f:1:1 | the file is empty | rules are read as detection-rules TOML, Kibana NDJSON or JSON"],
  },
  {
    name: "prose",
    text: "hello\nworld\n",
    want: ["error RULE002 f:1:1 | not a rule file | rules are read as detection-rules TOML, Kibana NDJSON or JSON"],
  },
  {
    name: "TOML of something else",
    text: "[package]\nname = 'x'\n",
    want: ["error RULE002 f:1:1 | not a rule file: it has no `[rule]` table"],
  },
  {
    name: "TOML syntax",
    text: "[rule]\nname = 'x'\nquery = \"a\n",
    want: ["error RULE003 f:3:11 | not valid TOML: control characters are not allowed in strings"],
  },
  {
    name: "TOML key twice",
    text: "[rule]\nname = 'x'\nname = 'y'\n",
    want: ["error RULE003 f:3:1 | not valid TOML: trying to redefine an already defined table or value"],
  },
  { name: "hunt", text: '[hunt]\nname = "Snapshots"\n', want: ["note RULE006 f:1:1 | hunt `Snapshots` is not a rule"] },
  {
    name: "Sigma",
    text: "# x\ntitle: A\nlogsource:\n  product: aws\ndetection:\n  condition: a\n",
    want: ["warning RULE007 f:1:1 | Sigma rules are not yet supported"],
  },
  {
    name: "JSON syntax",
    text: `${JSON.stringify(apiRule)}\n{"rule_id": nope}\n`,
    want: ["error RULE004 f:2:13 | not valid JSON: expected a value"],
    rules: 1,
  },
  {
    name: "JSON of something else",
    text: '{"a": 1}',
    want: ["error RULE030 f:1:1 | this object is neither a rule nor another part of an export"],
  },
  {
    name: "JSON list of something else",
    text: "[\n  {},\n  7\n]",
    want: [
      "error RULE002 f:3:3 | not a rule: a rule in JSON is an object | this is not an object",
      "error RULE030 f:2:3 | this object is neither a rule nor another part of an export",
    ],
  },
  { name: "one JSON rule over many lines", text: JSON.stringify(apiRule, null, 2), want: [], rules: 1 },
  { name: "a list of rules", text: JSON.stringify([apiRule, { ...apiRule, rule_id: "r-2" }]), want: [], rules: 2 },
  {
    name: "rule_id twice",
    text: JSON.stringify([apiRule, apiRule], null, 1),
    want: ["error RULE008 f:16:14 | rule_id `r-1` occurs twice | again here"],
    rules: 1,
  },
  {
    name: "key twice in JSON",
    text: `{"enabled": true, "enabled": false, ${JSON.stringify(apiRule).slice(1)}`,
    want: ["warning RULE009 f:1:1 | a key occurs twice; the last value counts | in this object"],
    rules: 1,
  },
  {
    name: "incomplete export",
    text: `${JSON.stringify(apiRule)}\n{"exported_count":1,"missing_rules_count":2}`,
    want: ["warning RULE031 f:2:21 | the export is incomplete: 2 missing (rules)"],
    rules: 1,
  },
  {
    name: "wrong value in NDJSON",
    text: `\n${JSON.stringify({ ...apiRule, severity: "bad" })}\n`,
    want: ["error RULE013 f:2:91 | `severity` cannot be `bad` | one of low, medium, high, critical"],
  },
];

for (const { name, text, want, rules = 0 } of files) {
  test(`file: ${name}`, () => {
    const loaded = load(text, "f");
    assert.deepEqual(loaded.diagnostics.map(lineOf), want);
    assert.equal(loaded.rules.length, rules);
  });
}

test("an export: lists, connectors and details are known and give no diagnostic", () => {
  const lines = [
    apiRule,
    { list_id: "l", name: "L", type: "detection", namespace_type: "single" },
    { id: "1", type: "action", attributes: { actionTypeId: ".email" }, references: [] },
    { exported_count: 3, exported_rules_count: 1, missing_rules: [], missing_rules_count: 0 },
  ];
  const { rules, diagnostics } = load(lines.map((line) => JSON.stringify(line)).join("\n"), "e.ndjson");
  assert.deepEqual(diagnostics.map(lineOf), []);
  assert.deepEqual(
    rules.map(({ id }) => id),
    ["r-1"],
  );
});

test("ceilings: size, line, depth, list", () => {
  const big = " ".repeat(1024 * 1024);
  const oneLine = (text: string) => load(text, "f").diagnostics.map(lineOf);
  assert.deepEqual(oneLine(`[rule]\n#${big}`), [
    "error RULE001 f:1:1 | the file has 1048584 characters, more than 1048576",
  ]);
  assert.deepEqual(oneLine(`${JSON.stringify(apiRule)}\n{"note":"${big}"}\n`), [
    "error RULE001 f:2:1 | this JSON text has 1048587 characters, more than 1048576 | starts here",
  ]);
  const deepKey = Array.from({ length: 70 }, () => "a").join(".");
  assert.deepEqual(oneLine(`[rule]\n${deepKey} = 1`), [
    "error RULE005 f:2:127 | the document holds nested deeper than 64 levels",
  ]);
  assert.match(
    oneLine(`[rule]\na = ${"[".repeat(70)}${"]".repeat(70)}`)[0]!,
    /^error RULE003 f:2:\d+ \| not valid TOML: /,
  );
  assert.match(
    oneLine(`{"a":${"[".repeat(70)}${"]".repeat(70)}}`)[0]!,
    /^error RULE004 f:1:\d+ \| not valid JSON: nested deeper than 64/,
  );
  assert.deepEqual(oneLine(`[rule]\ntags = [${"7,".repeat(65_537)}]`), [
    "error RULE005 f:2:8 | the document holds a list of 65537 elements, more than 65536",
  ]);
});

test("keys that are special in JavaScript are keys like any other", () => {
  const { diagnostics } = load(tomlRule('"__proto__" = {severity = "x"}', 'constructor = "y"'));
  assert.deepEqual(diagnostics.map(lineOf), [
    "warning RULE010 rule.toml:16:1 | unknown key `__proto__`",
    "warning RULE010 rule.toml:17:1 | unknown key `constructor`",
  ]);
  assert.equal(({} as { severity?: string }).severity, undefined);
});

test("rules of every type are loaded", () => {
  const mapping = { entries: [{ field: "source.ip", type: "mapping", value: "threat.indicator.ip" }] };
  const more: Record<string, object> = {
    query: { language: "kuery" },
    esql: { language: "esql", index: undefined },
    threshold: { language: "kuery", threshold: { field: ["user.name"], value: 3 } },
    new_terms: { language: "kuery", new_terms_fields: ["user.name"], history_window_start: "now-7d" },
    threat_match: { language: "kuery", threat_index: ["ti"], threat_query: "*:*", threat_mapping: [mapping] },
    machine_learning: {
      language: undefined,
      query: undefined,
      index: undefined,
      anomaly_threshold: 50,
      machine_learning_job_id: "j",
    },
    saved_query: { language: "kuery", saved_id: "s" },
  };
  const lines = Object.entries(more).map(([type, keys]) =>
    JSON.stringify({ ...apiRule, type, rule_id: type, ...keys }),
  );
  const { rules, diagnostics } = load(lines.join("\n"), "all.ndjson");
  assert.deepEqual(diagnostics.map(lineOf), []);
  assert.deepEqual(
    rules.map(({ type }) => type),
    Object.keys(more),
  );
});

test("very many problems are not all named, but errors always are", () => {
  const keys = Array.from({ length: 500 }, (_, i) => `x${i} = 1`);
  const one = load(tomlRule(...keys, "risk_score = 101", "enabled = 3"));
  assert.equal(one.rules.length, 0);
  assert.deepEqual(
    one.diagnostics.map(({ code }) => code),
    [...Array.from({ length: 100 }, () => "RULE010"), "RULE014"],
  );
  const lines = Array.from({ length: 20 }, (_, i) => {
    const unknown = Object.fromEntries(Array.from({ length: 90 }, (_, k) => [`x${k}`, 1]));
    return JSON.stringify({ ...apiRule, ...unknown, rule_id: `r-${i}`, severity: i === 19 ? "no" : "low" });
  });
  const all = load(lines.join("\n"));
  assert.equal(all.rules.length, 19);
  assert.equal(all.diagnostics.length, 1001);
  assert.equal(all.diagnostics[0]!.code, "RULE013");
  assert.equal(all.diagnostics.at(-1)!.message, "801 more problems in this file");
});

test("an export holds at most 65,536 objects", () => {
  const { diagnostics } = load("{}\n".repeat(70_000), "f");
  assert.ok(diagnostics.some(({ message }) => message === "the file holds more than 65536 objects"));
});
