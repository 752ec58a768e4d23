import type { Catalogue } from "../ecs/field.ts";
import { nestedPathOf } from "../language/kuery/nesting.ts";
import type { Diagnostic, Label } from "../text/diagnostic.ts";
import { didYouMean } from "../text/didYouMean.ts";
import { type Document, labelAt, problem } from "./document.ts";
import { entryCondition } from "./exceptionCondition.ts";
import { limits } from "./limits.ts";
import type { Path } from "./places.ts";
import { objectIn, objectsIn, type PlainObject, stringIn, stringsIn } from "./plain.ts";
import type { ExceptionDocument } from "./readExceptionItems.ts";
import type { ExceptionEntry, ExceptionItem, PlainExceptionEntry } from "./rule.ts";

export interface ExceptionLookups {
  readonly catalogue: Catalogue;
  /** The values of a value list, or undefined when there is no such list. */
  readonly valueLists: (id: string) => readonly string[] | undefined;
  /** The items of an exception list, or undefined when there is no such list. */
  readonly exceptionItems: (listId: string) => readonly ExceptionDocument[] | undefined;
}

/** The items of one list, ready for rules; not to be used when a diagnostic is an error. */
export interface ResolvedList {
  readonly items: ExceptionItem[];
  readonly diagnostics: Diagnostic[];
}

const mostSuggestions = 10;
const listTypes = ["keyword", "ip", "ip_range"];

/**
 * Brings the items of one list into the form that rules use: fields looked up, value lists read.
 *
 * `usedBy` marks the rule that names the list; it becomes the second label of what makes the list unusable. Of
 * warnings and of errors about {@link limits.findings} each are given; after that many errors the rest of the list is
 * passed over.
 */
export function resolveList(
  documents: readonly ExceptionDocument[],
  usedBy: () => Label,
  lookups: ExceptionLookups,
): ResolvedList {
  const all = { items: [], diagnostics: [], errors: 0, warnings: 0 };
  for (const document of documents) {
    resolveItem(document, usedBy, lookups, all);
    if (all.errors >= limits.findings) break;
  }
  return all;
}

/** A list while it is resolved. */
interface Resolving extends ResolvedList {
  errors: number;
  warnings: number;
}

function reportError(all: Resolving, usedBy: () => Label, diagnostic: Diagnostic): void {
  all.errors++;
  all.diagnostics.push({ ...diagnostic, labels: [...diagnostic.labels, usedBy()] });
}

/** Made only while it will be shown: a list may have very many of them. */
function reportWarning(all: Resolving, make: () => Diagnostic): void {
  if (all.warnings++ < limits.findings) all.diagnostics.push(make());
}

function resolveItem(item: ExceptionDocument, usedBy: () => Label, lookups: ExceptionLookups, all: Resolving): void {
  if (item.broken) {
    const label = labelAt(item.document, [], "value", "this exception has errors");
    reportError(all, usedBy, problem("RULE026", "error", `exception \`${item.name}\` cannot be applied`, label));
    return;
  }
  const entries = item.entries.map((entry, index) => resolveEntry(item, entry, index, usedBy, lookups, all));
  if (item.osTypes.length > 0) reportWarning(all, () => hostsOnly(item));
  for (const system of systemEntries(item.osTypes)) {
    all.items.push({
      name: item.name,
      ...(item.expireTimeMs === undefined ? {} : { expireTimeMs: item.expireTimeMs }),
      entries: [...system, ...entries],
    });
  }
}

/** With `os_types`, Kibana repeats the item once for each system and each of the two fields that name one. */
function systemEntries(osTypes: readonly string[]): ExceptionEntry[][] {
  if (osTypes.length === 0) return [[]];
  return ["host.os.type", "host.os.name.caseless"].flatMap((field) =>
    osTypes.map((value): ExceptionEntry[] => [{ field, type: "match", operator: "included", value }]),
  );
}

function hostsOnly(item: ExceptionDocument): Diagnostic {
  const label = labelAt(item.document, ["os_types"], "key", "holds only where `host.os.type` is one of these");
  const message = `exception \`${item.name}\` is limited to operating systems, which cloud events do not name`;
  return problem("RULE024", "warning", message, label, "remove `os_types` to apply the exception to cloud events");
}

function resolveEntry(
  item: ExceptionDocument,
  written: PlainObject,
  index: number,
  usedBy: () => Label,
  lookups: ExceptionLookups,
  all: Resolving,
): ExceptionEntry {
  const entry = readEntry(written, lookups);
  const place = (...path: string[]) => ["entries", index, ...path];
  const wrongList = entry.type === "list" ? listProblem(item, written, place("list"), lookups) : undefined;
  if (wrongList !== undefined) reportError(all, usedBy, wrongList);
  const condition = entryCondition(entry, lookups.catalogue);
  if (condition.kind === "problem") {
    const label = labelAt(item.document, place("field"), "value");
    const message = `exception \`${item.name}\` cannot be applied: ${condition.reason}`;
    reportError(all, usedBy, problem(entry.type === "nested" ? "RULE022" : "RULE023", "error", message, label));
  } else warnOfFields(item, entry, index, lookups, all);
  return entry;
}

