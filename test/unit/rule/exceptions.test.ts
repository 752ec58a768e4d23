import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { setField } from "../../../src/ecs/document.ts";
import { documentView } from "../../../src/ecs/event.ts";
import { type EcsValue, emptyObject } from "../../../src/ecs/value.ts";
import { evaluate } from "../../../src/predicate/evaluate.ts";
import { predicatesOf } from "../../../src/predicate/predicatesOf.ts";
import { compileRule } from "../../../src/rule/compileRule.ts";
import { exceptionPredicate } from "../../../src/rule/exceptionPredicate.ts";
import { loadRules } from "../../../src/rule/load.ts";
import { readExceptionItems } from "../../../src/rule/readExceptionItems.ts";
import { apiRule, lineOf, noLists, tomlRule } from "./ruleFixtures.ts";

type Document = Readonly<Record<string, EcsValue>>;

function viewOf(fields: Document) {
  const document = emptyObject();
  for (const [name, value] of Object.entries(fields)) setField(document, name, value);
  return documentView(document);
}

const reference = { id: "1", list_id: "l", namespace_type: "single", type: "detection" };

function item(entries: readonly object[], more: object = {}): object {
  return { list_id: "l", name: "backups", item_id: "i", type: "simple", entries, ...more };
}

/** Loads an export of one rule with these items. */
function loadWith(items: readonly object[], lists: Readonly<Record<string, readonly string[]>> = {}) {
  const lines = [{ ...apiRule, exceptions_list: [reference] }, ...items];
  const text = lines.map((line) => JSON.stringify(line)).join("\n");
  const valueLists = (id: string) => (Object.hasOwn(lists, id) ? lists[id] : undefined);
  return loadRules({ name: "e.ndjson", text }, { catalogue: defaultCatalogue, valueLists });
}

const entry = (field: string, type: string, value: unknown, operator = "included") => ({
  field,
  type,
  value,
  operator,
});
const list = (field: string, id: string, type: string, operator = "included") => ({
  field,
  type: "list",
  operator,
  list: { id, type },
});

const lists = {
  users: ["ana", "bo"],
  addresses: ["10.0.0.1", "2001:db8::1"],
  blocks: ["10.1.0.0/16", "192.168.0.10-192.168.0.20", "2001:db8::1-2001:db8::3", "203.0.113.7"],
};

const nested = "gcp.audit.authorization_info";
const ofElement = (...entries: object[]) => item([{ field: nested, type: "nested", entries }]);
const elements = (...values: EcsValue[]) => ({ [nested]: values });
const granted = { permission: "compute.disks.create", granted: true };
const refusal = { permission: "compute.disks.create", granted: false };

interface Case {
  readonly name: string;
  readonly items: readonly object[];
  readonly exempt: readonly Document[];
  readonly not: readonly Document[];
}

