import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { setField } from "../../../src/ecs/document.ts";
import { documentView } from "../../../src/ecs/event.ts";
import { type EcsValue, emptyObject } from "../../../src/ecs/value.ts";
import { evaluate } from "../../../src/predicate/evaluate.ts";
import type { Predicate } from "../../../src/predicate/predicate.ts";
import { predicatesOf } from "../../../src/predicate/predicatesOf.ts";
import { compileRule } from "../../../src/rule/compileRule.ts";
import { loadRules } from "../../../src/rule/load.ts";
import type { NotEvaluableKind } from "../../../src/rule/notEvaluable.ts";
import type { ExceptionItem, Rule } from "../../../src/rule/rule.ts";
import { apiRule, lineOf, load, noLists, tomlRule } from "./ruleFixtures.ts";

function ruleOf(more: object): Rule {
  const { rules, diagnostics } = loadRules({ name: "r.json", text: JSON.stringify({ ...apiRule, ...more }) }, noLists);
  assert.deepEqual(diagnostics.filter(({ severity }) => severity === "error").map(lineOf), []);
  return rules[0]!;
}

function holds(predicate: Predicate, fields: Readonly<Record<string, EcsValue>>): boolean {
  const document = emptyObject();
  const stream = { "data_stream.type": "logs", "data_stream.namespace": "default" };
  for (const [name, value] of Object.entries({ ...stream, ...fields })) setField(document, name, value);
  return evaluate(predicate, documentView(document));
}

const cloudtrail = { "data_stream.dataset": "aws.cloudtrail", "event.action": "CreateSnapshot" };
const activity = { ...cloudtrail, "data_stream.dataset": "azure.activitylogs" };
const ana: ExceptionItem = {
  name: "ana",
  entries: [{ field: "user.name", type: "match", operator: "included", value: "ana" }],
};

test("index patterns and exceptions narrow an event query", () => {
  const rule = { ...ruleOf({}), exceptions: [ana] };
  const { runnable, unsupported, diagnostics } = compileRule(rule, defaultCatalogue);
  assert.deepEqual(diagnostics, []);
  assert.equal(unsupported, undefined);
  const { query } = runnable!;
  assert.ok(query.kind === "event");
  assert.equal(holds(query.predicate, cloudtrail), true);
  assert.equal(holds(query.predicate, activity), false);
  assert.equal(holds(query.predicate, { ...cloudtrail, "event.action": "DeleteSnapshot" }), false);
  assert.equal(holds(query.predicate, { ...cloudtrail, "user.name": "bo" }), true);
  assert.equal(holds(query.predicate, { ...cloudtrail, "user.name": "ana" }), false);
});

test("index patterns and exceptions narrow each step of a sequence, and until", () => {
  const query = `sequence by user.name with maxspan=1h
    [any where event.action == "CreateSnapshot"]
    [any where event.action == "CreateSnapshot"]
    until [any where event.action == "CreateSnapshot"]`;
  const rule = { ...ruleOf({ query }), exceptions: [ana] };
  const compiled = compileRule(rule, defaultCatalogue).runnable!.query;
  assert.ok(compiled.kind === "sequence");
  const steps = [...compiled.steps, compiled.until!];
  assert.equal(steps.length, 3);
  for (const { predicate, keys } of steps) {
    assert.deepEqual(
      keys.map(({ field }) => field.name),
      ["user.name"],
    );
    assert.equal(holds(predicate, { ...cloudtrail, "user.name": "bo" }), true);
    assert.equal(holds(predicate, { ...cloudtrail, "user.name": "ana" }), false);
    assert.equal(holds(predicate, { ...activity, "user.name": "bo" }), false);
  }
  assert.equal(compiled.maxspanMs, 3_600_000);
});

