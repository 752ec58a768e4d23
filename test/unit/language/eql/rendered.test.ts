import { describe, it } from "node:test";
import { parse } from "../../../../src/language/eql/parser.ts";
import { renderDiagnostic } from "../../../../src/text/renderDiagnostic.ts";
import type { Source } from "../../../../src/text/source.ts";
import { diagnosticGolden } from "../../text/diagnosticGolden.ts";

const queries: Record<string, string> = {
  eql_habits_of_kuery: "any where event.action: (CreateSnapshot or CopySnapshot) AND NOT user.name:*",
  eql_habits_of_c: "process where process.name = 'cmd.exe' && !process.args === \"C:\\Windows\"",
  eql_broken_sequence:
    'sequence with maxspan=1.5h by user.id\n  [iam where (event.action == “CreateUser” and user.name != null]\n  ![process where true] with runs=0\n  [file where a.* : "x"\n| tail 5',
  eql_hostile_text: 'any where a \u001b[31m == "\u202e\\q',
};

describe("diagnostics of queries in rule files", () => {
  for (const [name, text] of Object.entries(queries)) {
    it(name, () => {
      const before = "[rule]\nlanguage = \"eql\"\nquery = '''\n";
      const host: Source = { name: "rules/example.toml", text: `${before}${text}\n'''\n` };
      const source: Source = { name: "<query>", text, host: { source: host, offsetAt: (at) => before.length + at } };
      diagnosticGolden(
        name,
        parse(source)
          .diagnostics.map((diagnostic) => renderDiagnostic(diagnostic))
          .join("\n\n"),
      );
    });
  }
});