const cases: readonly Case[] = [
  {
    name: "match is exact and case-sensitive; any value of an array counts",
    items: [item([entry("user.name", "match", "ana")])],
    exempt: [{ "user.name": "ana" }, { "user.name": ["bo", "ana"] }],
    not: [{ "user.name": "Ana" }, { "user.name": "anab" }, {}],
  },
  {
    name: "excluded turns around, and a missing field satisfies it",
    items: [item([entry("user.name", "match", "ana", "excluded")])],
    exempt: [{ "user.name": "bo" }, {}],
    not: [{ "user.name": "ana" }, { "user.name": ["bo", "ana"] }],
  },
  {
    name: "match_any",
    items: [item([entry("user.name", "match_any", ["ana", "bo"])])],
    exempt: [{ "user.name": "ana" }, { "user.name": "bo" }],
    not: [{ "user.name": "cy" }, {}],
  },
  {
    name: "match_any excluded",
    items: [item([entry("user.name", "match_any", ["ana", "bo"], "excluded")])],
    exempt: [{ "user.name": "cy" }, {}],
    not: [{ "user.name": "ana" }],
  },
  {
    name: "a star in match is a star",
    items: [item([entry("user.name", "match", "a*")])],
    exempt: [{ "user.name": "a*" }],
    not: [{ "user.name": "ana" }],
  },
  {
    name: "wildcard is case-sensitive",
    items: [item([entry("user.name", "wildcard", "a*?o")])],
    exempt: [{ "user.name": "axo" }, { "user.name": "abcxo" }],
    not: [{ "user.name": "Axo" }, { "user.name": "ao" }, {}],
  },
  {
    name: "a backslash in wildcard takes the next character as itself",
    items: [item([entry("user.name", "wildcard", "a\\*\\\\.*")])],
    exempt: [{ "user.name": "a*\\.x" }, { "user.name": "a*\\." }],
    not: [{ "user.name": "ab\\.x" }, { "user.name": "a*\\zx" }],
  },
  {
    name: "exists",
    items: [item([{ field: "user.name", type: "exists", operator: "included" }])],
    exempt: [{ "user.name": "x" }],
    not: [{}],
  },
  {
    name: "exists excluded",
    items: [item([{ field: "user.name", type: "exists", operator: "excluded" }])],
    exempt: [{}],
    not: [{ "user.name": "x" }],
  },
  {
    name: "entries of one item hold together",
    items: [item([entry("user.name", "match", "ana"), entry("cloud.region", "match", "us-east-1")])],
    exempt: [{ "user.name": "ana", "cloud.region": "us-east-1" }],
    not: [{ "user.name": "ana" }, { "cloud.region": "us-east-1" }, { "user.name": "ana", "cloud.region": "eu-west-1" }],
  },
  {
    name: "any of several items exempts",
    items: [item([entry("user.name", "match", "ana")]), item([entry("cloud.region", "match", "us-east-1")])],
    exempt: [{ "user.name": "ana" }, { "cloud.region": "us-east-1" }],
    not: [{ "user.name": "bo", "cloud.region": "eu-west-1" }],
  },
  {
    name: "match on an ip field takes an address or a block",
    items: [item([entry("source.ip", "match_any", ["10.0.0.0/8", "2001:db8::1"])])],
    exempt: [{ "source.ip": "10.9.8.7" }, { "source.ip": "2001:db8:0::1" }],
    not: [{ "source.ip": "11.0.0.1" }, {}],
  },
  {
    name: "numbers",
    items: [item([entry("source.port", "match", "443")])],
    exempt: [{ "source.port": 443 }],
    not: [{ "source.port": 80 }, {}],
  },
  {
    name: "keyword list",
    items: [item([list("user.name", "users", "keyword")])],
    exempt: [{ "user.name": "ana" }, { "user.name": "bo" }],
    not: [{ "user.name": "cy" }, { "user.name": "ANA" }, {}],
  },
  {
    name: "keyword list excluded",
    items: [item([list("user.name", "users", "keyword", "excluded")])],
    exempt: [{ "user.name": "cy" }, {}],
    not: [{ "user.name": "ana" }],
  },
  {
    name: "ip list",
    items: [item([list("source.ip", "addresses", "ip")])],
    exempt: [{ "source.ip": "10.0.0.1" }, { "source.ip": "2001:db8:0:0::1" }],
    not: [{ "source.ip": "10.0.0.2" }],
  },
  {
    name: "ip_range list: ranges with both ends, blocks, addresses",
    items: [item([list("source.ip", "blocks", "ip_range")])],
    exempt: [
      { "source.ip": "10.1.255.255" },
      { "source.ip": "192.168.0.10" },
      { "source.ip": "192.168.0.15" },
      { "source.ip": "192.168.0.20" },
      { "source.ip": "2001:db8::2" },
      { "source.ip": "203.0.113.7" },
    ],
    not: [
      { "source.ip": "10.2.0.0" },
      { "source.ip": "192.168.0.9" },
      { "source.ip": "192.168.0.21" },
      { "source.ip": "2001:db8::4" },
      {},
    ],
  },
  {
    name: "ip_range list excluded",
    items: [item([list("source.ip", "blocks", "ip_range", "excluded")])],
    exempt: [{ "source.ip": "192.168.0.21" }, {}],
    not: [{ "source.ip": "192.168.0.20" }],
  },
  {
    name: "match on analysed text looks for the words in their order, whatever their case",
    items: [item([entry("message", "match", "disk Created")])],
    exempt: [{ message: "The disk created by ana" }, { message: "DISK-created" }, { message: ["x", "disk created"] }],
    not: [{ message: "created disk" }, { message: "disks created" }, { message: "disk was created" }, {}],
  },
  {
    name: "match_any on analysed text, excluded",
    items: [item([entry("message", "match_any", ["disk created", "image"], "excluded")])],
    exempt: [{ message: "a snapshot" }, {}],
    not: [{ message: "an image" }, { message: "disk created" }],
  },
  {
    name: "a text without words is in no text",
    items: [item([entry("message", "match", "--")])],
    exempt: [],
    not: [{ message: "a -- b" }, { message: "--" }, {}],
  },
  {
    name: "a date is the range that it covers",
    items: [item([entry("event.created", "match_any", ["2026-03-10", "2026-04-01T12:00:00Z"])])],
    exempt: [
      { "event.created": "2026-03-10T00:00:00.000Z" },
      { "event.created": "2026-03-10T23:59:59.999Z" },
      { "event.created": "2026-04-01T12:00:00.000Z" },
    ],
    not: [{ "event.created": "2026-03-11T00:00:00.000Z" }, { "event.created": "2026-04-01T12:00:01.000Z" }, {}],
  },
  {
    name: "nested: one element satisfies all",
    items: [ofElement(entry("permission", "match", "compute.disks.create"), entry("granted", "match", "true"))],
    exempt: [elements(granted), elements(refusal, granted)],
    not: [elements(refusal), elements(refusal, { permission: "x", granted: true }), elements(), {}],
  },
  {
    name: "nested: an excluded condition holds of the same element",
    items: [ofElement(entry("permission", "match_any", ["x", "y"]), entry("granted", "match", "true", "excluded"))],
    exempt: [elements({ permission: "x", granted: false }), elements({ permission: "y" })],
    not: [elements({ permission: "x", granted: true }), elements({ permission: "x", granted: true }, refusal), {}],
  },
  {
    name: "nested: exists",
    items: [ofElement({ field: "granted", type: "exists", operator: "included" })],
    exempt: [elements({ permission: "x" }, granted)],
    not: [elements({ permission: "x" }), {}],
  },
];

