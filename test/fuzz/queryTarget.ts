import assert from "node:assert/strict";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { documentView } from "../../src/ecs/event.ts";
import { emptyObject } from "../../src/ecs/value.ts";
import { check, lower, parse, print } from "../../src/language/eql/index.ts";
import { compile } from "../../src/predicate/compile.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import { predicatesOf } from "../../src/predicate/predicatesOf.ts";
import type { Diagnostic } from "../../src/text/diagnostic.ts";
import { renderDiagnostic } from "../../src/text/renderDiagnostic.ts";
import type { Target } from "./target.ts";

const queries = [
  'any where event.action == "CreateSnapshot" and not user.name in ("a", "b")',
  'sequence by user.id with maxspan=5m [any where event.action : "Get*"] [any where event.outcome == "success"] until [any where true]',
  'iam where event.action in~ ("x") or source.ip != null and cidrMatch(source.ip, "10.0.0.0/8", "::1/128")',
  'any where length(user.name) > 3 + 4 * -2 and wildcard(user.name, "*a?b*") | head 5',
  'sample by host.name [any where user.name like~ ("a*")] [any where user.name regex "a.*(b|c){2,3}"]',
  'sequence [any where true] with runs=3 ![any where ?user.name == """x\\"""]',
];
const words = [
  ..."and or not in in~ like like~ regex regex~ where any sequence sample by with maxspan=1d runs=1 until true false null".split(
    " ",
  ),
  ...'( ) [ ] { } , . : == != < >= + - * / % ~ ! ? ` " """ \\ /* */ // | user.name event.action 1e9 -9223372036854775808 5m'.split(
    " ",
  ),
  ..."add( between( cidrMatch( concat( divide( endsWith~( indexOf( length( match( modulo( number( string( substring( )".split(
    " ",
  ),
  ...[
    "(".repeat(300),
    "not ".repeat(300),
    "-".repeat(300),
    "(a|".repeat(50),
    ".*".repeat(50),
    "\u202e",
    "\ud800",
    "{1000}",
  ],
];

/** EQL: parsing, checking and lowering answer or name what is wrong; what is printed reads back; both evaluators agree. */
export const queryTarget: Target = {
  name: "queries",
  seeds: queries.map((query) => Buffer.from(query)),
  words,
  run: (input) => {
    const source = { name: "<query>", text: input.toString("utf8") };
    const parsed = parse(source);
    areSound(parsed.diagnostics);
    if (parsed.query === null) {
      assert.notEqual(parsed.diagnostics.length, 0, "no query, and no word why");
      return;
    }
    const text = print(parsed.query);
    const again = parse({ name: "<printed>", text });
    assert.ok(again.query !== null, `printed, it does not read back: ${text}`);
    assert.equal(print(again.query), text);
    const checked = check(parsed.query, source, { catalogue: defaultCatalogue });
    areSound(checked.diagnostics);
    if (checked.query === null) return;
    const view = documentView(emptyObject());
    for (const predicate of predicatesOf(lower(checked.query))) {
      assert.equal(compile(predicate)(view), evaluate(predicate, view));
    }
  },
};

/** Diagnostics point into their source and can be shown. */
export function areSound(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    for (const { source, span } of diagnostic.labels) {
      assert.ok(0 <= span.start && span.start <= span.end && span.end <= source.text.length + 1, diagnostic.code ?? "");
    }
    assert.doesNotMatch(renderDiagnostic(diagnostic), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
}
