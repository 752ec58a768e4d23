import { type Field, type FieldFamily, type FieldType, familyOf } from "../../ecs/field.ts";

/** The type of an expression: what it may be combined with, and what Elasticsearch calls it in messages. */
export interface ExpressionType {
  readonly family: FieldFamily | "null";
  /** Elasticsearch's name of the type: `keyword`, `long`, `datetime`. */
  readonly name: string;
}

export const stringType: ExpressionType = { family: "string", name: "keyword" };
export const integerType: ExpressionType = { family: "number", name: "integer" };
export const longType: ExpressionType = { family: "number", name: "long" };
export const doubleType: ExpressionType = { family: "number", name: "double" };
export const booleanType: ExpressionType = { family: "boolean", name: "boolean" };
export const nullType: ExpressionType = { family: "null", name: "null" };

const integralNames: ReadonlySet<string> = new Set(["integer", "long", "unsigned_long", "short", "byte"]);
const queryNames: Partial<Record<FieldType, string>> = {
  constant_keyword: "keyword",
  date: "datetime",
  date_nanos: "datetime",
  match_only_text: "text",
  wildcard: "keyword",
};

/** The type of a field as it is read. */
export function typeOfField(field: Field): ExpressionType {
  return { family: familyOf(field.type), name: queryNames[field.type] ?? field.type };
}

/** Whether numbers of the type have no fraction, so that their division truncates (eql facts §6). */
export function isIntegral(type: ExpressionType): boolean {
  return integralNames.has(type.name);
}

/**
 * Whether two types may meet in an `in` list or in one join key: equal, both strings, both numbers, or one of them null
 * (eql facts §3).
 */
export function areCompatible(a: ExpressionType, b: ExpressionType): boolean {
  return a.family === b.family || a.family === "null" || b.family === "null";
}

/** The type of a calculation on two numbers. */
export function widerNumber(a: ExpressionType, b: ExpressionType): ExpressionType {
  if (!isIntegral(a) || !isIntegral(b)) return doubleType;
  return a.name === "integer" && b.name === "integer" ? integerType : longType;
}

/** The type of an integer as it is written: an int if 32 bits hold it, else a long (eql facts §1). */
export function typeOfInteger(value: number | bigint): ExpressionType {
  return typeof value === "number" && value < 2 ** 31 ? integerType : longType;
}
