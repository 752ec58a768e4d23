import type { EsqlType, Single, TimeSpan } from "../value.ts";
import { truncated } from "./dateFunctions.ts";
import { asDouble } from "./numbers.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { constant, dates, isDate, isNumber, isSpan, parameter, type ResultType, spans } from "./types.ts";

const numbers: readonly EsqlType[] = ["integer", "long", "double"];

/**
 * BUCKET of a date by a span, or of a number by a size: the start of the bucket a value falls in, a date or a double.
 *
 * The form with a number of buckets and two bounds is for charts and not supported.
 */
export const bucketFunction: ScalarFunction = {
  name: "bucket",
  kind: "single",
  parameters: [parameter("field", [...dates, ...numbers]), constant("buckets", [...spans, ...numbers])],
  resultType: bucketType,
  constantProblem: ([, size]) => (isPositive(size) ? undefined : "the size of a bucket must be greater than zero"),
  evaluate: ([value, size], context, [type]) =>
    isDate(type!) ? truncated(value!, type!, size as TimeSpan) : bucketOfNumber(value!, size!, context),
  source: "esql/_snippets/functions/layout/bucket.md; expression/function/grouping/Bucket.java",
};

function bucketType([type = "null", size = "null"]: readonly EsqlType[]): ReturnType<ResultType> {
  if (isDate(type) && (isSpan(size) || size === "null")) return type;
  if (isNumber(type) && (isNumber(size) || size === "null")) return "double";
  if (type === "null") return isSpan(size) ? "datetime" : "double";
  return {
    problem: isDate(type) ? "a date needs a time span, such as `1 hour`" : "a number needs a number as its size",
  };
}

function isPositive(size: unknown): boolean {
  if (typeof size === "number" || typeof size === "bigint") return size > 0;
  if (typeof size !== "object" || size === null || !("months" in size)) return true;
  const { months, days, ms } = size as TimeSpan;
  return months + days + ms > 0;
}

function bucketOfNumber(value: Single, size: Single, context: EvaluationContext): number | null {
  const width = asDouble(size);
  const start = Math.floor(asDouble(value) / width) * width;
  if (Number.isFinite(start)) return start;
  context.warn("java.lang.ArithmeticException: not a finite double number");
  return null;
}
