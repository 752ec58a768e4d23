import type { Source } from "../text/source.ts";
import { type DocumentKind, kindOf } from "./documentKind.ts";
import { fileKindOf } from "./fileKind.ts";
import { type PlainObject, stringIn } from "./plain.ts";
import { printPlain } from "./printPlain.ts";
import { readJsonDocuments } from "./readJsonDocuments.ts";

/** What an export holds beside its rules, as it was written. */
export interface ExportParts {
  readonly lists: readonly PlainObject[];
  readonly items: readonly PlainObject[];
  readonly connectors: readonly PlainObject[];
}

/** The exception lists, their items and the action connectors of a file; none in a file that is not JSON. */
export function readExportParts(source: Source): ExportParts {
  const documents = fileKindOf(source.text) === "json" ? readJsonDocuments(source).documents : [];
  const ofKind = (kind: DocumentKind) => documents.filter((one) => kindOf(one) === kind).map(({ value }) => value);
  return { lists: ofKind("exception list"), items: ofKind("exception item"), connectors: ofKind("action connector") };
}

/** Only the lists of these ids, and their items; connectors belong to no list. */
export function partsOfLists(parts: ExportParts, listIds: ReadonlySet<string>): ExportParts {
  const isNamed = (part: PlainObject) => listIds.has(stringIn(part, "list_id") ?? "");
  return { lists: parts.lists.filter(isNamed), items: parts.items.filter(isNamed), connectors: [] };
}

/** The parts of several files; what is word for word in two of them is there once. */
export function joinParts(parts: readonly ExportParts[]): ExportParts {
  return {
    lists: distinct(parts.flatMap(({ lists }) => lists)),
    items: distinct(parts.flatMap(({ items }) => items)),
    connectors: distinct(parts.flatMap(({ connectors }) => connectors)),
  };
}

function distinct(documents: readonly PlainObject[]): PlainObject[] {
  return [...new Map(documents.map((document) => [printPlain(document), document])).values()];
}
