import type { Diagnostic } from "../text/diagnostic.ts";
import { type JsonValue, parseJson } from "../text/json.ts";
import type { Source, Span } from "../text/source.ts";
import { type Document, documentOf, labelAt, problem } from "./document.ts";
import { jsonPlaces } from "./jsonPlaces.ts";
import { excessIn, limits } from "./limits.ts";
import { nearestPlace } from "./places.ts";
import { isPlainObject, type PlainValue, plainOf } from "./plain.ts";

interface Documents {
  readonly documents: Document[];
  readonly diagnostics: Diagnostic[];
}

/**
 * The JSON objects of a file: one a line (NDJSON), one in all, or the elements of one list.
 *
 * A line that is not JSON is named and the others are read. Blank lines are nothing.
 */
export function readJsonDocuments(source: Source): Documents {
  const all: Documents = { documents: [], diagnostics: [] };
  for (const span of isLines(source.text) ? linesOf(source.text) : [wholeOf(source.text)]) {
    if (all.documents.length + all.diagnostics.length >= limits.exportObjects) {
      all.diagnostics.push(tooMany(source, span));
      break;
    }
    readText(source, span, all);
  }
  return all;
}

/** NDJSON when the first line is a whole object and something follows it; else one text over many lines. */
function isLines(text: string): boolean {
  const start = text.search(/[^\s\ufeff]/);
  const end = text.indexOf("\n", start);
  if (start < 0 || end < 0) return false;
  const first = text.slice(start, end).trimEnd();
  return first.startsWith("{") && first.endsWith("}") && /\S/.test(text.slice(end));
}

function wholeOf(text: string): Span {
  return { start: text.charCodeAt(0) === 0xfeff ? 1 : 0, end: text.length };
}

function* linesOf(text: string): Generator<Span> {
  let { start } = wholeOf(text);
  while (start < text.length) {
    const stop = text.indexOf("\n", start);
    const end = stop < 0 ? text.length : stop;
    if (/\S/.test(text.slice(start, end))) yield { start, end };
    start = end + 1;
  }
}

function readText(source: Source, span: Span, into: Documents): void {
  if (span.end - span.start > limits.fileLength) {
    into.diagnostics.push(tooLong(source, span));
    return;
  }
  const result = parseJson(source.text.slice(span.start, span.end), { depth: limits.depth });
  if (!result.ok) {
    const at = span.start + result.offset;
    const label = { source, span: { start: at, end: Math.min(at + 1, span.end) }, message: "" };
    into.diagnostics.push(problem("RULE004", "error", `not valid JSON: ${result.reason}`, label));
    return;
  }
  if (result.duplicateKeys > 0) into.diagnostics.push(repeatedKey(source, span));
  addValue(source, span, result.value, into);
}

function tooMany(source: Source, span: Span): Diagnostic {
  const label = { source, span: { start: span.start, end: span.start + 1 }, message: "from here on nothing is read" };
  return problem("RULE005", "error", `the file holds more than ${limits.exportObjects} objects`, label);
}

function tooLong(source: Source, span: Span): Diagnostic {
  const label = { source, span: { start: span.start, end: span.start + 1 }, message: "starts here" };
  const size = `${span.end - span.start} characters, more than ${limits.fileLength}`;
  return problem("RULE001", "error", `this JSON text has ${size}`, label);
}

function repeatedKey(source: Source, span: Span): Diagnostic {
  const label = { source, span: { start: span.start, end: span.start + 1 }, message: "in this object" };
  return problem("RULE009", "warning", "a key occurs twice; the last value counts", label);
}

function addValue(source: Source, span: Span, value: JsonValue, into: Documents): void {
  const plain = plainOf(value);
  const whole = documentOf(source, "json", Object.create(null), () => jsonPlaces(source.text, span.start, span.end));
  const excess = excessIn(plain);
  if (excess !== undefined) {
    const label = labelAt(whole, excess.path, "value");
    into.diagnostics.push(problem("RULE005", "error", `the document holds ${excess.reason}`, label));
  } else if (Array.isArray(plain)) {
    plain.forEach((element, index) => {
      addObject(whole, element, [index], into);
    });
  } else addObject(whole, plain, [], into);
}

function addObject(whole: Document, value: PlainValue, path: readonly number[], into: Documents): void {
  if (isPlainObject(value)) {
    into.documents.push(documentOf(whole.source, "json", value, () => nearestPlace(whole.places(), path)));
    return;
  }
  const label = labelAt(whole, path, "value", "this is not an object");
  into.diagnostics.push(problem("RULE002", "error", "not a rule: a rule in JSON is an object", label));
}
