import { canonicalNumber } from "../../../predicate/value.ts";
import type { EsqlType, Single } from "../value.ts";
import { compareSingles } from "./comparison.ts";
import { asDouble, finite, integral, isIntegral, numeric } from "./numbers.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import {
  always,
  dates,
  isDate,
  isNumber,
  likeFirst,
  numbers,
  numericType,
  optional,
  parameter,
  variadic,
} from "./types.ts";

const number = parameter("number", numbers);
const whole: readonly EsqlType[] = ["integer", "long"];

/** Functions on numbers; angles in radians. */
export const mathFunctions: readonly ScalarFunction[] = [
  keepingType("abs", Math.abs, (value) => (value < 0n ? -value : value)),
  keepingType("ceil", Math.ceil, (value) => value),
  keepingType("floor", Math.floor, (value) => value),
  toDouble("acos", Math.acos, (value) => value >= -1 && value <= 1, "Acos input out of range"),
  toDouble("asin", Math.asin, (value) => value >= -1 && value <= 1, "Asin input out of range"),
  toDouble("atan", Math.atan),
  toDouble("acosh", Math.acosh, (value) => value >= 1, "Acosh input out of range"),
  toDouble("asinh", Math.asinh),
  toDouble("atanh", Math.atanh, (value) => value > -1 && value < 1, "Atanh input out of range"),
  toDouble("cbrt", Math.cbrt),
  toDouble("cos", Math.cos),
  toDouble("cosh", Math.cosh, (value) => Number.isFinite(Math.cosh(value)), "cosh overflow"),
  toDouble("exp", Math.exp),
  toDouble("log10", Math.log10, (value) => value > 0, "Log of non-positive number"),
  toDouble("signum", Math.sign),
  toDouble("sin", Math.sin),
  toDouble("sinh", Math.sinh, (value) => Number.isFinite(Math.sinh(value)), "sinh overflow"),
  toDouble("sqrt", Math.sqrt, (value) => value >= 0, "Square root of negative"),
  toDouble("tan", Math.tan),
  toDouble("tanh", Math.tanh),
  ofTwo("atan2", ["y_coordinate", "x_coordinate"], Math.atan2),
  ofTwo("hypot", ["number1", "number2"], Math.hypot),
  ofTwo("pow", ["base", "exponent"], javaPow),
  constantNumber("e", Math.E),
  constantNumber("pi", Math.PI),
  constantNumber("tau", 2 * Math.PI),
  {
    name: "log",
    kind: "single",
    parameters: [parameter("base", numbers), optional("number", numbers)],
    resultType: always("double"),
    evaluate: (args, context) => log(args.map(asDouble), context),
    source: "esql/_snippets/functions/description/log.md; scalar/math/Log.java",
  },
  {
    name: "copy_sign",
    kind: "single",
    parameters: [parameter("magnitude", numbers), parameter("sign", numbers)],
    resultType: likeFirst,
    evaluate: ([magnitude, sign], context, [type]) => {
      const isNegative = Object.is(asDouble(sign), -0) || asDouble(sign) < 0;
      if (!isIntegral(type!)) return Math.abs(asDouble(magnitude)) * (isNegative ? -1 : 1);
      const value = BigInt(numeric(magnitude!));
      const size = value < 0n ? -value : value;
      return integral(isNegative ? -size : size, type!, context);
    },
    source: "esql/_snippets/functions/description/copy_sign.md",
  },
  {
    name: "scalb",
    kind: "single",
    parameters: [parameter("d", numbers), parameter("scaleFactor", whole)],
    resultType: always("double"),
    evaluate: ([value, factor], context) => finite(scaled(asDouble(value), Number(factor)), context),
    source: "esql/_snippets/functions/description/scalb.md",
  },
  {
    name: "round",
    kind: "single",
    parameters: [number, optional("decimals", whole)],
    resultType: likeFirst,
    evaluate: ([value, decimals], context, [type]) => {
      const places = decimals === undefined ? 0 : Number(decimals);
      if (!isIntegral(type!)) return roundedDouble(asDouble(value), places);
      return places >= 0 ? value! : integral(roundedInteger(BigInt(numeric(value!)), -places), type!, context);
    },
    source: "esql/_snippets/functions/description/round.md; scalar/math/{Round,Maths}.java",
  },
  {
    name: "round_to",
    kind: "single",
    parameters: [parameter("field", [...numbers, ...dates]), variadic("points", [...numbers, ...dates])],
    resultType: (types) => {
      if (types.every((type) => isDate(type) || type === "null")) return types[0] ?? "null";
      let common: EsqlType = "null";
      for (const type of types) {
        if (type !== "null" && !isNumber(type)) return { problem: `${type} does not go with numbers` };
        const wider = numericType(common, type);
        if (typeof wider !== "string") return wider;
        common = wider;
      }
      return common;
    },
    evaluate: ([value, ...points], _context, [type, ...pointTypes]) => roundedTo(value!, type!, points, pointTypes),
    source: "esql/_snippets/functions/description/round_to.md",
  },
];

