import { type EsqlType, isMultivalue, type Value } from "../value.ts";
import { compareSingles } from "./comparison.ts";
import type { ScalarFunction } from "./scalarFunction.ts";
import {
  anything,
  isDate,
  isNumber,
  numericType,
  ordered,
  parameter,
  type ResultType,
  variadic,
  withoutText,
} from "./types.ts";
import { multivalueWarning } from "./warnings.ts";

const source = "esql/functions-operators/operators.md; predicate/operator/comparison/EsqlBinaryComparison.java";

/** `==`, `!=`, `<`, `<=`, `>`, `>=` and `in`. */
export const comparisonOperators: readonly ScalarFunction[] = [
  comparison("==", anything, (order) => order === 0),
  comparison("!=", anything, (order) => order !== 0),
  comparison("<", ordered, (order) => order < 0),
  comparison("<=", ordered, (order) => order <= 0),
  comparison(">", ordered, (order) => order > 0),
  comparison(">=", ordered, (order) => order >= 0),
  {
    name: "in",
    kind: "whole",
    parameters: [parameter("field", anything), variadic("values", anything)],
    resultType: (types) => {
      for (const type of types.slice(1)) {
        const pair = comparable([types[0] ?? "null", type]);
        if (pair !== "boolean") return pair;
      }
      return "boolean";
    },
    evaluate: ([wanted = null, ...values], context, types) => isOneOf(wanted, values, types, context.warn),
    source: "esql/_snippets/operators/in.md; predicate/operator/comparison/In.java",
  },
];

function comparison(name: string, types: readonly EsqlType[], holds: (order: number) => boolean): ScalarFunction {
  const isEquality = name === "==" || name === "!=";
  return {
    name,
    kind: "single",
    parameters: [parameter("lhs", types), parameter("rhs", types)],
    resultType: (args) =>
      !isEquality && args.includes("boolean") ? { problem: `${name} does not compare booleans` } : comparable(args),
    evaluate: ([left, right], _context, [leftType, rightType]) =>
      holds(compareSingles(left!, right!, leftType!, rightType!)),
    source,
  };
}

/** Boolean if two types can be compared: numbers with numbers, dates with dates, else a type with itself. */
const comparable: ResultType = ([left = "null", right = "null"]) => {
  if (left === "null" || right === "null") return "boolean";
  if (isNumber(left) && isNumber(right)) {
    const common = numericType(left, right);
    return typeof common === "string" ? "boolean" : common;
  }
  if (isDate(left) && isDate(right)) return "boolean";
  if (withoutText(left) === withoutText(right)) return "boolean";
  return { problem: `${left} and ${right} cannot be compared` };
};

/** True on a match, else null if a value is null, else false; multi-valued items of the list are passed over. */
function isOneOf(
  wanted: Value,
  values: readonly Value[],
  types: readonly EsqlType[],
  warn: (message: string) => void,
): boolean | null {
  if (wanted === null) return null;
  if (isMultivalue(wanted)) {
    warn(multivalueWarning);
    return null;
  }
  let nulls = false;
  let several = 0;
  for (const [at, value] of values.entries()) {
    if (value === null) nulls = true;
    else if (isMultivalue(value)) {
      several++;
      warn(multivalueWarning);
    } else if (compareSingles(wanted, value, types[0]!, types[at + 1]!) === 0) return true;
  }
  return nulls || several === values.length ? null : false;
}
