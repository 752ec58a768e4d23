import { canonicalNumber } from "../../../predicate/value.ts";
import type { EsqlType, Single, TimeSpan, Value } from "../value.ts";
import { nanosOf } from "./comparison.ts";
import { chronoFields, dayOfWeek, differenceUnits, momentOf, truncatedMs } from "./dateParts.ts";
import { isoDate } from "./isoDate.ts";
import { compileDatePattern, dayNames, monthNames } from "./javaDatePattern.ts";
import { fits } from "./numbers.ts";
import { remembered } from "./remembered.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { always, dates, isDate, isString, optional, parameter, spans, strings } from "./types.ts";

const date = parameter("date", dates);
const datePattern = remembered(compileDatePattern);

/** Functions on dates, in UTC. */
export const dateFunctions: readonly ScalarFunction[] = [
  {
    name: "now",
    kind: "whole",
    parameters: [],
    resultType: always("datetime"),
    evaluate: (_args, { nowMs }) => nowMs,
    source: "esql/_snippets/functions/description/now.md",
  },
  {
    name: "date_trunc",
    kind: "single",
    parameters: [{ name: "interval", types: spans, constant: true }, date],
    resultType: ([, type = "null"]) => (type === "null" ? "datetime" : type),
    constantProblem: ([interval]) => intervalProblem(interval),
    evaluate: ([interval, value], _context, [, type]) => truncated(value!, type!, interval as TimeSpan),
    source: "esql/_snippets/functions/description/date_trunc.md; scalar/date/DateTrunc.java",
  },
  {
    name: "date_diff",
    kind: "single",
    parameters: [parameter("unit", strings), parameter("startTimestamp", dates), parameter("endTimestamp", dates)],
    resultType: always("integer"),
    constantProblem: ([unit]) =>
      typeof unit !== "string" || differenceUnits.has(unit.toLowerCase())
        ? undefined
        : `"${unit}" is no unit of DATE_DIFF`,
    evaluate: ([unit, start, end], context, [, startType, endType]) => {
      const elapsed = differenceUnits.get((unit as string).toLowerCase());
      if (elapsed === undefined) return noSuchUnit(unit as string, context);
      const amount = elapsed(nanosOf(start as number, startType!), nanosOf(end as number, endType!));
      if (fits(amount, "integer")) return Number(amount);
      context.warn(`org.elasticsearch.xpack.esql.core.InvalidArgumentException: [${amount}] out of [integer] range`);
      return null;
    },
    source: "esql/_snippets/functions/description/date_diff.md; scalar/date/DateDiff.java",
  },
  {
    name: "date_extract",
    kind: "single",
    parameters: [parameter("datePart", strings), date],
    resultType: always("long"),
    constantProblem: ([part]) =>
      typeof part !== "string" || chronoFields.has(part.toUpperCase()) ? undefined : `"${part}" is no part of a date`,
    evaluate: ([part, value], context, [, type]) => {
      const field = chronoFields.get((part as string).toUpperCase());
      if (field !== undefined) return canonicalNumber(field(momentOf(nanosOf(value as number, type!))));
      context.warn(
        `java.lang.IllegalArgumentException: No enum constant java.time.temporal.ChronoField.${(part as string).toUpperCase()}`,
      );
      return null;
    },
    source: "esql/_snippets/functions/description/date_extract.md; scalar/date/DateExtract.java",
  },
  {
    name: "date_format",
    kind: "single",
    parameters: [parameter("dateFormat", [...strings, ...dates]), optional("date", dates)],
    resultType: (types) => {
      const problem = { problem: "date_format takes a date, or a format and a date" };
      if (types.length === 1) return isDate(types[0]!) || types[0] === "null" ? "keyword" : problem;
      return isString(types[0]!) || types[0] === "null" ? "keyword" : problem;
    },
    constantProblem: (args) => (args.length === 2 ? patternProblem(args[0]) : undefined),
    evaluate: (args, context, types) =>
      args.length === 1
        ? isoDate(args[0] as number, types[0]!)
        : formatted(args[0] as string, args[1] as number, types[1]!, context),
    source: "esql/_snippets/functions/description/date_format.md; scalar/date/DateFormat.java",
  },
  {
    name: "date_parse",
    kind: "single",
    parameters: [parameter("datePattern", strings), optional("dateString", strings)],
    resultType: always("datetime"),
    constantProblem: (args) => (args.length === 2 ? patternProblem(args[0]) : undefined),
    evaluate: (args, context) => {
      const [pattern, text] = args.length === 1 ? ["strict_date_optional_time", args[0]] : args;
      return parsed(pattern as string, text as string, context);
    },
    source: "esql/_snippets/functions/description/date_parse.md; scalar/date/DateParse.java",
  },
  named("day_name", (moment) => dayNames[dayOfWeek(moment) - 1]!),
  named("month_name", (moment) => monthNames[moment.month - 1]!),
  part("year", "YEAR"),
  part("month", "MONTH_OF_YEAR"),
  part("day", "DAY_OF_MONTH"),
  part("hour", "HOUR_OF_DAY"),
];

function named(name: string, nameOf: (moment: ReturnType<typeof momentOf>) => string): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [date],
    resultType: always("keyword"),
    evaluate: ([value], _context, [type]) => nameOf(momentOf(nanosOf(value as number, type!))),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

/** YEAR, MONTH, DAY and HOUR: DATE_EXTRACT of one part. */
function part(name: string, field: string): ScalarFunction {
  const extract = chronoFields.get(field)!;
  return {
    name,
    kind: "single",
    parameters: [date],
    resultType: always("long"),
    evaluate: ([value], _context, [type]) => Number(extract(momentOf(nanosOf(value as number, type!)))),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

/** Why an interval cannot be truncated to. */
export function intervalProblem(interval: Value | undefined): string | undefined {
  if (interval === undefined || interval === null || typeof interval !== "object" || !("months" in interval))
    return undefined;
  const { months, days, ms } = interval;
  return months + days + ms > 0 ? undefined : "zero or negative time intervals are not supported";
}

/** A date cut to the start of its interval, in its own unit. */
export function truncated(value: Single, type: EsqlType, interval: TimeSpan): number | bigint {
  if (type !== "date_nanos") return truncatedMs(value as number, interval);
  const nanos = BigInt(value as bigint);
  return BigInt(truncatedMs(Number(nanos / 1_000_000n), interval)) * 1_000_000n;
}

function noSuchUnit(unit: string, context: EvaluationContext): null {
  context.warn(`java.lang.IllegalArgumentException: Received value [${unit}] is not valid date part to add`);
  return null;
}

function patternProblem(pattern: Value | undefined): string | undefined {
  if (typeof pattern !== "string") return undefined;
  const compiled = datePattern(pattern);
  return "problem" in compiled ? compiled.problem : undefined;
}

function formatted(pattern: string, value: number | bigint, type: EsqlType, context: EvaluationContext): string | null {
  const compiled = datePattern(pattern);
  if (!("problem" in compiled)) return compiled.format(nanosOf(value, type));
  context.warn(`java.lang.IllegalArgumentException: Invalid format: [${pattern}]: ${compiled.problem}`);
  return null;
}

function parsed(pattern: string, text: string, context: EvaluationContext): number | null {
  const compiled = datePattern(pattern);
  const ms = "problem" in compiled ? undefined : compiled.parse(text);
  if (ms !== undefined) return ms;
  context.warn(`java.lang.IllegalArgumentException: failed to parse date field [${text}] with format [${pattern}]`);
  return null;
}