test("index patterns and exceptions narrow missing events and samples, and leave pipes", () => {
  const item = '[any where event.action == "CreateSnapshot"]';
  for (const query of [
    `sequence by user.name with maxspan=1h ${item} !${item} with runs=2 | tail 3`,
    `sample by user.name ${item} ${item}`,
    'any where event.action == "CreateSnapshot" | tail 3',
  ]) {
    const compiled = compileRule({ ...ruleOf({ query }), exceptions: [ana] }, defaultCatalogue).runnable!.query;
    for (const predicate of predicatesOf(compiled)) {
      assert.equal(holds(predicate, { ...cloudtrail, "user.name": "bo" }), true);
      assert.equal(holds(predicate, { ...cloudtrail, "user.name": "ana" }), false);
      assert.equal(holds(predicate, { ...activity, "user.name": "bo" }), false);
    }
    if (compiled.kind === "sequence") {
      assert.equal(compiled.steps[1]!.missing, true);
      assert.equal(compiled.steps[1], compiled.steps[2], "repetitions stay one");
    }
    assert.deepEqual(compiled.pipes, query.includes("|") ? [{ kind: "tail", count: 3 }] : undefined);
  }
});

test("without index patterns every stream is read", () => {
  const { runnable } = compileRule(ruleOf({ index: undefined }), defaultCatalogue);
  assert.ok(runnable?.query.kind === "event");
  assert.equal(holds(runnable.query.predicate, activity), true);
});

test("event_category_override is the field of the category", () => {
  const query = "info where true";
  for (const [field, want] of [
    ["event.type", true],
    ["event.category", false],
  ] as const) {
    const { runnable } = compileRule(ruleOf({ query, event_category_override: field }), defaultCatalogue);
    assert.ok(runnable?.query.kind === "event");
    assert.equal(holds(runnable.query.predicate, { ...cloudtrail, "event.type": "info" }), want);
  }
});

test("an exception expires before the run starts, not at its start, and only when the start is given", () => {
  const rule: Rule = { ...ruleOf({}), exceptions: [{ ...ana, expireTimeMs: 1000 }] };
  const exempt = (options: { nowMs?: number }) => {
    const { runnable } = compileRule(rule, defaultCatalogue, options);
    assert.ok(runnable?.query.kind === "event");
    return !holds(runnable.query.predicate, { ...cloudtrail, "user.name": "ana" });
  };
  assert.equal(exempt({}), true);
  assert.equal(exempt({ nowMs: 1000 }), true);
  assert.equal(exempt({ nowMs: 1001 }), false);
});

const unsupported: readonly { more: object; kind: NotEvaluableKind; reason: string }[] = [
  {
    more: {
      type: "machine_learning",
      language: undefined,
      query: undefined,
      index: undefined,
      anomaly_threshold: 50,
      machine_learning_job_id: "j",
    },
    kind: "machine learning",
    reason: "needs a machine learning job, which runs in Elasticsearch only",
  },
  {
    more: { type: "saved_query", language: "kuery", saved_id: "s" },
    kind: "saved query",
    reason: "reads a saved query, which exists only in Kibana; write it as `query`",
  },
  {
    more: { type: "query", language: "lucene" },
    kind: "construct not supported",
    reason: "its query is written in lucene; only kuery is read",
  },
  {
    more: { index: undefined, data_view_id: "logs" },
    kind: "data view",
    reason: "`data_view_id` is not supported: a data view exists only in Kibana; list its patterns in `index`",
  },
  {
    more: { filters: [{ meta: {} }] },
    kind: "construct not supported",
    reason: "a filter cannot be applied: it has no query",
  },
  {
    more: { index: ["winlogbeat-*", "logs-windows.*"] },
    kind: "data stream not produced",
    reason: "reads none of the data streams eqlite produces",
  },
  { more: { to: "now/d" }, kind: "schedule", reason: "its time range, `now-6m` to `now/d`, cannot be replayed" },
];

for (const { more, kind, reason } of unsupported) {
  test(`unsupported: ${reason}`, () => {
    const rule = ruleOf(more);
    const compiled = compileRule(rule, defaultCatalogue);
    assert.deepEqual(compiled, { unsupported: { rule, kind, reason }, diagnostics: [] });
  });
}

test("empty filters and an empty data view are none", () => {
  assert.ok(compileRule(ruleOf({ filters: [], data_view_id: "" }), defaultCatalogue).runnable !== undefined);
});

test("a rule made by hand with an exception that cannot be evaluated is unsupported", () => {
  const bad: ExceptionItem = {
    name: "bad",
    entries: [{ field: "source.ip", type: "match", operator: "included", value: "x" }],
  };
  const { runnable, unsupported: refused } = compileRule({ ...ruleOf({}), exceptions: [bad] }, defaultCatalogue);
  assert.equal(runnable, undefined);
  assert.equal(
    refused?.reason,
    "exception `bad` cannot be applied: `x` is not a value of `source.ip`, a field of type ip",
  );
});

