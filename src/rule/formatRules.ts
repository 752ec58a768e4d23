import { defaultCatalogue } from "../ecs/catalogue.ts";
import { type FormatResult, formatQuery as formatEql } from "../language/eql/formatQuery.ts";
import { formatQuery as formatEsql } from "../language/esql/formatQuery.ts";
import { formatQuery as formatKuery } from "../language/kuery/formatQuery.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { hostSpan, type Source, type Span } from "../text/source.ts";
import { loadRules } from "./load.ts";
import type { Rule } from "./rule.ts";

/** A file with its queries laid out. */
export interface FormattedFile {
  /** As it was but for the queries; the same text when nothing changed. */
  readonly text: string;
  /** Errors: the file, or a query, cannot be read. Notes: a query is left as it is, and why. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Lays out a bare EQL query; its lines end as before. */
export function formatQueryFile(source: Source): FormattedFile {
  const result = formatEql(source);
  const whole = { start: 0, end: Math.min(1, source.text.length) };
  if (result.kind !== "formatted") return { text: source.text, diagnostics: leftAlone(result, source, whole) };
  return { text: `${withLineEnds(result.text, source.text)}${lineEndOf(source.text)}`, diagnostics: [] };
}

/** Lays out the queries of a rule file in TOML, of whichever language; every other character stays. */
export function formatRuleFile(source: Source): FormattedFile {
  const { rules, diagnostics } = loadRules(source, { catalogue: defaultCatalogue, valueLists: () => [] });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { text: source.text, diagnostics: errors };
  let { text } = source;
  const found: Diagnostic[] = [];
  // From the last to the first, so that places before stay as they are.
  for (const rule of [...rules].reverse()) {
    const edit = editOf(rule);
    if (edit === undefined) continue;
    if ("diagnostics" in edit) found.push(...edit.diagnostics);
    else text = text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
  }
  return { text, diagnostics: found };
}

type Edit = { readonly span: Span; readonly text: string } | { readonly diagnostics: readonly Diagnostic[] };

/** By the language of a rule, as its file names it; Lucene, which is not read here, has none. */
const formatters: Readonly<Record<string, (source: Source) => FormatResult>> = {
  eql: formatEql,
  esql: formatEsql,
  kuery: formatKuery,
};

/** Nothing for a rule without a query that can be laid out, and for one that needs no change. */
function editOf({ language, querySource }: Rule): Edit | undefined {
  const name = language ?? "kuery";
  const format = Object.hasOwn(formatters, name) ? formatters[name] : undefined;
  // An empty query of KQL is every event; it has no lines to lay out.
  if (format === undefined || querySource === undefined || querySource.text.trim() === "") return undefined;
  const result = format(querySource);
  const whole = { start: 0, end: querySource.text.length };
  if (result.kind !== "formatted") return { diagnostics: leftAlone(result, querySource, { start: 0, end: 1 }) };
  const { source, span } = hostSpan(querySource, whole);
  const written = source.text.slice(span.start, span.end);
  const ending = /[\r\n]\s*$/.test(written) ? lineEndOf(source.text) : "";
  const text = `${withLineEnds(result.text, source.text)}${ending}`;
  if (text === written) return undefined;
  if (!fitsBlock(source.text, span, querySource.text, text)) return { diagnostics: [notInBlock(querySource)] };
  return { span, text };
}

/**
 * Whether the query stands between three quotes as it is, without escapes, and the new text can too.
 *
 * What a host shows of a query with escapes differs from the query, and so does one whose lines end in CR LF.
 */
function fitsBlock(file: string, { start, end }: Span, query: string, text: string): boolean {
  const opening = file
    .slice(Math.max(0, start - 5), start)
    .trimEnd()
    .slice(-3);
  const same = file.slice(start, end).replaceAll("\r\n", "\n") === query.replaceAll("\r\n", "\n");
  if (!same || (opening !== "'''" && opening !== '"""')) return false;
  if (text.includes(opening) || text.endsWith(opening[0]!)) return false;
  return opening === "'''" || !text.includes("\\");
}

function leftAlone(
  result: Exclude<FormatResult, { kind: "formatted" }>,
  source: Source,
  span: Span,
): readonly Diagnostic[] {
  if (result.kind === "invalid") return result.diagnostics.filter(({ severity }) => severity === "error");
  return [
    {
      code: "FMT001",
      severity: "note",
      message: "the query is left as it is: a comment would lose its place",
      labels: [{ source, span, message: "" }],
      help: "put comments on lines of their own before the condition that they are about",
    },
  ];
}

function notInBlock(source: Source): Diagnostic {
  return {
    code: "FMT002",
    severity: "note",
    message: "the query is left as it is: it is not written in a block of its own",
    labels: [{ source, span: { start: 0, end: Math.min(1, source.text.length) }, message: "" }],
    help: "write it between `'''` and `'''`, without escapes",
  };
}

function lineEndOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function withLineEnds(text: string, like: string): string {
  return text.replaceAll("\n", lineEndOf(like));
}
