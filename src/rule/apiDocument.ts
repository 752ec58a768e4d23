import { emptyObject } from "../ecs/value.ts";
import type { Document } from "./document.ts";
import { renderPlugins } from "./investigationPlugins.ts";
import { objectIn, objectsIn, type PlainObject, stringIn, stringsIn } from "./plain.ts";
import { splitSetup } from "./splitSetup.ts";

/**
 * The rule as Kibana's API takes it.
 *
 * A JSON document is that already. Of a TOML file it is `[rule]` with detection-rules' own changes: `new_terms`
 * spelled out, `technique` defaulting to an empty list, `threat_mappings` left out, a setup section moved out of the
 * note, and the plug-ins of `[transform]` written into it (elastic-rules facts §2). `required_fields`,
 * `related_integrations` and `version`, which detection-rules derives from other files, are not added.
 */
export function apiDocument(document: Document): PlainObject {
  if (document.format === "json") return document.value;
  const api = copyOf(objectIn(document.value, "rule") ?? emptyObject());
  delete api["threat_mappings"];
  const threats = objectsIn(api, "threat");
  if (threats !== undefined) api["threat"] = threats.map(withTechnique);
  spellOutNewTerms(api);
  renderNote(api, objectIn(document.value, "transform"));
  return api;
}

function copyOf(object: PlainObject): PlainObject {
  return Object.assign(emptyObject(), object);
}

function withTechnique(threat: PlainObject): PlainObject {
  const copy = copyOf(threat);
  copy["technique"] ??= [];
  return copy;
}

function spellOutNewTerms(api: PlainObject): void {
  const terms = objectIn(api, "new_terms");
  if (terms === undefined) return;
  delete api["new_terms"];
  api["new_terms_fields"] = [...(stringsIn(terms, "value") ?? [])];
  const start = objectsIn(terms, "history_window_start")?.[0];
  const value = start && stringIn(start, "value");
  if (value !== undefined) api["history_window_start"] = value;
}

function renderNote(api: PlainObject, transform: PlainObject | undefined): void {
  const note = stringIn(api, "note");
  if (note === undefined) return;
  const rendered = transform === undefined ? note : renderPlugins(note, transform);
  const split = stringIn(api, "setup") === undefined ? splitSetup(rendered) : undefined;
  api["note"] = split?.note ?? rendered;
  if (split !== undefined) api["setup"] = split.setup;
}
