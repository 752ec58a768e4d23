import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parse } from "../../../../src/language/eql/parser.ts";
import { print } from "../../../../src/language/eql/print.ts";

describe("print", () => {
  const cases: [text: string, printed: string][] = [
    ["any  where((a)) ", "any where a"],
    ["any where (a and b) and (c)", "any where a and b and c"],
    ["any where a and (b and c)", "any where a and (b and c)"],
    ["any where (a and b) or (c or d) and e", "any where a and b or (c or d) and e"],
    ["any where not (a == b)", "any where not a == b"],
    ["any where not (a and b)", "any where not (a and b)"],
    ["any where (not a) == b", "any where (not a) == b"],
    ["any where (a == b) == (c == d)", "any where (a == b) == (c == d)"],
    ["any where (a - b) - (c - d) * -e == -(f + 1)", "any where a - b - (c - d) * -e == -(f + 1)"],
    ['any where (a + b) : ("x") and (c : "y") : "z"', 'any where (a + b) : ("x") and (c : "y") : "z"'],
    ["any where -(-1) == 2", "any where --1 == 2"],
    ['any where a in~("x",b or c)', 'any where a in~ ("x", b or c)'],
    ["any where startsWith~( a,1 )", "any where startsWith~(a, 1)"],
    ['any where a == "\\u0041\\u{202e}\\u001b\\n\\\'é\\\\"', 'any where a == "A\\u{202e}\\u{1b}\\n\'é\\\\"'],
    ['any where a == """x\\y"""', 'any where a == """x\\y"""'],
    ['any where a == """"x""""', 'any where a == """"x""""'],
    ["any where `a` and `b-c`.d and `any`.`e` and ?`f``g`", "any where a and `b-c`.d and `any`.e and ?`f``g`"],
    ["any where a == 1e3 or a == 1.50 or a == 1e300", "any where a == 1000.0 or a == 1.5 or a == 1e+300"],
    ["any where a == 9223372036854775808", "any where a == 9223372036854776000.0"],
    ['"a" where true // comment', '"a" where true'],
    [
      "sequence by a,?b with maxspan = 5 m [any where true]by c with runs=3 [d where e] until [f where g] by h",
      "sequence by a, ?b with maxspan=5m\n  [any where true] by c with runs=3\n  [d where e]\nuntil [f where g] by h",
    ],
  ];
  for (const [text, printed] of cases) {
    it(text, () => {
      const { query, diagnostics } = parse({ name: "<query>", text });
      assert.deepEqual(diagnostics, []);
      assert.equal(print(query!), printed);
      assert.equal(print(parse({ name: "<query>", text: printed }).query!), printed);
    });
  }
});
