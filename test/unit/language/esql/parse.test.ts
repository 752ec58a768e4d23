import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Command } from "../../../../src/language/esql/ast.ts";
import { parse } from "../../../../src/language/esql/parser.ts";

function commandOf(text: string): Command {
  const { query, diagnostics } = parse({ name: "<query>", text });
  assert.deepEqual(diagnostics, []);
  return query!.commands.at(-1)!;
}

function codesOf(text: string): string[] {
  return parse({ name: "<query>", text }).diagnostics.map(({ code }) => code);
}

describe("the text of a column without a name", () => {
  const unnamed = (text: string) => {
    const command = commandOf(text);
    assert.ok(command.kind === "stats" || command.kind === "eval" || command.kind === "row");
    const [first] = command.kind === "stats" ? [...command.aggregates, ...command.by] : command.fields;
    return text.slice(first!.span.start, first!.span.end);
  };

  test("is what is written, blanks, comments and parentheses included", () => {
    assert.equal(unnamed("FROM i | EVAL  ( a+ /* b */ 1 ) , c = 2"), "( a+ /* b */ 1 )");
    assert.equal(unnamed("FROM i | STATS count( * ) BY a"), "count( * )");
    assert.equal(unnamed("FROM i | STATS (MAX(a)) - 1"), "(MAX(a)) - 1");
    assert.equal(unnamed("ROW 1"), "1");
  });

  test("has the condition of an aggregate in it", () => {
    assert.equal(unnamed("FROM i | STATS COUNT(*) WHERE a > 1, MAX(b)"), "COUNT(*) WHERE a > 1");
  });

  test("is that of a group too", () => {
    assert.equal(unnamed("FROM i | STATS BY DATE_TRUNC(1 day, t)"), "DATE_TRUNC(1 day, t)");
  });
});

describe("spans", () => {
  test("a command's begins at its name and ends before its pipe", () => {
    const text = "FROM i | WHERE a == 1 // why\n| LIMIT 1";
    const { query } = parse({ name: "<query>", text });
    assert.deepEqual(
      query!.commands.map(({ span }) => text.slice(span.start, span.end)),
      ["FROM i", "WHERE a == 1", "LIMIT 1"],
    );
  });

  test("an operator's begin at a parenthesis of its operand", () => {
    const text = "FROM i | WHERE (a OR b) AND c";
    const command = commandOf(text);
    assert.ok(command.kind === "where");
    assert.equal(text.slice(command.condition.span.start, command.condition.span.end), "(a OR b) AND c");
  });
});

describe("unsupported commands", () => {
  test("keep their text, and what follows is read", () => {
    const text = 'FROM i | FORK (WHERE a == ")" | LIMIT 1) (LIMIT 2) /* | */ // )\n| KEEP a';
    const { query } = parse({ name: "<query>", text });
    assert.deepEqual(
      query!.commands.map((command) => (command.kind === "unsupported" ? [command.name, command.text] : command.kind)),
      ["from", ["FORK", '(WHERE a == ")" | LIMIT 1) (LIMIT 2)'], "keep"],
    );
  });

  test("an unclosed bracket in one is reported", () => {
    assert.deepEqual(codesOf("FROM i | FORK (WHERE a | LIMIT 1"), ["ESQL023"]);
  });

  test("one may be the source", () => {
    assert.deepEqual(codesOf("TS metrics | STATS m = MAX(RATE(a)) BY b"), []);
  });
});

describe("caps", () => {
  const lead = "FROM i | WHERE ";

  test("the length of the text", () => {
    assert.deepEqual(codesOf("x".repeat(131_073)), ["ESQL001"]);
    assert.deepEqual(codesOf(`${lead}a == 1${" ".repeat(131_072 - lead.length - 6)}`), []);
  });

  test("nesting", () => {
    assert.deepEqual(codesOf(`${lead}${"(".repeat(200)}a${")".repeat(200)}`), []);
    assert.deepEqual(codesOf(`${lead}${"(".repeat(201)}a${")".repeat(201)}`), ["ESQL025"]);
    assert.deepEqual(codesOf(`${lead}${"NOT ".repeat(201)}a`), ["ESQL025"]);
  });

  test("operators in a row", () => {
    const row = (count: number) => `${lead}${Array.from({ length: count }, () => "a").join(" OR ")}`;
    assert.deepEqual(codesOf(row(1000)), []);
    assert.deepEqual(codesOf(row(1001)), ["ESQL027"]);
  });

  test("values in a list", () => {
    const list = (count: number) => Array.from({ length: count }, () => "1").join(",");
    assert.deepEqual(codesOf(`${lead}a IN (${list(16_384)})`), []);
    assert.deepEqual(codesOf(`${lead}a IN (${list(16_385)})`), ["ESQL014"]);
    assert.deepEqual(codesOf(`ROW a = [${list(16_385)}]`), ["ESQL014"]);
  });

  test("commands", () => {
    assert.deepEqual(codesOf(`FROM i${" | LIMIT 1".repeat(499)}`), []);
    assert.deepEqual(codesOf(`FROM i${" | LIMIT 1".repeat(600)}`), ["ESQL060"]);
  });

  test("reports", () => {
    assert.equal(codesOf(`FROM i${" | LIMIT x".repeat(100)}`).length, 50);
  });
});
