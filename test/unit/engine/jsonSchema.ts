import { isDeepStrictEqual } from "node:util";

/** A JSON schema: true, false, or an object of keywords. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

type Check = (value: unknown, argument: unknown, place: Place) => string[];

/** Where in a document a check is, for its messages, and the schema that references are looked up in. */
interface Place {
  readonly root: Schema;
  readonly path: string;
  /** The schema that the keyword stands in, for keywords that ask for their neighbours. */
  readonly siblings: { readonly [keyword: string]: unknown };
}

/**
 * What of a value breaks a schema, in words with paths; none if it is valid.
 *
 * Knows the keywords of draft 2020-12 that our schemas use, and throws at any other, so that none is taken for kept.
 */
export function violations(schema: Schema, value: unknown, root: Schema = schema, path = ""): string[] {
  if (schema === true) return [];
  if (schema === false) return [`${path} must not be there`];
  return Object.entries(schema).flatMap(([keyword, argument]) => {
    if (annotations.has(keyword)) return [];
    const check = checks[keyword];
    if (check === undefined) throw new Error(`unknown keyword ${keyword}`);
    return check(value, argument, { root, path, siblings: schema });
  });
}

const annotations = new Set(["$schema", "$id", "$defs", "title", "description", "then", "else"]);

const checks: Readonly<Record<string, Check>> = {
  $ref: (value, name, { root, path }) => {
    const defs = (root as { $defs: Record<string, Schema> }).$defs;
    const target = defs[String(name).replace("#/$defs/", "")];
    if (target === undefined) throw new Error(`no such definition: ${name}`);
    return violations(target, value, root, path);
  },
  type: (value, types, { path }) =>
    [types].flat().some((type) => isOfType(value, String(type)))
      ? []
      : [`${path} is no ${[types].flat().join(" or ")}`],
  const: (value, wanted, { path }) =>
    isDeepStrictEqual(value, wanted) ? [] : [`${path} is not ${JSON.stringify(wanted)}`],
  enum: (value, items, { path }) =>
    (items as unknown[]).some((item) => isDeepStrictEqual(value, item))
      ? []
      : [`${path} is none of ${JSON.stringify(items)}`],
  required: (value, names, { path }) =>
    isObject(value)
      ? (names as string[]).filter((name) => !Object.hasOwn(value, name)).map((name) => `${path} lacks ${name}`)
      : [],
  properties: (value, schemas, { root, path }) =>
    isObject(value)
      ? Object.entries(schemas as Record<string, Schema>).flatMap(([name, schema]) =>
          Object.hasOwn(value, name) ? violations(schema, value[name], root, `${path}.${name}`) : [],
        )
      : [],
  additionalProperties: (value, schema, { root, path, siblings }) =>
    isObject(value)
      ? Object.keys(value)
          .filter((name) => !Object.hasOwn((siblings["properties"] ?? {}) as object, name))
          .flatMap((name) => violations(schema as Schema, value[name], root, `${path}.${name}`))
      : [],
  dependentRequired: (value, wanted, { path }) =>
    isObject(value)
      ? Object.entries(wanted as Record<string, string[]>).flatMap(([name, others]) =>
          Object.hasOwn(value, name)
            ? others
                .filter((other) => !Object.hasOwn(value, other))
                .map((other) => `${path} has ${name} but lacks ${other}`)
            : [],
        )
      : [],
  items: (value, schema, { root, path }) =>
    Array.isArray(value) ? value.flatMap((item, at) => violations(schema as Schema, item, root, `${path}[${at}]`)) : [],
  contains: (value, schema, { root, path }) =>
    !Array.isArray(value) || value.some((item) => violations(schema as Schema, item, root).length === 0)
      ? []
      : [`${path} holds none that is wanted`],
  minItems: (value, least, { path }) =>
    Array.isArray(value) && value.length < Number(least) ? [`${path} has too few items`] : [],
  maxItems: (value, most, { path }) =>
    Array.isArray(value) && value.length > Number(most) ? [`${path} has too many items`] : [],
  minLength: (value, least, { path }) =>
    typeof value === "string" && value.length < Number(least) ? [`${path} is too short`] : [],
  minimum: (value, least, { path }) =>
    typeof value === "number" && value < Number(least) ? [`${path} is too small`] : [],
  maximum: (value, most, { path }) =>
    typeof value === "number" && value > Number(most) ? [`${path} is too large`] : [],
  pattern: (value, pattern, { path }) =>
    typeof value === "string" && !new RegExp(String(pattern), "u").test(value)
      ? [`${path} does not match ${pattern}`]
      : [],
  allOf: (value, schemas, { root, path }) =>
    (schemas as Schema[]).flatMap((schema) => violations(schema, value, root, path)),
  anyOf: (value, schemas, { root, path }) =>
    (schemas as Schema[]).some((schema) => violations(schema, value, root).length === 0)
      ? []
      : [`${path} is nothing that is allowed`],
  if: (value, schema, { root, path, siblings }) => {
    const branch = violations(schema as Schema, value, root).length === 0 ? siblings["then"] : siblings["else"];
    return branch === undefined ? [] : violations(branch as Schema, value, root, path);
  },
};

function isOfType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
