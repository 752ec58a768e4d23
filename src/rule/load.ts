import type { Catalogue } from "../ecs/field.ts";
import { type Diagnostic, hasErrors } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { apiDocument } from "./apiDocument.ts";
import { type Document, labelAt, limitDiagnostics, problem } from "./document.ts";
import { kindOf } from "./documentKind.ts";
import { ExceptionLists } from "./exceptionLists.ts";
import { type FileKind, fileKindOf } from "./fileKind.ts";
import { limits } from "./limits.ts";
import { objectIn, stringIn } from "./plain.ts";
import { collectExceptionItems, type ExceptionDocument, type ExceptionItems } from "./readExceptionItems.ts";
import { readJsonDocuments } from "./readJsonDocuments.ts";
import { readToml } from "./readToml.ts";
import type { Rule } from "./rule.ts";
import { ruleOf } from "./ruleOf.ts";
import { validateRule } from "./validateRule.ts";

export interface LoadOptions {
  /** The fields that exceptions may name. */
  readonly catalogue: Catalogue;
  /** The values of a value list, or undefined when there is none of that id. */
  readonly valueLists: (id: string) => readonly string[] | undefined;
  /** Items of an exception list that the file itself does not hold, as {@link readExceptionItems} read them. */
  readonly exceptionItems?: (listId: string) => readonly ExceptionDocument[] | undefined;
  /** The rules are not to run: their exceptions are left alone, whether they could be applied or not. */
  readonly withoutExceptions?: boolean;
}

export interface LoadedRules {
  /** In file order; rules with errors are left out and named in the diagnostics. */
  readonly rules: Rule[];
  readonly diagnostics: Diagnostic[];
}

/**
 * The rules of one file, whatever its format: detection-rules' TOML, Kibana's NDJSON export, or JSON.
 *
 * The content decides, not the name. Rules of every type are loaded; {@link compileRule} says which can run. What is
 * not a rule (a hunt, a Sigma rule, anything else) is named in the diagnostics. Never throws; a rule with errors never
 * stops the others.
 */
export function loadRules(source: Source, options: LoadOptions): LoadedRules {
  const { rules, diagnostics } = loadFile(source, options);
  return { rules, diagnostics: limitDiagnostics(source, diagnostics) };
}

function loadFile(source: Source, options: LoadOptions): LoadedRules {
  const kind = fileKindOf(source.text);
  const most = kind === "json" ? limits.exportLength : limits.fileLength;
  if (source.text.length > most) return { rules: [], diagnostics: [tooLarge(source, most)] };
  if (kind === "toml") return loadToml(source, options);
  if (kind === "json") return loadJson(source, options);
  return { rules: [], diagnostics: [notRules(source, kind)] };
}

function tooLarge(source: Source, most: number): Diagnostic {
  const message = `the file has ${source.text.length} characters, more than ${most}`;
  return problem("RULE001", "error", message, startOf(source));
}

function notRules(source: Source, kind: Exclude<FileKind, "toml" | "json">): Diagnostic {
  if (kind === "sigma") return problem("RULE007", "warning", "Sigma rules are not yet supported", startOf(source));
  const message = kind === "empty" ? "the file is empty" : "not a rule file";
  const help = "rules are read as detection-rules TOML, Kibana NDJSON or JSON";
  return problem("RULE002", "error", message, startOf(source), help);
}

function startOf(source: Source) {
  return { source, span: { start: 0, end: Math.min(1, source.text.length) }, message: "" };
}

function loadToml(source: Source, options: LoadOptions): LoadedRules {
  const { document, diagnostics } = readToml(source);
  if (document === undefined) return { rules: [], diagnostics };
  if (objectIn(document.value, "rule") === undefined) return { rules: [], diagnostics: [noRule(document)] };
  return loadDocuments([document], ["rule"], new Map(), options);
}

function noRule(document: Document): Diagnostic {
  const hunt = objectIn(document.value, "hunt");
  if (hunt === undefined) {
    return problem("RULE002", "error", "not a rule file: it has no `[rule]` table", startOf(document.source));
  }
  const name = stringIn(hunt, "name") ?? "";
  return problem("RULE006", "note", `hunt \`${name}\` is not a rule`, labelAt(document, ["hunt"], "key"));
}

function loadJson(source: Source, options: LoadOptions): LoadedRules {
  const { documents, diagnostics } = readJsonDocuments(source);
  const ofKind = (kind: string) => documents.filter((document) => kindOf(document) === kind);
  const read = collectExceptionItems(ofKind("exception item"));
  const loaded = loadDocuments(ofKind("rule"), [], read.items, options);
  const others = [...ofKind("unknown").map(unknownObject), ...ofKind("export details").flatMap(missingParts)];
  return { rules: loaded.rules, diagnostics: [...diagnostics, ...read.diagnostics, ...loaded.diagnostics, ...others] };
}

function unknownObject(document: Document): Diagnostic {
  const { start } = labelAt(document, [], "value").span;
  const label = { source: document.source, span: { start, end: start + 1 }, message: "" };
  return problem("RULE030", "error", "this object is neither a rule nor another part of an export", label);
}

/** Kibana says in the last line of an export what it could not export. */
function missingParts(document: Document): Diagnostic[] {
  const counts = ["missing_rules_count", "missing_exception_lists_count", "missing_exception_list_item_count"];
  return counts.flatMap((key) => {
    const count = document.value[key];
    if (typeof count !== "number" || count === 0) return [];
    const what = key.slice("missing_".length, -"_count".length).replaceAll("_", " ");
    const message = `the export is incomplete: ${count} missing (${what})`;
    return [problem("RULE031", "warning", message, labelAt(document, [key], "key"))];
  });
}

function loadDocuments(
  documents: readonly Document[],
  path: readonly string[],
  items: ExceptionItems,
  options: LoadOptions,
): LoadedRules {
  const loaded: LoadedRules = { rules: [], diagnostics: [] };
  const { catalogue, valueLists } = options;
  const exceptionItems = (listId: string) => items.get(listId) ?? options.exceptionItems?.(listId);
  const lists =
    options.withoutExceptions === true ? undefined : new ExceptionLists({ catalogue, valueLists, exceptionItems });
  const places = new Map<string, Document>();
  for (const document of documents) {
    const { rule, diagnostics } = loadDocument(document, path, lists);
    loaded.diagnostics.push(...diagnostics);
    const first = rule && places.get(rule.id);
    if (first !== undefined) loaded.diagnostics.push(repeatedId(document, first, path, rule!.id));
    else if (rule !== undefined) {
      places.set(rule.id, document);
      loaded.rules.push(rule);
    }
  }
  return loaded;
}

function repeatedId(document: Document, first: Document, path: readonly string[], id: string): Diagnostic {
  const at = [...path, "rule_id"];
  const again = problem(
    "RULE008",
    "error",
    `rule_id \`${id}\` occurs twice`,
    labelAt(document, at, "value", "again here"),
  );
  return { ...again, labels: [...again.labels, labelAt(first, at, "value", "first here")] };
}

function loadDocument(
  document: Document,
  path: readonly string[],
  lists: ExceptionLists | undefined,
): { rule?: Rule; diagnostics: Diagnostic[] } {
  const diagnostics = validateRule(document, path);
  if (hasErrors(diagnostics)) return { diagnostics };
  const api = apiDocument(document);
  const exceptions = lists?.itemsOf(document, path, api) ?? { items: [], diagnostics: [] };
  diagnostics.push(...exceptions.diagnostics);
  if (hasErrors(exceptions.diagnostics)) return { diagnostics };
  return { rule: ruleOf(document, path, api, exceptions.items), diagnostics };
}