function keepingType(
  name: string,
  onDouble: (value: number) => number,
  onInteger: (value: bigint) => bigint,
): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [number],
    resultType: likeFirst,
    evaluate: ([value], context, [type]) =>
      isIntegral(type!) ? integral(onInteger(BigInt(numeric(value!))), type!, context) : onDouble(asDouble(value)),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

function toDouble(
  name: string,
  compute: (value: number) => number,
  isDefined: (value: number) => boolean = () => true,
  otherwise = "",
): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [number],
    resultType: always("double"),
    evaluate: ([value], context) => {
      const double = asDouble(value);
      if (isDefined(double)) return finite(compute(double), context);
      context.warn(`java.lang.ArithmeticException: ${otherwise}`);
      return null;
    },
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

function ofTwo(
  name: string,
  names: readonly [string, string],
  compute: (a: number, b: number) => number,
): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: names.map((each) => parameter(each, numbers)),
    resultType: always("double"),
    evaluate: ([a, b], context) => finite(compute(asDouble(a), asDouble(b)), context),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

function constantNumber(name: string, value: number): ScalarFunction {
  return {
    name,
    kind: "whole",
    parameters: [],
    resultType: always("double"),
    evaluate: () => value,
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

/** Java and JavaScript agree on powers. */
function javaPow(base: number, exponent: number): number {
  return base ** exponent;
}

function log(args: readonly number[], context: EvaluationContext): number | null {
  const [base, value] = args.length === 1 ? [undefined, args[0]!] : [args[0]!, args[1]!];
  if (value! <= 0 || (base !== undefined && base <= 0)) {
    context.warn("java.lang.ArithmeticException: Log of non-positive number");
    return null;
  }
  if (base === 1) {
    context.warn("java.lang.ArithmeticException: Log of base 1");
    return null;
  }
  return base === undefined ? Math.log(value!) : Math.log10(value!) / Math.log10(base);
}

/** `Math.scalb`; two steps, so that the power itself stays finite. */
function scaled(value: number, factor: number): number {
  const limited = Math.max(-2200, Math.min(2200, factor));
  const half = Math.trunc(limited / 2);
  return value * 2 ** half * 2 ** (limited - half);
}

/** Halves away from zero, by multiplying with a power of ten (Maths.round). */
function roundedDouble(value: number, places: number): number {
  const scale = 10 ** places;
  if (!Number.isFinite(scale)) return value;
  if (scale === 0) return 0;
  const middle = value * scale;
  if (!Number.isFinite(middle) || Math.abs(middle) >= 2 ** 63) return value;
  const size = Math.abs(middle);
  const floor = Math.floor(size);
  return ((size - floor >= 0.5 ? floor + 1 : floor) / scale) * (middle > 0 ? 1 : -1);
}

function roundedInteger(value: bigint, zeros: number): bigint {
  if (zeros > 20) return 0n;
  const scale = 10n ** BigInt(zeros);
  const rest = value < 0n ? -(value % scale) : value % scale;
  const up = rest >= 5n * 10n ** BigInt(zeros - 1) ? (value > 0n ? 1n : -1n) : 0n;
  return (value / scale + up) * scale;
}

/** The greatest point that is not greater than the value; the least point if all are greater. */
function roundedTo(value: Single, type: EsqlType, points: readonly Single[], types: readonly EsqlType[]): Single {
  let least = 0;
  let best = -1;
  for (const [at, point] of points.entries()) {
    const pointType = types[at]!;
    if (compareSingles(point, points[least]!, pointType, types[least]!) < 0) least = at;
    if (compareSingles(point, value, pointType, type) > 0) continue;
    if (best < 0 || compareSingles(point, points[best]!, pointType, types[best]!) > 0) best = at;
  }
  const point = points[best < 0 ? least : best]!;
  return typeof point === "bigint" ? canonicalNumber(point) : point;
}
