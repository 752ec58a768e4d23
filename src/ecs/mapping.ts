import type { Diagnostic } from "../text/diagnostic.ts";
import { catalogueOf } from "./catalogue.ts";
import { type Catalogue, type Field, type FieldType, familyOf } from "./field.ts";
import { type FieldDefinition, mappedFields } from "./mappedField.ts";
import { MappingReports } from "./mappingReports.ts";
import { overlay } from "./overlay.ts";

/**
 * An index's mapping as Elasticsearch's mapping APIs take and give it: `{ properties }`, `{ mappings: { properties } }`,
 * or one such object an index, under the index's name.
 */
export type Mapping = Readonly<Record<string, unknown>>;

export interface MappingResult {
  readonly catalogue: Catalogue;
  /** `MAP0xx`, without labels: a mapping is a value, so messages name the field. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What every index has beside its mapping's fields. */
const metadata: readonly Field[] = [
  { name: "_id", type: "keyword" },
  { name: "_index", type: "keyword" },
];

/** Bounds of ours; Elasticsearch's own defaults are 20 and 1,000. */
const deepest = 100;
const mostFields = 100_000;

/**
 * The catalogue of a mapping.
 *
 * Multi-fields, aliases, dotted names, objects, nested and flattened fields answer as in Elasticsearch; so do the
 * metadata fields `_id` and `_index`. Of several indices the fields are taken together; one that has incompatible types
 * in them can be used in no query, as there. What the mapping has and this does not is reported, never thrown: unknown
 * types, runtime fields, parameters that change what matches.
 */
export function mappingCatalogue(mapping: unknown): MappingResult {
  const reader = new MappingReader();
  const roots = rootsOf(mapping);
  if (roots === undefined) {
    const help = "pass what `GET index/_mapping` answers, or an object with `properties`";
    reader.reports.add({ code: "MAP001", severity: "error", message: "not an Elasticsearch mapping", help });
  }
  for (const root of roots ?? []) reader.read(root);
  return { catalogue: reader.catalogue(), diagnostics: reader.reports.diagnostics };
}

/** The parts of a mapping's root that are not indices' names. */
const rootKeys: ReadonlySet<string> = new Set(
  "_data_stream_timestamp _doc_count _field_names _meta _routing _size _source date_detection dynamic dynamic_date_formats dynamic_templates enabled numeric_detection properties runtime subobjects".split(
    " ",
  ),
);

function rootsOf(mapping: unknown): FieldDefinition[] | undefined {
  if (!isObject(mapping)) return undefined;
  if (isObject(mapping["properties"]) || Object.keys(mapping).every((key) => rootKeys.has(key))) return [mapping];
  if (isObject(mapping["mappings"])) return [mapping["mappings"]];
  const roots = Object.values(mapping).map((index) => (isObject(index) ? index["mappings"] : undefined));
  return roots.every(isObject) ? roots : undefined;
}

function isObject(value: unknown): value is FieldDefinition {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A definition that is still to be read. */
interface Pending {
  readonly name: string;
  readonly definition: unknown;
  readonly depth: number;
}

interface Alias {
  readonly name: string;
  readonly target: unknown;
}

/** Reads one mapping after another into one set of fields; iterative, so that any depth will do. */
class MappingReader {
  readonly reports = new MappingReports();
  readonly #fields = new Map<string, Field>();
  readonly #aliases: Alias[] = [];

  read(root: FieldDefinition): void {
    this.#noteRoot(root);
    const pending = childrenOf(root, "", 1);
    while (pending.length > 0) {
      if (this.#fields.size + this.#aliases.length >= mostFields) {
        this.#tooLarge(`more than ${mostFields} fields`);
        return;
      }
      this.#readField(pending.pop()!, pending);
    }
  }

  catalogue(): Catalogue {
    const fields = catalogueOf([...this.#fields.values(), ...metadata]);
    const targets = new Map<string, Field>();
    for (const alias of this.#aliases) targets.set(alias.name, this.#targetOf(alias, fields));
    const names = [...targets.keys()].sort();
    return targets.size === 0 ? fields : overlay(fields, { field: (name) => targets.get(name), names: () => names });
  }

  #readField({ name, definition, depth }: Pending, pending: Pending[]): void {
    if (!isObject(definition) || name.split(".").includes("")) this.#unreadable(name);
    else if (depth > deepest) this.#tooLarge(`fields deeper than ${deepest} objects`);
    else if (definition["type"] === "alias") this.#aliases.push({ name, target: definition["path"] });
    else if (!isStructure(definition)) {
      for (const field of mappedFields(name, definition, this.reports)) this.#add(field);
    } else if (String(definition["enabled"]) !== "false") {
      // What lies in a disabled object is kept in documents and cannot be searched.
      this.#add({ name, type: definition["type"] === "nested" ? "nested" : "object" });
      pending.push(...childrenOf(definition, `${name}.`, depth + 1));
    }
  }

  #add(field: Field): void {
    const known = this.#fields.get(field.name);
    this.#fields.set(field.name, known === undefined ? field : this.#merged(known, field));
  }

  /** One field of two indices (EsIndex of QL's IndexResolver; strings that match exactly are one type there). */
  #merged(known: Field, other: Field): Field {
    if (known.type === other.type) {
      if (known.constant === other.constant) return known;
      return withoutConstant(known);
    }
    if (isExact(known.type) && isExact(other.type)) return { ...withoutConstant(known), type: "keyword" };
    if (known.type === "unsupported") return known;
    this.reports.add({
      code: "MAP005",
      message: `field [${known.name}] is mapped as [2] incompatible types: [${known.type}], [${other.type}]`,
      help: "queries that name the field are refused, as Elasticsearch refuses them",
    });
    return { name: known.name, type: "unsupported" };
  }

  #targetOf({ name, target }: Alias, fields: Catalogue): Field {
    const field = typeof target === "string" ? fields.field(target) : undefined;
    const family = field && familyOf(field.type);
    if (field !== undefined && family !== "object" && !liesInNested(field.name, fields)) return field;
    this.reports.add({
      code: "MAP004",
      message: `alias [${name}] leads to no field that a query can use: [${String(target)}]`,
      help: "the `path` of an alias is the full name of a field that holds values",
    });
    return { name, type: "unsupported" };
  }

  #noteRoot({ runtime, dynamic, dynamic_templates: templates }: FieldDefinition): void {
    if (isObject(runtime) && Object.keys(runtime).length > 0) {
      const names = Object.keys(runtime).slice(0, 5).join(", ");
      const help = "runtime fields are scripts, which do not run here: map the field, or leave it out of the query";
      this.reports.add({ code: "MAP007", severity: "note", message: `runtime fields are left out: [${names}]`, help });
    }
    const grows = templates !== undefined || String(dynamic) === "true" || dynamic === "runtime";
    if (!grows) return;
    const message = "the mapping is dynamic: fields that documents would add to it are not known";
    this.reports.add({ code: "MAP008", severity: "note", message, help: "pass the mapping as the index has it now" });
  }

