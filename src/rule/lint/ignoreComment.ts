import { type Comment, commentsOf } from "../../language/eql/comments.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { placeOf, type Source, type Span } from "../../text/source.ts";

/** The code of an ignore comment that has no effect. */
const uselessCode = "LINT017";

/** `// eqlite: ignore LINT005 the star is meant`. */
interface IgnoreComment {
  readonly span: Span;
  readonly codes: readonly string[];
  readonly reason: string;
  /** The line whose findings it takes away: its own, or when it stands alone the next that is no comment. */
  readonly line: number;
}

/**
 * The findings that no comment of the query takes away, and one for each such comment that is of no use.
 *
 * A comment names codes of checks and gives a reason; without a reason it does not count. Elasticsearch passes over it.
 */
export function withoutIgnored(source: Source, findings: readonly Diagnostic[]): Diagnostic[] {
  const ignores = commentsOf(source).flatMap((comment) => readIgnore(source, comment));
  if (ignores.length === 0) return [...findings];
  const used = new Set<IgnoreComment>();
  const kept = findings.filter((finding) => {
    const line = lineOf(source, finding.labels[0]!.span.start);
    const ignore = ignores.find(
      (each) => each.reason !== "" && each.line === line && each.codes.includes(finding.code),
    );
    if (ignore !== undefined) used.add(ignore);
    return ignore === undefined;
  });
  return [...kept, ...ignores.filter((ignore) => !used.has(ignore)).map((ignore) => useless(source, ignore))];
}

function readIgnore(source: Source, { text, start, end, isTrailing }: Comment): IgnoreComment[] {
  const parts = /^\/\/\s*eqlite:\s*ignore\s+((?:LINT\d{3}[\s,]*)+)(.*)$/.exec(text);
  if (parts === null) return [];
  const codes = parts[1]!.match(/LINT\d{3}/g) ?? [];
  const line = lineOf(source, isTrailing ? start : nextCode(source.text, end));
  return [{ span: { start, end }, codes, reason: parts[2]!.trim(), line }];
}

/** Where the first thing after an offset stands that is neither space nor line comment. */
function nextCode(text: string, from: number): number {
  return from + /^(?:\s|\/\/[^\r\n]*)*/.exec(text.slice(from))![0].length;
}

/** Within the query, whatever file it stands in. */
function lineOf({ text }: Source, offset: number): number {
  return placeOf({ name: "", text }, offset).line;
}

function useless(source: Source, { span, codes, reason }: IgnoreComment): Diagnostic {
  return {
    code: uselessCode,
    severity: "warning",
    message: "this comment ignores nothing",
    labels: [{ source, span, message: reason === "" ? "it gives no reason" : `no ${codes.join(" or ")} on its line` }],
    help:
      reason === ""
        ? `say why: \`// eqlite: ignore ${codes.join(", ")} …\``
        : "remove it, or put it on the line of the finding or the line before",
  };
}
