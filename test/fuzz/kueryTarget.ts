import assert from "node:assert/strict";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { setField } from "../../src/ecs/document.ts";
import { documentView } from "../../src/ecs/event.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../../src/ecs/value.ts";
import { check, formatQuery, lower, parse, print } from "../../src/language/kuery/index.ts";
import { compile } from "../../src/predicate/compile.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import { areSound } from "./queryTarget.ts";
import type { Target } from "./target.ts";

const queries = [
  'event.action: ("CreateUser" or Get* or not "x y") and not user.name: (ana or bo)',
  'source.ip: "10.0.0.0/8" and source.port >= 1024 and not source.bytes < 5 or event.risk_score: 73.0',
  '@timestamp >= "now-30d/d" and @timestamp < "2026-03-10||+1M/d" and @timestamp: "2026-03"',
  'message: (a b or "c d" or *e) and process.command_line: *-enc * and user.name: a\\*b\\u00e9',
  "threat.indicator.file.hash.*: * and not dll.code_signature.exists: true and process.args: a?b",
  'gcp.audit.service_data.policy_delta.binding_deltas: { action: "ADD" and role: r* } and labels.x: 007',
];
const words = [
  ..."and or not AND OR NOT : < <= > >= ( ) { } * \\* \\( \\\\ \\u0041 \\t true false null ? /".split(" "),
  ..."user.name event.action source.ip source.port @timestamp message process.command_line event.* * : * labels.x".split(
    " ",
  ),
  ...['"10.0.0.0/8"', '"now-1d/d"', "9223372036854775808", "1e400", "-1.5", '"2026-02-30"', '""', " ", "\n"],
  ...["(".repeat(300), "not ".repeat(300), "a: {".repeat(100), "*a".repeat(200), "\u202e", "\ud800", "\u0000"],
];

function documentOf(fields: Readonly<Record<string, EcsValue>>): EcsObject {
  const document = emptyObject();
  for (const [name, value] of Object.entries(fields)) setField(document, name, value);
  return document;
}

const views = [
  {},
  { "event.action": "CreateUser", "user.name": ["ana", "a*b"], "source.ip": "10.0.0.1", "source.port": 443 },
  { "@timestamp": "2026-03-10T12:00:00.000Z", message: "a b c d", "process.command_line": "x -enc y", "labels.x": "7" },
  { "threat.indicator.file.hash.md5": "x", "event.risk_score": 73, "dll.code_signature.exists": [true, false] },
].map((fields) => documentView(documentOf(fields)));

/**
 * KQL: a query or reasons for none; what is printed or laid out reads back as itself; what is checked is lowered to
 * predicates on which both evaluators agree, and laid out it answers the same.
 */
export const kueryTarget: Target = {
  name: "kuery",
  seeds: queries.map((query) => Buffer.from(query)),
  words,
  run: (input) => {
    const text = input.toString("utf8");
    const source = { name: "<query>", text };
    const parsed = parse(source);
    areSound(parsed.diagnostics);
    assert.equal(parsed.query === null, parsed.diagnostics.length > 0, "a query, or reasons for none");
    if (parsed.query === null) return;
    const printed = print(parsed.query);
    const again = parse({ name: "<printed>", text: printed });
    assert.ok(again.query !== null, `printed, it does not read back: ${printed}`);
    assert.equal(print(again.query), printed);
    const answers = answersOf(text);
    assert.deepEqual(answersOf(printed), answers, `printed, it answers otherwise: ${printed}`);
    const formatted = formatQuery(source);
    assert.notEqual(formatted.kind, "invalid");
    if (formatted.kind === "formatted") {
      assert.deepEqual(answersOf(formatted.text), answers, `laid out, it answers otherwise: ${formatted.text}`);
    }
  },
};

/** What the query answers on each document; the codes of what is wrong with it when there is no answer. */
function answersOf(text: string): readonly unknown[] {
  const source = { name: "<query>", text };
  const { query } = parse(source);
  assert.ok(query !== null, `it does not read back: ${text}`);
  const checked = check(query, source, { catalogue: defaultCatalogue, nowMs: Date.UTC(2026, 2, 10, 12) });
  areSound(checked.diagnostics);
  if (checked.query === null) {
    const errors = checked.diagnostics.filter(({ severity }) => severity === "error");
    assert.notEqual(errors.length, 0, "no query, and no word why");
    return errors.map(({ code }) => code);
  }
  const { predicate } = lower(checked.query);
  const matches = compile(predicate);
  return views.map((view) => {
    const answer = evaluate(predicate, view);
    assert.equal(matches(view), answer);
    return answer;
  });
}
