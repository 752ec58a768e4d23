import type { Diagnostic, Label, Severity } from "./diagnostic.ts";
import { type Mark, type Paint, type Snippet, type Style, snippetsOf } from "./snippet.ts";
import { hostSpan, lineStart, type Place, placeOf, type Source } from "./source.ts";
import { escapeForTerminal } from "./terminal.ts";

export interface RenderOptions {
  /** ANSI colours; off unless asked for. */
  readonly color?: boolean;
  /** Columns of the terminal; 120 unless told, never taken as less than 40. */
  readonly width?: number;
}

/**
 * A diagnostic as people read it: title, place, the source lines with the labels under them, help.
 *
 * Lines are joined with `\n`, without one at the end. Places are those of the outermost file. A label over several
 * lines is marked on its first. Nothing that came from a log or a rule reaches the terminal unescaped.
 */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions = {}): string {
  const paint = options.color === true ? ansi(diagnostic.severity) : (text: string) => text;
  const files = groupByFile(diagnostic.labels);
  const numbers = files.flatMap((file) => file.lines.map((line) => line.number));
  const gutter = Math.max(1, String(Math.max(0, ...numbers)).length);
  const columns = Math.max(40, options.width ?? 120) - gutter - 3;
  const lines = [titleOf(diagnostic, paint)];
  files.forEach((file, index) => {
    lines.push(`${" ".repeat(gutter)}${paint(index === 0 ? "-->" : ":::", "gutter")} ${placeText(file.place)}`);
    lines.push(paint(`${" ".repeat(gutter)} |`, "gutter"), ...fileLines(file, gutter, columns, paint));
  });
  if (diagnostic.help !== undefined) lines.push(...helpLines(diagnostic.help, files.length > 0 ? gutter : 1, paint));
  return lines.join("\n");
}

/** The same in one line: `file:line:column: error[EQL104]: title; help`. */
export function renderDiagnosticLine(diagnostic: Diagnostic): string {
  const label = diagnostic.labels[0];
  const place = label === undefined ? "" : `${placeText(placeOf(label.source, label.span.start))}: `;
  const help = diagnostic.help === undefined ? "" : `; help: ${escapeForTerminal(diagnostic.help)}`;
  return `${place}${titleOf(diagnostic, (text) => text)}${help}`;
}

function titleOf(diagnostic: Diagnostic, paint: Paint): string {
  const code = diagnostic.code === "" ? "" : `[${escapeForTerminal(diagnostic.code)}]`;
  return `${paint(`${diagnostic.severity}${code}`, "primary")}${paint(`: ${escapeForTerminal(diagnostic.message)}`, "title")}`;
}

function placeText(place: Place): string {
  return `${escapeForTerminal(place.file)}:${place.line}:${place.column}`;
}

interface MarkedFile {
  readonly source: Source;
  /** Of the first label in this file. */
  readonly place: Place;
  readonly lines: MarkedLine[];
}

interface MarkedLine {
  readonly number: number;
  readonly text: string;
  readonly marks: Mark[];
}

function groupByFile(labels: readonly Label[]): MarkedFile[] {
  const files: MarkedFile[] = [];
  labels.forEach((label, index) => {
    const { source, span } = hostSpan(label.source, label.span);
    const place = placeOf(source, span.start);
    let file = files.find((candidate) => candidate.source === source);
    if (file === undefined) files.push((file = { source, place, lines: [] }));
    let line = file.lines.find((candidate) => candidate.number === place.line);
    if (line === undefined) file.lines.push((line = { number: place.line, text: place.lineText, marks: [] }));
    const lineAt = lineStart(source.text, Math.max(0, Math.min(span.start, source.text.length)));
    const within = (offset: number) => Math.max(0, Math.min(offset - lineAt, place.lineText.length));
    const [start, end] = [within(span.start), within(span.end)];
    line.marks.push({ start, end: Math.max(start, end), message: label.message, primary: index === 0 });
  });
  for (const file of files) file.lines.sort((a, b) => a.number - b.number);
  return files;
}

function fileLines(file: MarkedFile, gutter: number, columns: number, paint: Paint): string[] {
  const lines: string[] = [];
  file.lines.forEach((line, index) => {
    const before = file.lines[index - 1];
    if (before !== undefined && line.number > before.number + 1) lines.push(paint("...", "gutter"));
    for (const snippet of snippetsOf(line.text, line.marks, columns, paint)) {
      lines.push(...snippetLines(snippet, line.number, gutter, paint));
    }
  });
  return lines;
}

function snippetLines(snippet: Snippet, number: number, gutter: number, paint: Paint): string[] {
  const numbered = `${paint(`${String(number).padStart(gutter)} |`, "gutter")} ${snippet.line}`.trimEnd();
  return [numbered, ...snippet.rows.map((row) => `${paint(`${" ".repeat(gutter)} |`, "gutter")} ${row}`)];
}

/** A help of several lines is aligned under its first. */
function helpLines(help: string, gutter: number, paint: Paint): string[] {
  const lead = `${" ".repeat(gutter)} ${paint("=", "gutter")} ${paint("help:", "title")} `;
  return help.split("\n").map((line, index) => {
    return `${index === 0 ? lead : " ".repeat(gutter + 9)}${escapeForTerminal(line)}`;
  });
}

function ansi(severity: Severity): Paint {
  const primary = severity === "error" ? "1;31" : severity === "warning" ? "1;33" : "1;36";
  const codes: Record<Style, string> = { plain: "", primary, secondary: "1;34", gutter: "1;34", title: "1" };
  return (text, style) => (codes[style] === "" ? text : `\u001b[${codes[style]}m${text}\u001b[0m`);
}