/** Each query has one unknown field, `user.nmae`; the diagnostic must stand under it in the file. */
const places: readonly { name: string; text: string; line: number; column: number }[] = [
  { name: "literal string", text: tomlRule(`query = 'any where user.nmae == "a"'`), line: 15, column: 20 },
  {
    name: "basic string with escapes",
    text: tomlRule(`query = "any where event.action == \\"a\\u00e4\\" and user.nmae == \\"a\\""`),
    line: 15,
    column: 52,
  },
  {
    name: "multi-line basic string",
    text: tomlRule('query = """', 'any where event.action == "a\\tb"', '  and user.nmae == "a"', '"""'),
    line: 17,
    column: 7,
  },
  {
    name: "multi-line basic string with a line continuation",
    text: tomlRule(
      'query = """any where \\',
      "",
      '    event.action == "é\u{1f600}" and user.nmae == "a\\\\n"\\',
      '  """',
    ),
    line: 17,
    column: 30,
  },
  {
    name: "multi-line literal string, CRLF",
    text: tomlRule("query = '''", 'any where event.action == "a\\\\tb"', '  and user.nmae == "a"', "'''").replaceAll(
      "\n",
      "\r\n",
    ),
    line: 17,
    column: 7,
  },
  {
    name: "NDJSON",
    text: `{"exported_count":1}\n${JSON.stringify({ ...apiRule, query: 'any where event.action == "é"\n\tand user.nmae == "a"' })}\n`,
    line: 2,
    column: 209,
  },
  {
    name: "JSON over many lines",
    text: JSON.stringify([{ ...apiRule, query: 'any where user.nmae == "\\""' }], null, 2),
    line: 13,
    column: 25,
  },
];

for (const { name, text, line, column } of places) {
  test(`an error in a query stands at its place in the file: ${name}`, () => {
    const { rules, diagnostics } = load(text, "rules/r");
    assert.deepEqual(diagnostics.map(lineOf), []);
    const compiled = compileRule(rules[0]!, defaultCatalogue);
    assert.equal(compiled.runnable, undefined);
    const [first] = compiled.diagnostics;
    assert.equal(lineOf(first!).split(" ")[2], `rules/r:${line}:${column}`);
    const lineText = text.split(/\r?\n/)[line - 1]!;
    assert.equal(
      [...lineText]
        .slice(column - 1)
        .join("")
        .slice(0, 9),
      "user.nmae",
    );
  });
}

test("a syntax error in a query stands at its place in the file", () => {
  const { rules } = load(tomlRule('query = """', "any where event.action = 1", '"""'));
  const { runnable, diagnostics } = compileRule(rules[0]!, defaultCatalogue);
  assert.equal(runnable, undefined);
  assert.match(lineOf(diagnostics[0]!), /^error EQL0\d\d rule\.toml:16:24 /);
});

const long = `\\*${"x".repeat(1000)}*y`;

test("a rule with a pattern that cannot be compiled is refused at its query", () => {
  const query = `any where stringContains(event.action, "${long.replace("\\", "\\\\")}")`;
  const { runnable, unsupported, diagnostics } = compileRule(ruleOf({ query }), defaultCatalogue);
  assert.deepEqual([runnable, unsupported], [undefined, undefined]);
  assert.equal(diagnostics.length, 1);
  assert.match(
    lineOf(diagnostics[0]!),
    /^error RULE034 r\.json:1:\d+ \| pattern ".{50,70}"… cannot be run: pattern longer than 1000 .* \| this query has/,
  );
});

test("so is one whose exception has such a pattern", () => {
  const entries = [{ field: "user.name", type: "wildcard", operator: "included", value: long }] as const;
  const rule = { ...ruleOf({}), exceptions: [{ name: "long", entries }] };
  const { runnable, diagnostics } = compileRule(rule, defaultCatalogue);
  assert.equal(runnable, undefined);
  assert.equal(diagnostics.length, 1, "each pattern is named once");
  assert.match(lineOf(diagnostics[0]!), /^error RULE034 .* \| an exception of this rule has the pattern \| shorten/);
});
