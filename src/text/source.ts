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
  const start = lineStart(text, at);
  return {
    file: name,
    line: lineEndsBefore(outer, at) + 1,
    column: codePoints(text, start, at) + 1,
    lineText: text.slice(start, lineEnd(text, start)),
  };
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !endsLine(text, start - 1)) start--;
  return start;
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** Whether a line ends with the unit at an offset; of `\r\n` it ends with the second. */
function endsLine(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10);
}

function codePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; count++) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return count;
}

const blockLength = 1 << 14;

/** By source, how many lines end before each block of its text: a file may have a thousand diagnostics. */
const lineCounts = new WeakMap<Source, readonly number[]>();

function lineEndsBefore(source: Source, offset: number): number {
  const block = Math.floor(offset / blockLength);
  return lineCountsOf(source)[block]! + countLineEnds(source.text, block * blockLength, offset);
}

function lineCountsOf(source: Source): readonly number[] {
  const known = lineCounts.get(source);
  if (known !== undefined) return known;
  const counts = [0];
  for (let start = 0; start + blockLength <= source.text.length; start += blockLength) {
    counts.push(counts.at(-1)! + countLineEnds(source.text, start, start + blockLength));
  }
  lineCounts.set(source, counts);
  return counts;
}

function countLineEnds(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (endsLine(text, at)) count++;
  return count;
}