for (const { name, items, exempt, not } of cases) {
  test(`exception: ${name}`, () => {
    const { rules, diagnostics } = loadWith(items, lists);
    assert.deepEqual(diagnostics.map(lineOf), []);
    const predicate = exceptionPredicate(rules[0]!.exceptions, defaultCatalogue);
    for (const document of exempt) assert.equal(evaluate(predicate, viewOf(document)), true, JSON.stringify(document));
    for (const document of not) assert.equal(evaluate(predicate, viewOf(document)), false, JSON.stringify(document));
  });
}

test("no items exempt nothing", () => {
  assert.deepEqual(exceptionPredicate([], defaultCatalogue), { kind: "constant", value: false });
  assert.deepEqual(exceptionPredicate([{ name: "", entries: [] }], defaultCatalogue), {
    kind: "constant",
    value: false,
  });
});

test("an unknown field is a warning; the entry matches nothing, excluded everything", () => {
  for (const operator of ["included", "excluded"]) {
    const { rules, diagnostics } = loadWith([item([entry("user.nmae", "match", "ana", operator)])]);
    assert.deepEqual(diagnostics.map(lineOf), [
      "warning RULE027 e.ndjson:2:83 | unknown field `user.nmae` in an exception | no event has this field | did you mean `user.name`?",
    ]);
    const predicate = exceptionPredicate(rules[0]!.exceptions, defaultCatalogue);
    assert.equal(evaluate(predicate, viewOf({ "user.name": "ana" })), operator === "excluded");
  }
});

