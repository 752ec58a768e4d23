import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatQuery } from "../../../../src/language/esql/formatQuery.ts";

function formatted(text: string): string {
  const result = formatQuery({ name: "<query>", text });
  assert.equal(result.kind, "formatted");
  return result.kind === "formatted" ? result.text : "";
}

describe("formatQuery", () => {
  test("writes one command a line, keywords and functions in capitals", () => {
    assert.equal(
      formatted('from logs-* | where to_lower(a)=="x" and not b in (1,2)|limit 5'),
      'FROM logs-*\n| WHERE TO_LOWER(a) == "x" AND NOT b IN (1, 2)\n| LIMIT 5',
    );
  });

  test("leaves the text of a column without a name as it is, for that is its name", () => {
    assert.equal(
      formatted("from i | stats count( * ), n = count( * ) by left(a,1)"),
      "FROM i\n| STATS count( * ), n = COUNT(*) BY left(a,1)",
    );
  });

  test("keeps comments between commands, and commands that have some within", () => {
    const text =
      "// first\nFROM i // second\n// third\n| WHERE a == 1 // fourth\n| EVAL  b = 1, // fifth\n  c = 2\n// last";
    assert.equal(formatted(text), text);
  });

  test("puts a comment behind a pipe before it", () => {
    assert.equal(formatted("FROM i | // why\nLIMIT 1"), "FROM i\n// why\n| LIMIT 1");
  });

  test("breaks a long condition at its operators", () => {
    const long = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    assert.equal(
      formatted(`FROM i | WHERE ${long} == 1 AND (${long} == 2 OR ${long} == 3)`),
      `FROM i\n| WHERE ${long} == 1\n    AND (${long} == 2 OR ${long} == 3)`,
    );
  });

  test("breaks a long list of aggregates one a line", () => {
    const text = formatted(
      "FROM i | STATS first_seen_by_anyone = MIN(@timestamp), last_seen_by_anyone = MAX(@timestamp), n = COUNT(*) BY user.name, host.name",
    );
    assert.equal(
      text,
      "FROM i\n| STATS\n    first_seen_by_anyone = MIN(@timestamp),\n    last_seen_by_anyone = MAX(@timestamp),\n    n = COUNT(*)\n    BY user.name, host.name",
    );
  });

  test("answers what is wrong with a query that does not parse", () => {
    const result = formatQuery({ name: "<query>", text: "FROM i | WHERE a = 1" });
    assert.deepEqual(result.kind === "invalid" && result.diagnostics.map(({ code }) => code), ["ESQL032"]);
  });
});
