import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Diagnostic, Label } from "../../../src/text/diagnostic.ts";
import { diagnosticToJson } from "../../../src/text/diagnosticToJson.ts";
import { type RenderOptions, renderDiagnostic, renderDiagnosticLine } from "../../../src/text/renderDiagnostic.ts";
import type { Source } from "../../../src/text/source.ts";
import { diagnosticGolden } from "./diagnosticGolden.ts";

function source(text: string, name = "rules/example.eql"): Source {
  return { name, text };
}

/** A label at the nth occurrence of a marked text. */
function label(from: Source, marked: string, message = "", occurrence = 0): Label {
  let start = -1;
  for (let i = 0; i <= occurrence; i++) start = from.text.indexOf(marked, start + 1);
  assert.notEqual(start, -1);
  return { source: from, span: { start, end: start + marked.length }, message };
}

function error(labels: readonly Label[], help?: string, message = "unknown field `process.nmae`"): Diagnostic {
  return { code: "EQL104", severity: "error", message, labels, ...(help === undefined ? {} : { help }) };
}

const query = 'process where process.nmae == "procdump.exe"';
const toml = source(`[rule]\nname = "a"\nquery = '''\n${query}\n'''\n`, "rules/lsass_dump.toml");
const embedded: Source = {
  name: "<query>",
  text: query,
  host: { source: toml, offsetAt: (offset) => toml.text.indexOf(query) + offset },
};
const sequence = source("sequence by host.id with maxspan=5m\n  [any where true]\n  [any where false] by user.id\n");
const long = source(`any where ${'a == "b" or '.repeat(40)}nmae == "x" or ${'a == "b" or '.repeat(40)}true`);
const hostile = source('any where x == "\u001b[2J\u202eevil\u200b" or nmae == 1', "rules/\u001b[31mred\n.eql");
const indented = source("rule:\n\tquery: |\n\t\tany where\tnmae == 1\n");
const wide = source('any where "日本語🔥e\u0301" == nmae');

const cases: Record<string, { diagnostic: Diagnostic; options?: RenderOptions }> = {
  in_rule_file: {
    diagnostic: error([label(embedded, "process.nmae", "not an ECS 8.17 field")], "did you mean `process.name`?"),
  },
  no_label: { diagnostic: error([], "use `--rules`", "no rule was given") },
  no_code: { diagnostic: { code: "", severity: "note", message: "nothing to do", labels: [] } },
  warning: { diagnostic: { ...error([label(embedded, "process.nmae")]), severity: "warning" } },
  two_labels_one_line: {
    diagnostic: error([label(sequence, "5m", "the limit"), label(sequence, "host.id", "the key")]),
  },
  three_labels_one_line: {
    diagnostic: error([
      label(sequence, "host.id", "one"),
      label(sequence, "sequence", "two"),
      label(sequence, "5m", "three"),
    ]),
  },
  overlapping_labels: {
    diagnostic: error([label(sequence, "host", "inner"), label(sequence, "by host.id with", "outer")]),
  },
  labels_on_neighbouring_lines: {
    diagnostic: error([label(sequence, "any where false", "here"), label(sequence, "any where true", "first here")]),
  },
  labels_far_apart: {
    diagnostic: error([label(sequence, "user.id", "one key here"), label(sequence, "host.id", "another here")]),
  },
  labels_in_two_files: {
    diagnostic: error([label(embedded, "process.nmae", "read here"), label(sequence, "host.id", "and here")]),
  },
  label_over_several_lines: {
    diagnostic: error([label(sequence, "[any where true]\n  [any", "these belong together")]),
  },
  tabs: { diagnostic: error([label(indented, "nmae", "after tabs")]) },
  wide_characters: { diagnostic: error([label(wide, "nmae", "after wide ones")]) },
  wide_characters_marked: { diagnostic: error([label(wide, '"日本語🔥e\u0301"', "eleven columns")]) },
  long_line: { diagnostic: error([label(long, "nmae", "in the middle")], "help") },
  long_line_narrow: { diagnostic: error([label(long, "nmae", "in the middle")]), options: { width: 50 } },
  long_line_start: { diagnostic: error([label(long, "any", "at the start")]), options: { width: 60 } },
  long_line_two_labels: {
    diagnostic: error([label(long, "nmae", "in the middle"), label(long, "any", "at the start")]),
    options: { width: 60 },
  },
  long_label: {
    diagnostic: error([{ source: long, span: { start: 30, end: 700 }, message: "all this" }]),
    options: { width: 60 },
  },
  end_of_input: {
    diagnostic: error([
      { source: source("any where"), span: { start: 9, end: 9 }, message: "a condition belongs here" },
    ]),
  },
  end_of_input_after_newline: {
    diagnostic: error([{ source: source("any where\n"), span: { start: 10, end: 10 }, message: "here" }]),
  },
  empty_source: { diagnostic: error([{ source: source(""), span: { start: 0, end: 0 }, message: "empty" }]) },
  crlf: { diagnostic: error([label(source("a\r\nany where nmae\r\nb"), "nmae", "a line of a Windows file")]) },
  crlf_line_end: { diagnostic: error([label(source("a\r\nany where \r\nb"), "\r\nb", "at the line's end")]) },
  hostile_text: {
    diagnostic: error(
      [label(hostile, "nmae", "bad \u001b[0m\nlabel")],
      "first line\n\u0007second line",
      "bad \u009btitle\n",
    ),
  },
  color: {
    diagnostic: error([label(sequence, "5m", "the limit"), label(sequence, "host.id", "the key")], "use `10m`"),
    options: { color: true },
  },
};

describe("renderDiagnostic", () => {
  for (const [name, { diagnostic, options }] of Object.entries(cases)) {
    it(name, () => diagnosticGolden(name, renderDiagnostic(diagnostic, options)));
  }

  it("prints nothing unsafe of its own without colour", () => {
    for (const { diagnostic } of Object.values(cases)) {
      assert.doesNotMatch(renderDiagnostic(diagnostic).replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Cs}]/u);
      assert.doesNotMatch(renderDiagnosticLine(diagnostic), /[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  });

  it("lays out only the neighbourhood of a mark in a line of megabytes", () => {
    const huge = source(`${"\u0301a\t".repeat(1_000_000)}nmae${"b".repeat(1_000_000)}`);
    const text = renderDiagnostic(error([label(huge, "nmae", "here")]));
    assert.ok(text.length < 1000, String(text.length));
    assert.match(text, /\^\^\^\^ here$/);
  });
});

describe("renderDiagnosticLine", () => {
  it("puts place, title and help in one line", () => {
    const { diagnostic } = cases["in_rule_file"]!;
    assert.equal(
      renderDiagnosticLine(diagnostic),
      "rules/lsass_dump.toml:4:15: error[EQL104]: unknown field `process.nmae`; help: did you mean `process.name`?",
    );
    assert.equal(
      renderDiagnosticLine(cases["no_label"]!.diagnostic),
      "error[EQL104]: no rule was given; help: use `--rules`",
    );
  });
});

describe("diagnosticToJson", () => {
  it("gives places in the outermost file", () => {
    assert.deepEqual(diagnosticToJson(cases["in_rule_file"]!.diagnostic), {
      code: "EQL104",
      severity: "error",
      message: "unknown field `process.nmae`",
      labels: [
        {
          file: "rules/lsass_dump.toml",
          line: 4,
          column: 15,
          endLine: 4,
          endColumn: 27,
          start: 44,
          end: 56,
          message: "not an ECS 8.17 field",
        },
      ],
      help: "did you mean `process.name`?",
    });
  });
});