test("a plain entry below a nested field sees no value, which is a warning", () => {
  const { rules, diagnostics } = loadWith([item([entry(`${nested}.permission`, "match", "x")])]);
  assert.deepEqual(diagnostics.map(lineOf), [
    "warning RULE043 e.ndjson:2:83 | the exception on `gcp.audit.authorization_info.permission` sees no value | below the nested field `gcp.audit.authorization_info` | write an entry of type nested: field `gcp.audit.authorization_info`, and in its entries `permission`",
  ]);
  const predicate = exceptionPredicate(rules[0]!.exceptions, defaultCatalogue);
  assert.equal(evaluate(predicate, viewOf(elements({ permission: "x" }))), false);
});

test("an unknown field of a nested entry is named where it stands", () => {
  const { diagnostics } = loadWith([ofElement(entry("permision", "match", "x"))]);
  assert.deepEqual(diagnostics.map(lineOf), [
    "warning RULE027 e.ndjson:2:150 | unknown field `gcp.audit.authorization_info.permision` in an exception | no event has this field | did you mean `gcp.audit.authorization_info.permission`?",
  ]);
});

const stream = {
  "data_stream.type": "logs",
  "data_stream.dataset": "aws.cloudtrail",
  "data_stream.namespace": "default",
};
const ofType: readonly { readonly type: string; readonly keys: object }[] = [
  { type: "eql", keys: {} },
  { type: "query", keys: { language: "kuery", query: "event.action: CreateSnapshot" } },
  {
    type: "threshold",
    keys: { language: "kuery", query: "event.action: CreateSnapshot", threshold: { field: ["user.name"], value: 2 } },
  },
  {
    type: "new_terms",
    keys: {
      language: "kuery",
      query: "event.action: CreateSnapshot",
      new_terms_fields: ["user.name"],
      history_window_start: "now-7d",
    },
  },
  {
    type: "esql",
    keys: {
      language: "esql",
      index: undefined,
      query: 'FROM logs-aws.cloudtrail-* | WHERE event.action == "CreateSnapshot" | STATS n = COUNT(*) BY user.name',
    },
  },
];

for (const { type, keys } of ofType) {
  test(`an exception keeps events from a rule of type ${type}`, () => {
    const rule = { ...apiRule, type, ...keys, exceptions_list: [reference] };
    const items = [item([list("user.name", "users", "keyword")], { expire_time: "2026-03-10T00:00:00Z" })];
    const text = [rule, ...items].map((line) => JSON.stringify(line)).join("\n");
    const loaded = loadRules({ name: "e.ndjson", text }, { catalogue: defaultCatalogue, valueLists: () => ["ana"] });
    assert.deepEqual(loaded.diagnostics.map(lineOf), []);
    const event = (name: string) => viewOf({ ...stream, "event.action": "CreateSnapshot", "user.name": name });
    const holds = (name: string, nowMs: number) => {
      const { runnable } = compileRule(loaded.rules[0]!, defaultCatalogue, { nowMs });
      return predicatesOf(runnable!.query).every((predicate) => evaluate(predicate, event(name)));
    };
    const expires = Date.UTC(2026, 2, 10);
    assert.equal(holds("bo", expires), true);
    assert.equal(holds("ana", expires), false);
    assert.equal(holds("ana", expires + 1), true, "expired before the run");
  });
}

