import type { Scalar } from "./value.ts";

/** Elasticsearch's mapping types, as far as ECS and the integrations use them. */
export type FieldType =
  | "keyword"
  | "constant_keyword"
  | "wildcard"
  | "text"
  | "match_only_text"
  | "ip"
  | "date"
  | "date_nanos"
  | "long"
  | "integer"
  | "short"
  | "byte"
  | "unsigned_long"
  | "double"
  | "float"
  | "half_float"
  | "scaled_float"
  | "boolean"
  | "version"
  | "flattened"
  | "object"
  | "nested"
  | "geo_point"
  /** Mapped, but with a type that no condition can read. */
  | "unsupported";

/** A field of the mapping. `name` is the full dotted path. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Strings longer than this many characters are not indexed, so no condition sees them (`ignore_above`). */
  readonly ignoreAbove?: number;
  /** Name of the keyword sub-field of a `text` field. */
  readonly keyword?: string;
  /** Where documents hold the values, if not under the name: a multi-field's parent. */
  readonly path?: string;
  /** What a `constant_keyword` field has in every document, even where the document lacks it. */
  readonly constant?: string;
  /** What an explicit null is indexed as (`null_value`); without it a null is no value. */
  readonly nullValue?: Scalar;
  /** Of a `scaled_float`: values are kept as whole multiples of its inverse. */
  readonly scalingFactor?: number;
  /**
   * The name is a pattern, `*` any run of characters, dots too; these are the objects below which it is looked for, and
   * the values are those of every leaf whose name it matches (KQL's wildcards in field names).
   */
  readonly patternWithin?: readonly string[];
  /** The name is that of a `nested` field, and the values are its elements, each as a JSON text (elements.ts). */
  readonly elements?: true;
}

/** How Elasticsearch's EQL groups types: what may be compared with what. */
export type FieldFamily = "string" | "number" | "boolean" | "date" | "ip" | "version" | "object";

const families: Record<FieldType, FieldFamily> = {
  keyword: "string",
  constant_keyword: "string",
  wildcard: "string",
  text: "string",
  match_only_text: "string",
  flattened: "string",
  ip: "ip",
  date: "date",
  date_nanos: "date",
  long: "number",
  integer: "number",
  short: "number",
  byte: "number",
  unsigned_long: "number",
  double: "number",
  float: "number",
  half_float: "number",
  scaled_float: "number",
  boolean: "boolean",
  version: "version",
  object: "object",
  nested: "object",
  geo_point: "object",
  unsupported: "object",
};

/** The family of a field's type; a leaf below a `flattened` field is a string. */
export function familyOf(type: FieldType): FieldFamily {
  return families[type];
}

/**
 * The fields that are mapped: ECS, the integrations' own, and those that the shipper adds.
 *
 * A field of the catalogue counts as mapped even when a document lacks it (eql facts §5).
 */
export interface Catalogue {
  /** The field of that full name; a path below a `flattened` field answers a keyword field of that path. */
  readonly field: (name: string) => Field | undefined;
  /** Every mapped name, sorted; leaves below flattened fields are not among them. */
  readonly names: () => readonly string[];
}
