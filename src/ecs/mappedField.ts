import { didYouMean } from "../text/didYouMean.ts";
import type { Field, FieldType } from "./field.ts";
import type { MappingReports } from "./mappingReports.ts";
import type { Scalar } from "./value.ts";

/** A field's definition in a mapping: `type` and its parameters. */
export type FieldDefinition = Readonly<Record<string, unknown>>;

/** The types that hold values, as a mapping writes them. */
const readableTypes: ReadonlySet<string> = new Set<FieldType>([
  "keyword",
  "constant_keyword",
  "wildcard",
  "text",
  "match_only_text",
  "ip",
  "date",
  "date_nanos",
  "long",
  "integer",
  "short",
  "byte",
  "unsigned_long",
  "double",
  "float",
  "half_float",
  "scaled_float",
  "boolean",
  "version",
  "flattened",
  "geo_point",
]);

/** Types that Elasticsearch has and that EQL cannot read there either (QL, DataTypes: unsupported). */
const otherTypes: ReadonlySet<string> = new Set(
  `aggregate_metric_double annotated_text binary completion counted_keyword date_range dense_vector double_range
  float_range geo_shape histogram integer_range ip_range join long_range murmur3 passthrough percolator point
  rank_feature rank_features rank_vectors search_as_you_type semantic_text shape sparse_vector token_count`.split(
    /\s+/,
  ),
);

const structureTypes = ["alias", "nested", "object"];
const exactTypes: ReadonlySet<string> = new Set(["keyword", "constant_keyword", "wildcard"]);

/** Date formats that read no more than what the default format does. */
const readFormats: ReadonlySet<string> = new Set(
  `strict_date_optional_time strict_date_optional_time_nanos epoch_millis strict_date_time strict_date_time_no_millis
  strict_date strict_year_month_day strict_year_month strict_year strict_date_hour_minute_second
  strict_date_hour_minute_second_millis strict_date_hour_minute_second_fraction strict_date_hour_minute`.split(/\s+/),
);

/**
 * The field that a definition makes, and its multi-fields, which read the same values of a document.
 *
 * Parameters that change what a condition finds and that are not kept here are reported (MAP006); a type that is not
 * known makes a field that no condition can use (MAP002).
 */
export function mappedFields(name: string, definition: FieldDefinition, reports: MappingReports): Field[] {
  const own = mappedField(name, definition, reports);
  const subFields = multiFields(name, definition, reports);
  if (own.type !== "text" && own.type !== "match_only_text") return [own, ...subFields];
  const keyword = exactSubField(own, subFields, reports);
  return [keyword === undefined ? own : { ...own, keyword }, ...subFields];
}

function multiFields(name: string, { fields }: FieldDefinition, reports: MappingReports): Field[] {
  if (typeof fields !== "object" || fields === null) return [];
  return Object.entries(fields).flatMap(([key, definition]) => {
    if (typeof definition !== "object" || definition === null) return [];
    return [{ ...mappedField(`${name}.${key}`, definition as FieldDefinition, reports), path: name }];
  });
}

/** The keyword through which a text field is matched exactly; with several of them Elasticsearch does not choose. */
function exactSubField(text: Field, subFields: readonly Field[], reports: MappingReports): string | undefined {
  const exact = subFields.filter(({ type }) => exactTypes.has(type)).map(({ name }) => name);
  if (exact.length > 1) {
    reports.add({
      code: "MAP010",
      message: `multiple exact keyword candidates [${exact.join(", ")}] available for [${text.name}]`,
      help: "name one of them in the query",
    });
  }
  return exact.length === 1 ? exact[0] : undefined;
}

function mappedField(name: string, definition: FieldDefinition, reports: MappingReports): Field {
  const { type, ignore_above: ignoreAbove, null_value: nullValue, scaling_factor: scalingFactor, value } = definition;
  if (typeof type !== "string" || !readableTypes.has(type)) return unsupportedField(name, type, reports);
  reportParameters(name, definition, reports);
  return {
    name,
    type: type as FieldType,
    ...(isCount(ignoreAbove) ? { ignoreAbove } : {}),
    ...(isScalar(nullValue) ? { nullValue } : {}),
    ...(type === "scaled_float" && isPositive(scalingFactor) ? { scalingFactor } : {}),
    ...(type === "constant_keyword" && isScalar(value) ? { constant: String(value) } : {}),
  };
}

function unsupportedField(name: string, type: unknown, reports: MappingReports): Field {
  const written = typeof type === "string" ? type : "";
  if (otherTypes.has(written)) {
    const message = `type [${written}] of field [${name}] is not supported`;
    reports.add({ code: "MAP002", severity: "note", message, help: "queries that name the field are refused" });
    return { name, type: "unsupported" };
  }
  const near = didYouMean(written, [...readableTypes, ...structureTypes]).map((word) => `\`${word}\``);
  reports.add({
    code: "MAP002",
    message: written === "" ? `no type specified for field [${name}]` : `unknown type [${written}] of field [${name}]`,
    ...(near.length > 0 ? { help: `did you mean ${near.join(" or ")}?` } : {}),
  });
  return { name, type: "unsupported" };
}

function reportParameters(name: string, definition: FieldDefinition, reports: MappingReports): void {
  const { type, format, normalizer, copy_to: copyTo } = definition;
  if (typeof format === "string" && !format.split("||").every((part) => readFormats.has(part.trim()))) {
    const help = "dates are read as strict_date_optional_time||epoch_millis; others count as missing";
    reports.add({ code: "MAP006", message: `date format [${format}] of field [${name}] is not kept`, help });
  }
  if (type === "keyword" && normalizer !== undefined) {
    const help = "values are compared as the documents write them";
    reports.add({ code: "MAP006", message: `normalizer [${String(normalizer)}] of field [${name}] is not kept`, help });
  }
  if (copyTo !== undefined) {
    const help = "the fields it names have the values that documents give them and no others";
    reports.add({ code: "MAP006", message: `copy_to of field [${name}] is not kept`, help });
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function isScalar(value: unknown): value is Scalar {
  return ["string", "number", "bigint", "boolean"].includes(typeof value);
}
