import { emptyObject } from "../ecs/value.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { problem } from "./document.ts";
import type { ExportParts } from "./exportParts.ts";
import { labelOfRule } from "./labelOfRule.ts";
import { printPath } from "./places.ts";
import { objectsIn, type PlainObject, stringIn } from "./plain.ts";
import { printPlain } from "./printPlain.ts";
import type { Rule } from "./rule.ts";
import { unwritableNumbers } from "./unwritableNumbers.ts";

export interface WrittenExport {
  readonly text: string;
  /** Errors: JSON cannot hold a value, and the rule is not in the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Rules as Kibana's `_export` writes them, an object a line: the rules' API documents, each exception list and its items,
 * action connectors, and the details of the export (kibana …/logic/export/get_export_{by_object_ids,details_ndjson}.ts).
 *
 * Lists that the rules name and `parts` has not are counted as missing in the details. Value lists are no part of an
 * export.
 */
export function writeNdjson(rules: readonly Rule[], parts: ExportParts): WrittenExport {
  const faults = rules.map((rule) => ({ rule, diagnostics: unwritable(rule) }));
  const written = faults.flatMap(({ rule, diagnostics }) => (diagnostics.length === 0 ? [rule] : []));
  const lines = [
    ...written.map(({ parameters }) => parameters as PlainObject),
    ...writePartLines(parts),
    detailsOf(written, parts),
  ];
  return {
    text: lines.map((line) => `${printPlain(line)}\n`).join(""),
    diagnostics: faults.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** The exception lists, each before its items, then the items without a list, then connectors; the order of an export. */
export function writePartLines({ lists, items, connectors }: ExportParts): PlainObject[] {
  const ofList = new Map<string, PlainObject[]>();
  for (const item of items) {
    const id = stringIn(item, "list_id") ?? "";
    const known = ofList.get(id);
    if (known === undefined) ofList.set(id, [item]);
    else known.push(item);
  }
  const listed = lists.flatMap((list) => {
    const id = stringIn(list, "list_id") ?? "";
    const own = ofList.get(id) ?? [];
    ofList.delete(id);
    return [list, ...own];
  });
  return [...listed, ...[...ofList.values()].flat(), ...connectors];
}

/** TOML has infinity and NaN; JSON has not. */
function unwritable(rule: Rule): Diagnostic[] {
  const label = labelOfRule(rule);
  return unwritableNumbers(rule.parameters as PlainObject).map((path) =>
    problem("RULE041", "error", `\`${printPath(path)}\` cannot be written: JSON has no such number`, label),
  );
}

/** The last line, keys in Kibana's order; what is missing are lists, for every rule was found. */
function detailsOf(rules: readonly Rule[], { lists, items, connectors }: ExportParts): PlainObject {
  const missing = missingLists(rules, lists);
  const details: PlainObject = {
    exported_count: rules.length + lists.length + items.length + connectors.length,
    exported_rules_count: rules.length,
    missing_rules: [],
    missing_rules_count: 0,
    exported_exception_list_count: lists.length,
    exported_exception_list_item_count: items.length,
    missing_exception_list_item_count: 0,
    missing_exception_list_items: [],
    missing_exception_lists: missing.map((id) => Object.assign(emptyObject(), { list_id: id })),
    missing_exception_lists_count: missing.length,
    exported_action_connector_count: connectors.length,
    missing_action_connection_count: 0,
    missing_action_connections: [],
    excluded_action_connection_count: 0,
    excluded_action_connections: [],
  };
  return Object.assign(emptyObject(), details);
}

/** The lists that rules name and that are not there, sorted. */
export function missingLists(rules: readonly Rule[], lists: readonly PlainObject[]): string[] {
  const there = new Set(lists.map((list) => stringIn(list, "list_id")));
  return [...new Set(rules.flatMap(listsNamed))].filter((id) => !there.has(id)).sort();
}

/** The `list_id` of each exception list that a rule names. */
export function listsNamed({ parameters }: Rule): string[] {
  const references = objectsIn(parameters as PlainObject, "exceptions_list") ?? [];
  return references.flatMap((reference) => stringIn(reference, "list_id") ?? []);
}
