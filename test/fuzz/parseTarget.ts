import assert from "node:assert/strict";
import { parse, print } from "../../src/language/eql/index.ts";
import { queryTarget } from "./queryTarget.ts";
import type { Target } from "./target.ts";

/** EQL, lexer and parser alone: a tree or a reason for none, never both; what is printed reads back as itself. */
export const parseTarget: Target = {
  name: "parse",
  seeds: queryTarget.seeds,
  words: queryTarget.words,
  run: (input) => {
    const { query, diagnostics } = parse({ name: "<query>", text: input.toString("utf8") });
    if ((query === null) !== diagnostics.length > 0)
      assert.fail("a query comes without errors, errors without a query");
    for (const { labels } of diagnostics) {
      for (const { source, span } of labels) {
        if (!(0 <= span.start && span.start <= span.end && span.end <= source.text.length))
          assert.fail("a label outside");
      }
    }
    if (query === null) return;
    const text = print(query);
    const again = parse({ name: "<printed>", text });
    if (again.query === null) assert.fail(`printed, it does not read back: ${text}`);
    assert.equal(print(again.query), text);
  },
};