test("os_types limit an item to hosts, as in Kibana", () => {
  const { rules, diagnostics } = loadWith([
    item([entry("user.name", "match", "ana")], { os_types: ["linux", "macos"] }),
  ]);
  assert.deepEqual(diagnostics.map(lineOf), [
    "warning RULE024 e.ndjson:2:148 | exception `backups` is limited to operating systems, which cloud events do not name | holds only where `host.os.type` is one of these | remove `os_types` to apply the exception to cloud events",
  ]);
  const predicate = exceptionPredicate(rules[0]!.exceptions, defaultCatalogue);
  assert.equal(evaluate(predicate, viewOf({ "user.name": "ana" })), false);
  assert.equal(evaluate(predicate, viewOf({ "user.name": "ana", "host.os.type": "macos" })), true);
  assert.equal(evaluate(predicate, viewOf({ "user.name": "bo", "host.os.type": "macos" })), false);
});

test("expire_time is kept in milliseconds", () => {
  const { rules } = loadWith([item([entry("user.name", "match", "ana")], { expire_time: "2026-03-10T00:00:00.500Z" })]);
  assert.equal(rules[0]!.exceptions[0]!.expireTimeMs, Date.UTC(2026, 2, 10, 0, 0, 0, 500));
});

const refused: readonly {
  name: string;
  items: object[];
  lists?: Record<string, string[]>;
  mark: string;
  want: string[];
}[] = [
  {
    name: "missing value list",
    mark: '"trusted"',
    items: [item([list("user.name", "trusted", "keyword")])],
    want: [
      "error RULE021 e.ndjson:2:144 | unknown value list `trusted` | names a list that is not here | create `lookups/trusted.txt`, one value a line",
    ],
  },
  {
    name: "type of value list",
    mark: '"text"',
    items: [item([list("user.name", "users", "text")])],
    lists,
    want: [
      "error RULE028 e.ndjson:2:159 | value list `users` is of type text, which cannot be applied | one of keyword, ip, ip_range",
    ],
  },
  {
    name: "value list over Kibana's limit",
    mark: '"users"',
    items: [item([list("user.name", "users", "keyword")])],
    lists: { users: Array.from({ length: 65_537 }, (_, i) => `v${i}`) },
    want: [
      "error RULE040 e.ndjson:2:144 | value list `users` has 65537 values, more than 65536 | names a list that is too long | split it into several lists, each with an exception",
    ],
  },
  {
    name: "nested, on a field that is not mapped so",
    mark: '"user"',
    items: [item([{ field: "user", type: "nested", entries: [entry("name", "match", "ana")] }])],
    want: [
      "error RULE022 e.ndjson:2:83 | exception `backups` cannot be applied: `user` is not mapped as nested, for which Elasticsearch fails the search; name `user.…` in a plain entry",
    ],
  },
  {
    name: "nested in nested",
    mark: '"nested"',
    items: [item([{ field: nested, type: "nested", entries: [{ field: "x", type: "nested", entries: [] }] }])],
    want: [
      "error RULE013 e.ndjson:2:161 | unknown type of exception entry `nested` | one of match, match_any, exists",
      "error RULE026 e.ndjson:2:1 | exception `backups` cannot be applied | this exception has errors",
    ],
  },
  {
    name: "unknown entry type",
    mark: '"matches"',
    items: [item([entry("user.name", "matches", "ana")])],
    want: [
      "error RULE013 e.ndjson:2:102 | unknown type of exception entry `matches` | one of match, match_any, wildcard, exists, list, nested | did you mean `match`?",
      "error RULE026 e.ndjson:2:1 | exception `backups` cannot be applied | this exception has errors",
    ],
  },
  {
    name: "entry without value",
    mark: '{"field":"user.name","type":"match","operator":"included"}',
    items: [item([{ field: "user.name", type: "match", operator: "included" }])],
    want: [
      "error RULE012 e.ndjson:2:74 | `entries[0].value` is missing | has no `value`",
      "error RULE026 e.ndjson:2:1 | exception `backups` cannot be applied | this exception has errors",
    ],
  },
  {
    name: "no entries, bad expiry",
    mark: "[]",
    items: [item([], { expire_time: "tomorrow" })],
    want: [
      "error RULE014 e.ndjson:2:73 | `entries` has 0 elements | must have at least 1",
      "error RULE017 e.ndjson:2:90 | `expire_time` is not a time with zone | write it as `2026-03-10T00:00:00.000Z`",
      "error RULE026 e.ndjson:2:1 | exception `backups` cannot be applied | this exception has errors",
    ],
  },
  {
    name: "words beyond ASCII",
    mark: '"message"',
    items: [item([entry("message", "match", "grüße")])],
    want: [
      "error RULE023 e.ndjson:2:83 | exception `backups` cannot be applied: `message` is analysed text, which Elasticsearch compares word by word",
    ],
  },
  {
    name: "wildcard on analysed text",
    mark: '"message"',
    items: [item([entry("message", "wildcard", "hel*")])],
    want: [
      "error RULE023 e.ndjson:2:83 | exception `backups` cannot be applied: `message` is analysed text, which Elasticsearch compares word by word",
    ],
  },
  {
    name: "wildcard on an address",
    mark: '"source.ip"',
    items: [item([entry("source.ip", "wildcard", "10.*")])],
    want: [
      "error RULE023 e.ndjson:2:83 | exception `backups` cannot be applied: a wildcard cannot be tested on `source.ip`, a field of type ip",
    ],
  },
  {
    name: "value that is no address",
    mark: '"source.ip"',
    items: [item([list("source.ip", "users", "keyword")])],
    lists,
    want: [
      "error RULE023 e.ndjson:2:83 | exception `backups` cannot be applied: `ana` is not a value of `source.ip`, a field of type ip",
    ],
  },
  {
    name: "range upside down",
    mark: '"source.ip"',
    items: [item([list("source.ip", "ranges", "ip_range")])],
    lists: { ranges: ["10.0.0.2-10.0.0.1"] },
    want: [
      "error RULE023 e.ndjson:2:83 | exception `backups` cannot be applied: `10.0.0.2-10.0.0.1` is not a value of `source.ip`, a field of type ip",
    ],
  },
  {
    name: "more ranges than Kibana applies",
    mark: '"source.ip"',
    items: [item([list("source.ip", "ranges", "ip_range")])],
    lists: { ranges: Array.from({ length: 201 }, (_, i) => `10.0.${i}.1-10.0.${i}.2`) },
    want: [
      "error RULE023 e.ndjson:2:83 | exception `backups` cannot be applied: the list has 201 ranges `a-b`; Kibana applies at most 200",
    ],
  },
  {
    name: "date maths",
    mark: '"@timestamp"',
    items: [item([entry("@timestamp", "match", "now-1d")])],
    want: [
      "error RULE023 e.ndjson:2:83 | exception `backups` cannot be applied: `now-1d` is date maths, which depends on the time at which the rule runs; write a date",
    ],
  },
  {
    name: "no date",
    mark: '"@timestamp"',
    items: [item([entry("@timestamp", "match_any", ["2026-03-10", "soon"])])],
    want: [
      "error RULE023 e.ndjson:2:83 | exception `backups` cannot be applied: `soon` is not a value of `@timestamp`, a field of type date",
    ],
  },
];

