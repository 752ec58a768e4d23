import assert from "node:assert/strict";
import { formatQuery, parse, print } from "../../src/language/esql/index.ts";
import { areSound } from "./queryTarget.ts";
import type { Target } from "./target.ts";

const queries = [
  'FROM logs-aws.cloudtrail-* METADATA _id, _version, _index | WHERE event.action == "GetObject" AND user.name IS NOT NULL | KEEP _id, user.*',
  "FROM logs-*, cluster:x::failures [METADATA _id] | STATS n = COUNT(*) WHERE a > 1, MAX(b) - MIN(c) BY d, t = DATE_TRUNC(5 minutes, @timestamp) | WHERE n >= 3 | SORT n DESC NULLS LAST | LIMIT 10",
  'ROW a = [1, 2], b = "x\\ty", c = """raw"""" | EVAL d = CASE(a == 1, -a::long, NOT b LIKE ("x*", "y?"), 1e9, null) // why',
  'FROM a | DISSECT m "%{x} %{+y}" APPEND_SEPARATOR = "," | GROK m "%{IP:ip}", """(?<w>\\w+)""" | MV_EXPAND x | RENAME x AS y, z = w | DROP a*, `b c`.`d` /* nested /* twice */ */',
  'FROM a | LOOKUP JOIN t ON x, y | ENRICH _any:policy ON x WITH n = f, g | INLINE STATS v = VALUES(x) BY y | WHERE m : "q" OR MATCH(m, "q", {"operator": "AND"}) OR x NOT IN (1, 2, 3) OR y RLIKE ".*"',
  'FROM a | FORK ( WHERE x == "|" | LIMIT 1 ) ( LIMIT 2 ) | COMPLETION y = z WITH { "inference_id": "m" } | SAMPLE .1',
];

const words = [
  ..."FROM ROW WHERE EVAL KEEP DROP RENAME SORT LIMIT STATS INLINE DISSECT GROK MV_EXPAND LOOKUP JOIN ENRICH FORK SET".split(
    " ",
  ),
  ..."METADATA AS BY ON WITH AND OR NOT IN LIKE RLIKE IS NULL true false ASC DESC NULLS FIRST LAST count( values( case(".split(
    " ",
  ),
  ...'( ) [ ] { } , . : :: == != = =~ < > + - * / % | ; ? ?x ` `` " """ \\ /* */ // @timestamp _id 1e9 5m 18446744073709551615'.split(
    " ",
  ),
  ...["(".repeat(300), "NOT ".repeat(300), "-".repeat(300), "(FROM a | ", "\u202e", "\ud800"],
];

/** ES|QL, lexer and parser: a tree or a reason for none, never both; what is printed or laid out reads back as itself. */
export const esqlTarget: Target = {
  name: "esql",
  seeds: queries.map((query) => Buffer.from(query)),
  words,
  run: (input) => {
    const source = { name: "<query>", text: input.toString("utf8") };
    const { query, diagnostics } = parse(source);
    assert.equal(query === null, diagnostics.length > 0, "a query comes without errors, errors without a query");
    areSound(diagnostics);
    if (query === null) return;
    const text = print(query);
    const again = parse({ name: "<printed>", text });
    assert.ok(again.query !== null, `printed, it does not read back: ${text}`);
    assert.equal(print(again.query), text);
    assert.notEqual(formatQuery(source).kind, "invalid");
  },
};
