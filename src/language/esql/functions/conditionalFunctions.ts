import { type EsqlType, isMultivalue, type Single, type Value, valuesOf } from "../value.ts";
import { compareSingles } from "./comparison.ts";
import { truth } from "./logicOperators.ts";
import type { ScalarFunction } from "./scalarFunction.ts";
import {
  anything,
  commonType,
  isNumber,
  numericType,
  ordered,
  parameter,
  type ResultType,
  spans,
  variadic,
} from "./types.ts";
import { multivalueWarning } from "./warnings.ts";

const values = [...anything, ...spans];

/** CASE, COALESCE, GREATEST, LEAST and CLAMP. */
export const conditionalFunctions: readonly ScalarFunction[] = [
  {
    name: "case",
    kind: "lazy",
    parameters: [parameter("condition", ["boolean"]), variadic("trueValue", values)],
    resultType: caseType,
    evaluate: (args, context) => {
      for (let at = 0; at + 1 < args.length; at += 2) {
        if (truth(args[at]!(), context) === true) return args[at + 1]!();
      }
      return args.length % 2 === 1 ? args[args.length - 1]!() : null;
    },
    source: "esql/_snippets/functions/description/case.md; scalar/conditional/Case.java",
  },
  {
    name: "coalesce",
    kind: "lazy",
    parameters: [parameter("first", values), variadic("rest", values)],
    resultType: (types) => commonType(types),
    evaluate: (args) => {
      for (const arg of args) {
        const value = arg();
        if (value !== null) return value;
      }
      return null;
    },
    source: "esql/_snippets/functions/description/coalesce.md",
  },
  extreme("greatest", 1),
  extreme("least", -1),
  {
    name: "clamp",
    kind: "single",
    parameters: [parameter("field", ordered), parameter("min", ordered), parameter("max", ordered)],
    resultType: extremeType,
    evaluate: ([value, least, most], _context, types) =>
      farther(farther(value!, least!, types[0]!, types[1]!, 1), most!, types[0]!, types[2]!, -1),
    source: "esql/_snippets/functions/description/clamp.md",
  },
  clamp("clamp_min", "min", 1),
  clamp("clamp_max", "max", -1),
];

/** Conditions at even places, values of one type behind them and at the end. */
function caseType(types: readonly EsqlType[]): ReturnType<ResultType> {
  const results: EsqlType[] = [];
  for (const [at, type] of types.entries()) {
    const isCondition = at % 2 === 0 && at < types.length - 1;
    if (!isCondition) results.push(type);
    else if (type !== "boolean" && type !== "null")
      return { problem: `condition ${at / 2 + 1} is ${type}, not boolean` };
  }
  return types.length < 2 ? { problem: "case needs a condition and a value" } : commonType(results);
}

function extreme(name: "greatest" | "least", sign: 1 | -1): ScalarFunction {
  return {
    name,
    kind: "whole",
    parameters: [parameter("first", ordered), { name: "rest", types: ordered, variadic: true, optional: true }],
    resultType: extremeType,
    evaluate: (args, context, types) => {
      if (args.length === 1) return extremeOfAll(args[0]!, types[0]!, sign);
      if (args.some((arg) => arg === null)) return null;
      if (args.some(isMultivalue)) {
        context.warn(multivalueWarning);
        return null;
      }
      let best = args[0] as Single;
      for (let at = 1; at < args.length; at++) best = farther(best, args[at] as Single, types[0]!, types[at]!, sign);
      return best;
    },
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

/** With one argument GREATEST is MV_MAX and LEAST is MV_MIN (Greatest.surrogate). */
function extremeOfAll(value: Value, type: EsqlType, sign: 1 | -1): Value {
  return value === null ? null : valuesOf(value).reduce((best, each) => farther(best, each, type, type, sign));
}

function clamp(name: string, bound: string, sign: 1 | -1): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [parameter("field", ordered), parameter(bound, ordered)],
    resultType: extremeType,
    evaluate: ([value, limit], _context, types) => farther(value!, limit!, types[0]!, types[1]!, sign),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

function farther(a: Single, b: Single, typeA: EsqlType, typeB: EsqlType, sign: 1 | -1): Single {
  return compareSingles(a, b, typeA, typeB) * sign >= 0 ? a : b;
}

/** One type for all; integers, longs and doubles widen. */
function extremeType(types: readonly EsqlType[]): ReturnType<ResultType> {
  if (!types.some(isNumber)) return commonType(types);
  let common: EsqlType = "null";
  for (const type of types) {
    if (type !== "null" && !isNumber(type)) return { problem: `${common} and ${type} do not go together` };
    const wider = numericType(common, type);
    if (typeof wider !== "string") return wider;
    common = wider;
  }
  return common;
}