for (const { name, items, lists: given = {}, mark, want } of refused) {
  test(`refused exception: ${name}`, () => {
    const { rules, diagnostics } = loadWith(items, given);
    assert.deepEqual(diagnostics.map(lineOf), want);
    assert.equal(rules.length, 0);
    const { source, span } = diagnostics[0]!.labels[0]!;
    assert.equal(source.text.slice(span.start, span.end), mark);
    const last = diagnostics.at(-1)!.labels.at(-1)!;
    assert.equal(last.message, "this rule uses the list");
    assert.equal(last.source.text.slice(last.span.start, last.span.end), '"l"');
  });
}

test("items beside a TOML rule are read from another file, and diagnostics point there", () => {
  const text = tomlRule(
    "[[rule.exceptions_list]]",
    'id = "1"',
    'list_id = "l"',
    'namespace_type = "single"',
    'type = "detection"',
  );
  const side = readExceptionItems({
    name: "exceptions.ndjson",
    text: [
      item([entry("user.name", "match", "ana")]),
      item([list("user.name", "gone", "keyword")], { list_id: "other" }),
    ]
      .map((line) => JSON.stringify(line))
      .join("\r\n"),
  });
  assert.deepEqual(side.diagnostics.map(lineOf), []);
  assert.deepEqual([...side.items.keys()], ["l", "other"]);
  const source = { name: "rule.toml", text };
  const loaded = loadRules(source, { ...noLists, exceptionItems: (id) => side.items.get(id) });
  assert.deepEqual(loaded.diagnostics.map(lineOf), []);
  assert.deepEqual(loaded.rules[0]!.exceptions, [
    { name: "backups", entries: [{ field: "user.name", type: "match", operator: "included", value: "ana" }] },
  ]);
  const broken = loadRules(source, { ...noLists, exceptionItems: () => side.items.get("other") });
  assert.deepEqual(broken.diagnostics.map(lineOf), [
    "error RULE021 exceptions.ndjson:2:148 | unknown value list `gone` | names a list that is not here | create `lookups/gone.txt`, one value a line",
  ]);
});

