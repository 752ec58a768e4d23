import { emptyObject } from "../ecs/value.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { apiDocument } from "./apiDocument.ts";
import { problem } from "./document.ts";
import { fileKindOf } from "./fileKind.ts";
import { labelOfRule } from "./labelOfRule.ts";
import { type Path, printPath } from "./places.ts";
import { listIn, objectsIn, type PlainObject, type PlainValue, stringIn } from "./plain.ts";
import { lostText, printToml } from "./printToml.ts";
import { readToml } from "./readToml.ts";
import type { Rule } from "./rule.ts";
import { differences } from "./sameDocument.ts";

export interface WriteTomlOptions {
  /** The day for `creation_date` and `updated_date` of a rule that names none, as `2026/03/10`. */
  readonly day: string;
}

/** A rule as text, and what of it the text does not hold. */
export interface WrittenRule {
  readonly text: string;
  /** Warnings: a value is left out that counts as absent anyway, or reads otherwise. Errors: the text is another rule. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A rule as a file in detection-rules' format: `[metadata]`, `[transform]`, `[rule]` (detection-rules, `rule_formatter.py`).
 *
 * A rule that was read from TOML keeps these tables as they are, but for comments and layout. Of any other its API
 * document becomes `[rule]`, `new_terms` folded, with the metadata that detection-rules gives an imported rule. The text is
 * read again: every value that the API document of that lacks or has otherwise is named in the diagnostics, so nothing
 * is dropped in silence.
 */
export function writeToml(rule: Rule, options: WriteTomlOptions): WrittenRule {
  const { text, lost } = printToml(tablesOf(rule, options));
  const label = labelOfRule(rule);
  const diagnostics = lost.map((value) =>
    problem("RULE041", value.isNull ? "warning" : "error", lostText(value), label),
  );
  for (const path of changedPaths(rule, text)) {
    if (lost.some((value) => isWithin(value.path, ["rule", ...path]))) continue;
    const message = `\`${printPath(path)}\` reads otherwise in TOML`;
    diagnostics.push(problem("RULE042", "warning", message, label, whyOf(path)));
  }
  return { text, diagnostics };
}

/** A list that one value of cannot be written is not written, so it is the list that differs. */
function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, at) => path[at] === step);
}

/** Where the API document of the text differs from the rule's; everywhere, should the text not be readable. */
function changedPaths({ parameters }: Rule, text: string): Path[] {
  const { document } = readToml({ name: "", text });
  return differences(parameters as PlainObject, document === undefined ? emptyObject() : apiDocument(document));
}

/** detection-rules changes some keys of a TOML rule on their way to the API, which {@link apiDocument} follows. */
function whyOf(path: Path): string {
  const [key] = path;
  if (key === "note" || key === "setup") return "the `## Setup` section of a note becomes the rule's `setup`";
  if (key === "threat") return "a tactic without `technique` gets an empty list of them";
  if (key === "threat_mappings") return "detection-rules does not send `threat_mappings` to Kibana";
  if (key === "author") return "detection-rules asks for an author; an empty list is Kibana's default";
  return "compare the rule before and after";
}

function tablesOf(rule: Rule, options: WriteTomlOptions): PlainObject {
  const written = fileKindOf(rule.source.text) === "toml" ? readToml(rule.source).document?.value : undefined;
  const tables = emptyObject();
  if (written !== undefined) {
    for (const key of new Set(["metadata", "transform", "rule", ...Object.keys(written)]))
      if (written[key] !== undefined) tables[key] = written[key];
    return tables;
  }
  tables["metadata"] = metadataOf(rule.parameters as PlainObject, options);
  tables["rule"] = withAuthor(foldNewTerms(rule.parameters as PlainObject));
  return tables;
}

/** What detection-rules writes for a rule from Kibana (`TOMLRuleContents.from_rule_resource`); its days are the rule's. */
function metadataOf(api: PlainObject, { day }: WriteTomlOptions): PlainObject {
  const packages = (objectsIn(api, "related_integrations") ?? []).flatMap((each) => stringIn(each, "package") ?? []);
  const metadata = emptyObject();
  metadata["creation_date"] = dayOf(stringIn(api, "created_at")) ?? day;
  metadata["updated_date"] = dayOf(stringIn(api, "updated_at")) ?? day;
  metadata["maturity"] = "development";
  if (packages.length > 0) metadata["integration"] = [...new Set(packages)];
  return metadata;
}

function dayOf(time: string | undefined): string | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})T/.exec(time ?? "");
  return found === null ? undefined : found.slice(1).join("/");
}

/** detection-rules asks for the key; Kibana takes an empty list where there is none. */
function withAuthor(rule: PlainObject): PlainObject {
  return rule["author"] === undefined ? Object.assign(emptyObject(), rule, { author: [] }) : rule;
}

/** The reverse of what {@link apiDocument} does with `[rule.new_terms]`; other shapes stay as they are. */
function foldNewTerms(api: PlainObject): PlainObject {
  const fields = listIn(api, "new_terms_fields");
  const start = stringIn(api, "history_window_start");
  if (fields === undefined || start === undefined || api["new_terms"] !== undefined) return api;
  const folded = emptyObject();
  for (const [key, value] of Object.entries(api)) {
    if (key === "new_terms_fields") folded["new_terms"] = newTerms(fields, start);
    else if (key !== "history_window_start") folded[key] = value;
  }
  return folded;
}

function newTerms(fields: readonly PlainValue[], start: string): PlainObject {
  const history = tableOf({ field: "history_window_start", value: start });
  return tableOf({ field: "new_terms_fields", value: [...fields], history_window_start: [history] });
}

function tableOf(members: Readonly<Record<string, PlainValue>>): PlainObject {
  return Object.assign(emptyObject(), members);
}
