import type { FunctionName } from "../../predicate/predicate.ts";
import { booleanType, doubleType, type ExpressionType, integerType, stringType } from "./expressionType.ts";

/** What an argument must be; `any` is everything that a keyword or a column of its own can give. */
export type ParameterType = "string" | "number" | "integer" | "boolean" | "ip" | "any";

export interface Parameter {
  readonly type: ParameterType;
  /** Whether a field may not stand here. */
  readonly constant?: true;
  /** Whether null leaves the function with a value: it then takes the parameter's default. */
  readonly nullable?: true;
}

/** What the checker knows of a function; what it computes stands in predicate/functions.ts. */
export interface Signature {
  readonly name: FunctionName;
  readonly parameters: readonly Parameter[];
  /** How many of the parameters may be left out, from the last. */
  readonly optional: number;
  /** Whether the last parameter may be repeated. */
  readonly repeats: boolean;
  /** Whether `~` after the name means anything. */
  readonly ignoresCase: boolean;
  readonly returns: ExpressionType | "wider number";
}

const text: Parameter = { type: "string" };
const number: Parameter = { type: "number" };
const integer: Parameter = { type: "integer" };

function signature(
  name: FunctionName,
  parameters: readonly Parameter[],
  returns: Signature["returns"],
  more: Partial<Pick<Signature, "optional" | "repeats" | "ignoresCase">> = {},
): Signature {
  return { name, parameters, returns, optional: 0, repeats: false, ignoresCase: false, ...more };
}

/** The sixteen functions of EQL, nothing else (eql facts §7). */
export const signatures: readonly Signature[] = [
  signature("add", [number, number], "wider number"),
  signature("between", [text, text, text, { type: "boolean" }], stringType, { optional: 1, ignoresCase: true }),
  signature("cidrMatch", [{ type: "ip" }, { type: "string", constant: true }], booleanType, { repeats: true }),
  signature("concat", [{ type: "any" }], stringType, { repeats: true }),
  signature("divide", [number, number], "wider number"),
  signature("endsWith", [text, text], booleanType, { ignoresCase: true }),
  signature("indexOf", [text, text, { ...integer, nullable: true }], integerType, { optional: 1, ignoresCase: true }),
  signature("length", [text], integerType),
  signature("modulo", [number, number], "wider number"),
  signature("multiply", [number, number], "wider number"),
  signature("number", [text, { ...integer, nullable: true }], doubleType, { optional: 1 }),
  signature("startsWith", [text, text], booleanType, { ignoresCase: true }),
  signature("string", [{ type: "any" }], stringType),
  signature("stringContains", [text, text], booleanType, { ignoresCase: true }),
  signature("substring", [text, { ...integer, nullable: true }, { ...integer, nullable: true }], stringType, {
    optional: 1,
  }),
  signature("subtract", [number, number], "wider number"),
];

const byName: ReadonlyMap<string, Signature> = new Map(
  signatures.map((known) => [known.name.toLowerCase(), known] as const),
);

/** The function of that name, in any case: `CONCAT` and `startswith` are functions too (eql facts §1). */
export function signatureOf(name: string): Signature | undefined {
  return byName.get(name.toLowerCase());
}

/** The parameter that an argument is for; undefined for an argument too many. */
export function parameterAt(signature: Signature, index: number): Parameter | undefined {
  return signature.parameters[index] ?? (signature.repeats ? signature.parameters.at(-1) : undefined);
}

/** What to write for a function of Endgame's EQL that Elasticsearch does not have. */
export const legacyFunctions: ReadonlyMap<string, string> = new Map([
  ["wildcard", 'write `field like~ ("pattern*", …)`'],
  ["match", 'write `field regex~ ("pattern", …)`'],
  ["matchlite", 'write `field regex~ ("pattern", …)`'],
  ["arraycontains", "write `field == value`: a condition holds if any value of an array satisfies it"],
  ["arraysearch", "write the condition on the field itself: it holds if any value of an array satisfies it"],
  ["arraycount", "the values of an array cannot be counted; a condition holds if any value satisfies it"],
  ["safe", "leave `safe(…)` away: a missing field makes an expression null, never an error"],
]);
