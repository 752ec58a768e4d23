import type { Diagnostic } from "../text/diagnostic.ts";
import { hasErrors } from "../text/diagnostic.ts";
import { didYouMean } from "../text/didYouMean.ts";
import type { Source } from "../text/source.ts";
import { parseTimestamp } from "./dateMath.ts";
import { type Document, labelAt, limitDiagnostics, problem } from "./document.ts";
import { kindOf } from "./documentKind.ts";
import type { Path } from "./places.ts";
import { isPlainObject, listIn, objectsIn, type PlainObject, stringIn, stringsIn } from "./plain.ts";
import { readJsonDocuments } from "./readJsonDocuments.ts";
import { type EntryType, entryKeys, exceptionItemKeys, innerEntryTypes } from "./schema.ts";
import { validateTable } from "./validate.ts";

/** An exception item as it stands in a file; its lists are not read yet. */
export interface ExceptionDocument {
  readonly document: Document;
  readonly listId: string;
  readonly name: string;
  readonly expireTimeMs?: number;
  readonly osTypes: readonly string[];
  /** As written, each of a known type. */
  readonly entries: readonly PlainObject[];
  /** Set when the item has errors, which have been reported: no rule may run without it. */
  readonly broken: boolean;
}

/** Exception items by the `list_id` of the list they belong to. */
export type ExceptionItems = ReadonlyMap<string, readonly ExceptionDocument[]>;

/**
 * The exception items of an NDJSON file, such as the `exceptions.ndjson` beside a rule.
 *
 * Lines that are other parts of an export (lists, connectors, details) are passed over. Items that are wrong are named
 * in the diagnostics and kept as broken, so that a rule that needs them is not run without them.
 */
export function readExceptionItems(source: Source): { items: ExceptionItems; diagnostics: Diagnostic[] } {
  const { documents, diagnostics } = readJsonDocuments(source);
  const items = documents.filter((document) => kindOf(document) === "exception item");
  const read = collectExceptionItems(items);
  return { items: read.items, diagnostics: limitDiagnostics(source, [...diagnostics, ...read.diagnostics]) };
}

/** The items among the documents that are exception items. */
export function collectExceptionItems(documents: readonly Document[]): {
  items: ExceptionItems;
  diagnostics: Diagnostic[];
} {
  const items = new Map<string, ExceptionDocument[]>();
  const diagnostics: Diagnostic[] = [];
  for (const document of documents) {
    const found = validateItem(document);
    diagnostics.push(...found);
    const item = itemOf(document, hasErrors(found));
    const listed = items.get(item.listId);
    if (listed === undefined) items.set(item.listId, [item]);
    else listed.push(item);
  }
  return { items, diagnostics };
}

function itemOf(document: Document, broken: boolean): ExceptionDocument {
  const { value } = document;
  const expires = stringIn(value, "expire_time");
  const expireTimeMs = expires === undefined ? undefined : parseTimestamp(expires);
  return {
    document,
    listId: stringIn(value, "list_id") ?? "",
    name: stringIn(value, "name") ?? "",
    ...(expireTimeMs === undefined ? {} : { expireTimeMs }),
    osTypes: stringsIn(value, "os_types") ?? [],
    entries: objectsIn(value, "entries") ?? [],
    broken,
  };
}

function validateItem(document: Document): Diagnostic[] {
  const found = validateTable(document, [], document.value, exceptionItemKeys, { worst: "error" });
  const entries = (listIn(document.value, "entries") ?? []).flatMap((entry, index) =>
    isPlainObject(entry) ? validateEntry(document, ["entries", index], entry, Object.keys(entryKeys)) : [],
  );
  return [...found, ...entries];
}

function validateEntry(document: Document, path: Path, entry: PlainObject, types: readonly string[]): Diagnostic[] {
  const type = stringIn(entry, "type") ?? "";
  if (!types.includes(type)) {
    const label = labelAt(document, [...path, "type"], "value", `one of ${types.join(", ")}`);
    const [meant] = didYouMean(type, types);
    const help = meant === undefined ? undefined : `did you mean \`${meant}\`?`;
    return [problem("RULE013", "error", `unknown type of exception entry \`${type}\``, label, help)];
  }
  const found = validateTable(document, path, entry, entryKeys[type as EntryType], { worst: "error" });
  if (type !== "nested") return found;
  const inner = (listIn(entry, "entries") ?? []).flatMap((each, index) =>
    isPlainObject(each) ? validateEntry(document, [...path, "entries", index], each, innerEntryTypes) : [],
  );
  return [...found, ...inner];
}