test("a list that is not there is a warning, Kibana's endpoint list a note", () => {
  const text = tomlRule(
    `exceptions_list = [`,
    `  {id = "1", list_id = "l", namespace_type = "single", type = "detection"},`,
    `  {id = "2", list_id = "endpoint_list", namespace_type = "agnostic", type = "endpoint"},`,
    `]`,
  );
  const { rules, diagnostics } = loadRules({ name: "rule.toml", text }, noLists);
  assert.equal(rules.length, 1);
  assert.deepEqual(diagnostics.map(lineOf), [
    "warning RULE025 rule.toml:17:24 | the items of exception list `l` are not here; the rule runs without them | export the list from Kibana to `exceptions.ndjson` beside the rule",
    "note RULE025 rule.toml:18:24 | the items of exception list `endpoint_list` are not here; the rule runs without them",
  ]);
});

test("a rule has at most 10,000 exception items", () => {
  const many = Array.from({ length: 10_001 }, () => item([entry("user.name", "match", "ana")]));
  const { rules, diagnostics } = loadWith(many);
  assert.equal(rules.length, 0);
  assert.deepEqual(
    diagnostics.map(({ code, message }) => `${code} ${message}`),
    ["RULE029 the rule has 10001 exception items, more than 10000"],
  );
});

test("what is wrong with a list is said once; every rule that names it is refused", () => {
  const rules = ["r-1", "r-2"].map((id) => ({ ...apiRule, rule_id: id, exceptions_list: [reference, reference] }));
  const text = [...rules, item([list("user.name", "gone", "keyword")])].map((line) => JSON.stringify(line)).join("\n");
  const loaded = loadRules({ name: "e.ndjson", text }, noLists);
  const column = text.split("\n")[1]!.indexOf('"list_id":"l"') + '"list_id":'.length + 1;
  assert.equal(loaded.rules.length, 0);
  assert.deepEqual(loaded.diagnostics.map(lineOf), [
    "error RULE021 e.ndjson:3:144 | unknown value list `gone` | names a list that is not here | create `lookups/gone.txt`, one value a line",
    `error RULE026 e.ndjson:2:${column} | exception list \`l\` cannot be applied`,
  ]);
});

test("of very many problems of a list not all are named; warnings do not refuse it, errors do", () => {
  const unknown = Array.from({ length: 300 }, (_, i) => item([entry(`no.field${i}`, "match", "x")]));
  const warned = loadWith(unknown);
  assert.equal(warned.rules[0]!.exceptions.length, 300);
  assert.equal(warned.diagnostics.length, 100);
  const refused = loadWith([
    ...unknown,
    ...Array.from({ length: 300 }, () => item([entry("message", "wildcard", "x")])),
  ]);
  assert.equal(refused.rules.length, 0);
  assert.equal(refused.diagnostics.length, 200);
});