/** An entry on a field that no event has, or that a condition outside its nested field does not see, matches nothing. */
function warnOfFields(
  item: ExceptionDocument,
  entry: ExceptionEntry,
  index: number,
  { catalogue }: ExceptionLookups,
  all: Resolving,
): void {
  for (const { name, path } of fieldsOf(entry, ["entries", index])) {
    const nested = entry.type === "nested" ? undefined : nestedPathOf(catalogue, name);
    if (nested !== undefined) reportWarning(all, () => outsideNested(item.document, name, nested, path));
    else if (catalogue.field(name) === undefined) {
      // Suggestions look through the whole catalogue: only the first few are worth their time.
      const names = all.warnings < mostSuggestions ? catalogue.names() : [];
      reportWarning(all, () => unknownField(item.document, name, path, names));
    }
  }
}

/** The fields of an entry, by full name, and where each is named. */
function fieldsOf(entry: ExceptionEntry, path: Path): { readonly name: string; readonly path: Path }[] {
  if (entry.type !== "nested") return [{ name: entry.field, path: [...path, "field"] }];
  return entry.entries.map(({ field }, at) => ({
    name: `${entry.field}.${field}`,
    path: [...path, "entries", at, "field"],
  }));
}

function outsideNested(document: Document, name: string, nested: string, path: Path): Diagnostic {
  const label = labelAt(document, path, "value", `below the nested field \`${nested}\``);
  const message = `the exception on \`${name}\` sees no value`;
  const help = `write an entry of type nested: field \`${nested}\`, and in its entries \`${name.slice(nested.length + 1)}\``;
  return problem("RULE043", "warning", message, label, help);
}

function unknownField(document: Document, name: string, path: Path, names: readonly string[]): Diagnostic {
  const trimmed = name.trim();
  const meant = names.includes(trimmed) ? trimmed : didYouMean(trimmed, names)[0];
  const label = labelAt(document, path, "value", "no event has this field");
  const help = meant === undefined ? undefined : `did you mean \`${meant}\`?`;
  return problem("RULE027", "warning", `unknown field \`${name}\` in an exception`, label, help);
}

function listProblem(
  item: ExceptionDocument,
  written: PlainObject,
  path: Path,
  lookups: ExceptionLookups,
): Diagnostic | undefined {
  const list = objectIn(written, "list");
  const id = (list && stringIn(list, "id")) ?? "";
  const type = (list && stringIn(list, "type")) ?? "";
  if (!listTypes.includes(type)) {
    const label = labelAt(item.document, [...path, "type"], "value", `one of ${listTypes.join(", ")}`);
    const message = `value list \`${id}\` is of type ${type}, which cannot be applied`;
    return problem("RULE028", "error", message, label);
  }
  const values = lookups.valueLists(id);
  if (values !== undefined && values.length > limits.listLength) {
    const label = labelAt(item.document, [...path, "id"], "value", "names a list that is too long");
    const message = `value list \`${id}\` has ${values.length} values, more than ${limits.listLength}`;
    const help = "split it into several lists, each with an exception";
    return problem("RULE040", "error", message, label, help);
  }
  if (values !== undefined) return undefined;
  const label = labelAt(item.document, [...path, "id"], "value", "names a list that is not here");
  const help = `create \`lookups/${id}.txt\`, one value a line`;
  return problem("RULE021", "error", `unknown value list \`${id}\``, label, help);
}

function readEntry(written: PlainObject, lookups: ExceptionLookups): ExceptionEntry {
  if (written["type"] !== "nested") return readPlainEntry(written, lookups);
  const entries = (objectsIn(written, "entries") ?? []).map((inner) => readPlainEntry(inner, lookups));
  return { field: stringIn(written, "field") ?? "", type: "nested", entries };
}

function readPlainEntry(written: PlainObject, lookups: ExceptionLookups): PlainExceptionEntry {
  const field = stringIn(written, "field") ?? "";
  const operator = stringIn(written, "operator") === "excluded" ? "excluded" : "included";
  const list = objectIn(written, "list");
  if (list !== undefined) {
    const id = stringIn(list, "id") ?? "";
    const values = lookups.valueLists(id) ?? [];
    return { field, type: "list", operator, list: { id, type: stringIn(list, "type") ?? "" }, values };
  }
  const values = stringsIn(written, "value");
  if (values !== undefined) return { field, type: "match_any", operator, value: values };
  const value = stringIn(written, "value");
  if (value === undefined) return { field, type: "exists", operator };
  return { field, type: written["type"] === "wildcard" ? "wildcard" : "match", operator, value };
}
