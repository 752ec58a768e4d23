import type { Catalogue, Field, FieldType } from "../../../ecs/field.ts";
import type { Column } from "../checked.ts";
import type { EsqlType } from "../value.ts";
import type { CheckContext } from "./checkContext.ts";

/**
 * The type of a mapped field's column (esql/_snippets/…/types: `constant_keyword` and `wildcard` are keyword, the small
 * numbers widen); undefined for what is no column at all.
 */
const types: Readonly<Record<FieldType, EsqlType | undefined>> = {
  keyword: "keyword",
  constant_keyword: "keyword",
  wildcard: "keyword",
  text: "text",
  match_only_text: "text",
  ip: "ip",
  date: "datetime",
  date_nanos: "date_nanos",
  long: "long",
  integer: "integer",
  short: "integer",
  byte: "integer",
  unsigned_long: "unsigned_long",
  double: "double",
  float: "double",
  half_float: "double",
  scaled_float: "double",
  boolean: "boolean",
  version: "version",
  geo_point: "geo_point",
  flattened: "unsupported",
  unsupported: "unsupported",
  object: undefined,
  nested: undefined,
};

/**
 * The column of a mapped field, made when first mentioned; undefined where FROM has none of that name.
 *
 * Objects and nested fields are no columns, nor is anything below a nested or a flattened field: Elasticsearch's
 * `_field_caps`, which FROM asks, does not list them (esql-limitations.md).
 */
export function sourceColumn(context: CheckContext, name: string): Column | undefined {
  const known = context.sourceColumns.get(name);
  if (known !== undefined) return known.column;
  const { catalogue } = context.options;
  const field = catalogue.field(name);
  const type = field === undefined ? undefined : types[field.type];
  if (field === undefined || type === undefined || closedParent(catalogue, name) !== undefined) return undefined;
  const column = context.newColumn(name, type);
  context.sourceColumns.set(name, { column, field });
  return column;
}

/** Whether FROM has a readable column of that name, without making it. */
export function isReadable(catalogue: Catalogue, name: string): boolean {
  const type = types[catalogue.field(name)?.type ?? "object"];
  return type !== undefined && type !== "unsupported" && closedParent(catalogue, name) === undefined;
}

/** The nested or flattened field that a name lies below, if any. */
export function closedParent(catalogue: Catalogue, name: string): Field | undefined {
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const parent = catalogue.field(name.slice(0, dot));
    if (parent?.type === "nested" || parent?.type === "flattened") return parent;
  }
  return undefined;
}
