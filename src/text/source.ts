/** Half-open range of UTF-16 offsets into the text of one {@link Source}. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A named text that diagnostics point into.
 *
 * A query that sits inside a rule file is a source of its own whose `host` says where each of its offsets stands in the
 * file, so that every diagnostic about the query is printed at its place in the rule file.
 */
export interface Source {
  /** What the user calls it: a path, `<stdin>`, or `<query>`. */
  readonly name: string;
  readonly text: string;
  readonly host?: Host;
}

/** The file around an embedded text. */
export interface Host {
  readonly source: Source;
  /** Offset in the host's text of offset `offset` of the embedded text; defined for 0 up to and including its length. */
  readonly offsetAt: (offset: number) => number;
}

/** A place as people read it: 1-based line and column (in code points), and the line's text. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly lineText: string;
}

/** The outermost source that holds `source`, with `span` carried into it. */
export function hostSpan(source: Source, span: Span): { source: Source; span: Span } {
  let at = span;
  let outer = source;
  while (outer.host !== undefined) {
    const { offsetAt, source: next } = outer.host;
    at = { start: offsetAt(at.start), end: offsetAt(at.end) };
    outer = next;
  }
  return { source: outer, span: at };
}

/** The place of one offset in the outermost file; lines end at `\n`, `\r\n` or `\r`. */
export function placeOf(source: Source, offset: number): Place {
  const { source: outer, span } = hostSpan(source, { start: offset, end: offset });
  const { text, name } = outer;
  const at = Math.max(0, Math.min(span.start, text.length));
  let line = 1;
  let start = 0;
  for (let i = 0; i < at; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) {
      line++;
      start = i + 1;
    }
  }
  const rest = text.slice(start).search(/[\r\n]/);
  const lineText = rest < 0 ? text.slice(start) : text.slice(start, start + rest);
  return { file: name, line, column: [...text.slice(start, at)].length + 1, lineText };
}
