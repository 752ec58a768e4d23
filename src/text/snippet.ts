import { type Cell, displayCells } from "./displayCells.ts";
import { escapeForTerminal } from "./terminal.ts";

/** A marked stretch of one line, in UTF-16 offsets of the line's text. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly primary: boolean;
}

/** How a run of text is to be coloured, if at all. */
export type Style = "plain" | "primary" | "secondary" | "gutter" | "title";
export type Paint = (text: string, style: Style) => string;

/** A stretch of a line as shown, and the rows of carets and messages below it. */
export interface Snippet {
  readonly line: string;
  readonly rows: readonly string[];
}

/**
 * The line with its marks, at most `columns` wide; a longer line is windowed around its first mark.
 *
 * Marks outside the window come in snippets of their own, so that every mark is shown.
 */
export function snippetsOf(lineText: string, marks: readonly Mark[], columns: number, paint: Paint): Snippet[] {
  const snippets: Snippet[] = [];
  let pending = marks;
  while (pending.length > 0) {
    const view = windowAround(lineText, pending[0]!, columns);
    const first = pending[0]!;
    const shown = pending.filter((mark) => mark === first || (mark.start >= view.start && mark.start <= view.end));
    snippets.push({ line: view.text, rows: markRows(shown, view, paint) });
    pending = pending.filter((mark) => !shown.includes(mark));
  }
  return snippets;
}

/** A stretch of a line; `start` and `end` are offsets into the line, `columnAt` counts from the left edge shown. */
interface Window {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly columnAt: (offset: number) => number;
}

function windowAround(lineText: string, mark: Mark, columns: number): Window {
  // A line may be megabytes long: only the neighbourhood of the mark is laid out.
  const from = wholeCharacter(lineText, Math.max(0, mark.start - 4 * columns));
  const to = wholeCharacter(lineText, Math.min(lineText.length, mark.start + 4 * columns));
  const cells = displayCells(lineText.slice(from, to));
  const total = columnsBefore(cells, cells.length);
  const cutLeft = from > 0;
  const cutRight = to < lineText.length;
  if (total <= columns && !cutLeft && !cutRight) return windowOf(cells, from, to, "", "");
  const at = cells.findIndex((cell) => from + cell.offset >= mark.start);
  return fit(cells, at < 0 ? cells.length : at, columns, from, to, cutLeft, cutRight);
}

/** Cells before and after the mark, a third of the room before it, less when the line ends early. */
function fit(
  cells: Cell[],
  at: number,
  columns: number,
  from: number,
  to: number,
  cutLeft: boolean,
  cutRight: boolean,
) {
  const room = Math.max(8, columns - 2);
  let first = at;
  let used = 0;
  while (first > 0 && used + cells[first - 1]!.columns <= room / 3) used += cells[--first]!.columns;
  let last = at;
  while (last < cells.length && used + cells[last]!.columns <= room) used += cells[last++]!.columns;
  while (first > 0 && used + cells[first - 1]!.columns <= room) used += cells[--first]!.columns;
  const start = first < cells.length ? from + cells[first]!.offset : to;
  const end = last < cells.length ? from + cells[last]!.offset : to;
  return windowOf(
    cells.slice(first, last),
    start,
    end,
    first > 0 || cutLeft ? "…" : "",
    last < cells.length || cutRight ? "…" : "",
    first < cells.length ? cells[first]!.offset : 0,
  );
}

function windowOf(
  cells: readonly Cell[],
  start: number,
  end: number,
  before: string,
  after: string,
  shift = 0,
): Window {
  const columnAt = (offset: number): number => {
    let column = before.length;
    for (const cell of cells) {
      if (cell.offset - shift + start >= offset) break;
      column += cell.columns;
    }
    return column;
  };
  return { text: before + cells.map((cell) => cell.text).join("") + after, start, end, columnAt };
}

function columnsBefore(cells: readonly Cell[], count: number): number {
  let columns = 0;
  for (let i = 0; i < count; i++) columns += cells[i]!.columns;
  return columns;
}

/** The offset, or one less when it stands within a surrogate pair. */
function wholeCharacter(text: string, offset: number): number {
  const inside = offset > 0 && offset < text.length && text.codePointAt(offset - 1)! > 0xffff;
  return inside ? offset - 1 : offset;
}

interface PlacedMark {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly style: Style;
}

function markRows(marks: readonly Mark[], view: Window, paint: Paint): string[] {
  const placed = marks.map((mark): PlacedMark => {
    const from = view.columnAt(mark.start);
    const to = Math.max(from + 1, view.columnAt(Math.min(mark.end, view.end)));
    return { from, to, message: escapeForTerminal(mark.message), style: mark.primary ? "primary" : "secondary" };
  });
  const rightmostFirst = [...placed].sort((a, b) => b.from - a.from);
  const rightmost = rightmostFirst[0]!;
  const inline = rightmost.message !== "" && placed.every((mark) => mark.to <= rightmost.to) ? rightmost : undefined;
  const hanging = rightmostFirst.filter((mark) => mark !== inline && mark.message !== "");
  return [underlineRow(placed, inline, paint), ...hangingRows(hanging, paint)];
}

/** Carets under the primary mark, dashes under the others, and the message that has room to the right. */
function underlineRow(placed: readonly PlacedMark[], inline: PlacedMark | undefined, paint: Paint): string {
  const styles: Style[] = [];
  for (const style of ["secondary", "primary"] as const) {
    for (const mark of placed)
      if (mark.style === style) styles.fill(style, fillTo(styles, mark.to, mark.from), mark.to);
  }
  let row = "";
  for (let start = 0; start < styles.length; ) {
    let end = start + 1;
    while (end < styles.length && styles[end] === styles[start]) end++;
    const style = styles[start]!;
    const sign = style === "primary" ? "^" : style === "secondary" ? "-" : " ";
    row += paint(sign.repeat(end - start), style);
    start = end;
  }
  return inline === undefined ? row : `${row} ${paint(inline.message, inline.style)}`;
}

function fillTo(styles: Style[], length: number, start: number): number {
  while (styles.length < length) styles.push("plain");
  return start;
}

/** Messages without room beside their underline: hung below it, rightmost first. */
function hangingRows(hanging: readonly PlacedMark[], paint: Paint): string[] {
  if (hanging.length === 0) return [];
  const rows = [pillars(hanging, Number.POSITIVE_INFINITY, paint).text];
  hanging.forEach((mark, index) => {
    const { text, columns } = pillars(hanging.slice(index + 1), mark.from, paint);
    rows.push(text + " ".repeat(mark.from - columns) + paint(mark.message, mark.style));
  });
  return rows;
}

function pillars(marks: readonly PlacedMark[], before: number, paint: Paint): { text: string; columns: number } {
  let text = "";
  let columns = 0;
  for (const mark of [...marks].sort((a, b) => a.from - b.from)) {
    if (mark.from < columns || mark.from >= before) continue;
    text += " ".repeat(mark.from - columns) + paint("|", mark.style);
    columns = mark.from + 1;
  }
  return { text, columns };
}