  #unreadable(name: string): void {
    const help = "a definition is an object with a `type`, a name has no empty part";
    this.reports.add({ code: "MAP003", message: `field [${name}] has no readable definition`, help });
  }

  #tooLarge(what: string): void {
    this.reports.add({ code: "MAP009", severity: "error", message: `the mapping has ${what}` });
  }
}

/** Last first, so that the first is the next to be taken. */
function childrenOf({ properties }: FieldDefinition, prefix: string, depth: number): Pending[] {
  if (!isObject(properties)) return [];
  const children = Object.entries(properties).map(([key, definition]) => ({ name: prefix + key, definition, depth }));
  return children.reverse();
}

/** Objects, which may leave their type out (Elasticsearch, ObjectMapper.TypeParser). */
function isStructure(definition: FieldDefinition): boolean {
  const { type } = definition;
  if (type !== undefined) return type === "object" || type === "nested";
  return isObject(definition["properties"]) || Object.keys(definition).join() === "enabled";
}

function withoutConstant({ constant, ...field }: Field): Field {
  return field;
}

function isExact(type: FieldType): boolean {
  return type === "keyword" || type === "constant_keyword" || type === "wildcard";
}

function liesInNested(name: string, fields: Catalogue): boolean {
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    if (fields.field(name.slice(0, dot))?.type === "nested") return true;
  }
  return false;
}
