import { canonicalNumber } from "../../../predicate/value.ts";
import { type EsqlType, isMultivalue, type Single, type Value, valueOfList, valuesOf } from "../value.ts";
import { compareSingles, keyOf } from "./comparison.ts";
import { asDouble, finite, integral, isIntegral, numeric } from "./numbers.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { always, anything, commonType, likeFirst, numbers, optional, ordered, parameter, strings } from "./types.ts";

const field = parameter("field", anything);
const whole: readonly EsqlType[] = ["integer"];

/** The MV_ functions: what they say of a list they say of a single value too, and null gives null unless told. */
export const multivalueFunctions: readonly ScalarFunction[] = [
  ofList("mv_count", anything, always("integer"), (values) => values.length),
  ofList("mv_dedupe", anything, likeFirst, (values, type) => valueOfList(distinct(values, type))),
  ofList("mv_first", anything, likeFirst, (values) => values[0]!),
  ofList("mv_last", anything, likeFirst, (values) => values[values.length - 1]!),
  ofList("mv_max", ordered, likeFirst, (values, type) =>
    values.reduce((a, b) => (compareSingles(b, a, type) > 0 ? b : a)),
  ),
  ofList("mv_min", ordered, likeFirst, (values, type) =>
    values.reduce((a, b) => (compareSingles(b, a, type) < 0 ? b : a)),
  ),
  ofList("mv_avg", numbers, always("double"), (values, _type, context) =>
    finite(values.map(asDouble).reduce(compensated(), 0) / values.length, context),
  ),
  ofList("mv_sum", numbers, likeFirst, sum),
  ofList("mv_median", numbers, likeFirst, (values, type) => median(values, type)),
  ofList("mv_median_absolute_deviation", numbers, likeFirst, deviation),
  {
    name: "mv_append",
    kind: "whole",
    parameters: [parameter("field1", anything), parameter("field2", anything)],
    resultType: commonType,
    evaluate: ([a = null, b = null]) => (a === null || b === null ? null : [...valuesOf(a), ...valuesOf(b)]),
    source: "esql/_snippets/functions/description/mv_append.md",
  },
  {
    name: "mv_concat",
    kind: "whole",
    parameters: [parameter("string", strings), parameter("delim", strings)],
    resultType: always("keyword"),
    evaluate: ([value = null, delimiter = null]) =>
      value === null || typeof delimiter !== "string" ? null : valuesOf(value).join(delimiter),
    source: "esql/_snippets/functions/description/mv_concat.md",
  },
  ofSets("mv_intersection", (a, b, has) => (a === null || b === null ? null : has(a, b, true))),
  ofSets("mv_difference", (a, b, has) => (a === null || b === null ? a : has(a, b, false))),
  {
    name: "mv_union",
    kind: "whole",
    parameters: [parameter("field1", anything), parameter("field2", anything)],
    resultType: commonType,
    evaluate: ([a = null, b = null], _context, types) =>
      valueOfList(distinct([...valuesOf(a), ...valuesOf(b)], typeOf(types))),
    source: "esql/_snippets/functions/description/mv_union.md",
  },
  contains("mv_contains", (held, wanted) => wanted.every((key) => held.has(key))),
  contains("mv_intersects", (held, wanted) => wanted.some((key) => held.has(key))),
  {
    name: "mv_percentile",
    kind: "whole",
    parameters: [parameter("number", numbers), parameter("percentile", ["integer", "long", "double"])],
    resultType: likeFirst,
    evaluate: ([value = null, percent = null], context, [type]) => {
      if (value === null || percent === null || isMultivalue(percent)) return null;
      return percentile(valuesOf(value), type!, Number(percent), context);
    },
    source: "esql/_snippets/functions/description/mv_percentile.md; scalar/multivalue/MvPercentile.java",
  },
  {
    name: "mv_pseries_weighted_sum",
    kind: "whole",
    parameters: [parameter("number", ["double"]), { name: "p", types: ["double"], constant: true }],
    resultType: always("double"),
    evaluate: ([value = null, power = null], context) => {
      if (value === null || power === null) return null;
      const terms = valuesOf(value).map((each, at) => asDouble(each) / (at + 1) ** asDouble(power as Single));
      return finite(terms.reduce(compensated(), 0), context);
    },
    source: "esql/_snippets/functions/description/mv_pseries_weighted_sum.md",
  },
  {
    name: "mv_slice",
    kind: "whole",
    parameters: [field, parameter("start", whole), optional("end", whole)],
    resultType: likeFirst,
    evaluate: ([value = null, start = null, end = start], context) => {
      if (value === null || typeof start !== "number" || typeof end !== "number") return null;
      return slice(valuesOf(value), start, end, context);
    },
    source: "esql/_snippets/functions/description/mv_slice.md; scalar/multivalue/MvSlice.java",
  },
  {
    name: "mv_sort",
    kind: "whole",
    parameters: [parameter("field", ordered), { name: "order", types: strings, optional: true, constant: true }],
    resultType: likeFirst,
    constantProblem: ([, order]) =>
      typeof order !== "string" || /^(asc|desc)$/i.test(order) ? undefined : `"${order}" is no order, ASC and DESC are`,
    evaluate: ([value = null, order = "ASC"], _context, [type]) => {
      const sign = typeof order === "string" && order.toUpperCase() === "DESC" ? -1 : 1;
      return value === null ? null : valueOfList(sorted(valuesOf(value), type!, sign));
    },
    source: "esql/_snippets/functions/description/mv_sort.md",
  },
  {
    name: "mv_zip",
    kind: "whole",
    parameters: [parameter("string1", strings), parameter("string2", strings), optional("delim", strings)],
    resultType: always("keyword"),
    evaluate: ([left = null, right = null, delimiter = ","]) => {
      if (typeof delimiter !== "string" || (left === null && right === null)) return null;
      return zip(valuesOf(left), valuesOf(right), delimiter);
    },
    source: "esql/_snippets/functions/description/mv_zip.md; scalar/multivalue/MvZip.java",
  },
];

function ofList(
  name: string,
  types: readonly EsqlType[],
  resultType: ScalarFunction["resultType"],
  evaluate: (values: readonly Single[], type: EsqlType, context: EvaluationContext) => Value,
): ScalarFunction {
  return {
    name,
    kind: "whole",
    parameters: [parameter("field", types)],
    resultType,
    evaluate: ([value = null], context, [type]) => (value === null ? null : evaluate(valuesOf(value), type!, context)),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

type Pick = (a: Value, b: Value, held: boolean) => Value;

/** Distinct values of the first that the second holds, or does not, in the order of the first. */
function ofSets(name: string, evaluate: (a: Value, b: Value, has: Pick) => Value): ScalarFunction {
  return {
    name,
    kind: "whole",
    parameters: [parameter("field1", anything), parameter("field2", anything)],
    resultType: commonType,
    evaluate: ([a = null, b = null], _context, types) => {
      const type = typeOf(types);
      return evaluate(a, b, (from, other, held) => {
        const keys = new Set(valuesOf(other).map((value) => keyOf(value, type)));
        return valueOfList(distinct(valuesOf(from), type).filter((value) => keys.has(keyOf(value, type)) === held));
      });
    },
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

/** Null counts as the empty list; never null itself. */
function contains(name: string, holds: (held: Set<string>, wanted: readonly string[]) => boolean): ScalarFunction {
  return {
    name,
    kind: "whole",
    parameters: [parameter("superset", anything), parameter("subset", anything)],
    resultType: (types) => {
      const common = commonType(types);
      return typeof common === "string" ? "boolean" : common;
    },
    evaluate: ([held = null, wanted = null], _context, types) => {
      const type = typeOf(types);
      const keys = (value: Value) => valuesOf(value).map((each) => keyOf(each, type));
      return holds(new Set(keys(held)), keys(wanted));
    },
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

function typeOf(types: readonly EsqlType[]): EsqlType {
  return types.find((type) => type !== "null") ?? "null";
}

/** The first of each of equal values, in order. */
function distinct(values: readonly Single[], type: EsqlType): Single[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = keyOf(value, type);
    return seen.has(key) ? false : seen.add(key);
  });
}

function sorted(values: readonly Single[], type: EsqlType, sign: 1 | -1 = 1): Single[] {
  return [...values].sort((a, b) => sign * compareSingles(a, b, type));
}

/** Kahan's summation, as Elasticsearch's CompensatedSum: a reducer that remembers what was lost. */
function compensated(): (total: number, value: number) => number {
  let lost = 0;
  return (total, value) => {
    if (!Number.isFinite(value)) return total + value;
    const corrected = value - lost;
    const next = total + corrected;
    lost = next - total - corrected;
    return next;
  };
}

function sum(values: readonly Single[], type: EsqlType, context: EvaluationContext): Value {
  if (!isIntegral(type)) return finite(values.map(asDouble).reduce(compensated(), 0), context);
  return integral(
    values.reduce<bigint>((total, value) => total + BigInt(numeric(value)), 0n),
    type,
    context,
  );
}

/** The middle value, or the mean of the two in the middle, of integers rounded down. */
function median(values: readonly Single[], type: EsqlType): Single {
  const list = sorted(values, type);
  const middle = Math.floor(list.length / 2);
  if (list.length % 2 === 1) return list[middle]!;
  const [a, b] = [list[middle - 1]!, list[middle]!];
  if (!isIntegral(type)) return asDouble(a) / 2 + asDouble(b) / 2;
  const total = BigInt(numeric(a)) + BigInt(numeric(b));
  return canonicalNumber(total >= 0n ? total / 2n : -((1n - total) / 2n));
}

function deviation(values: readonly Single[], type: EsqlType, context: EvaluationContext): Value {
  const middle = median(values, type);
  if (!isIntegral(type)) {
    return finite(
      median(
        values.map((value) => Math.abs(asDouble(value) - asDouble(middle))),
        type,
      ) as number,
      context,
    );
  }
  const distances = values.map((value) => {
    const distance = BigInt(numeric(value)) - BigInt(numeric(middle));
    return canonicalNumber(distance < 0n ? -distance : distance);
  });
  return integral(BigInt(numeric(median(distances, type))), type, context);
}

/** Interpolated between the two values around the place; integers are cut. */
function percentile(values: readonly Single[], type: EsqlType, percent: number, context: EvaluationContext): Value {
  if (!(percent >= 0 && percent <= 100)) {
    context.warn(
      `java.lang.IllegalArgumentException: Percentile parameter must be a number between 0 and 100, found [${percent}]`,
    );
    return null;
  }
  const list = sorted(values, type);
  const place = (percent / 100) * (list.length - 1);
  const lower = list[Math.floor(place)]!;
  const upper = list[Math.ceil(place)]!;
  const fraction = place - Math.floor(place);
  if (!isIntegral(type)) return asDouble(lower) + fraction * (asDouble(upper) - asDouble(lower));
  const distance = BigInt(numeric(upper)) - BigInt(numeric(lower));
  return canonicalNumber(BigInt(numeric(lower)) + BigInt(Math.trunc(fraction * Number(distance))));
}

/** Both ends belong to the slice; negative offsets count from the end. */
function slice(values: readonly Single[], start: number, end: number, context: EvaluationContext): Value {
  const problem =
    start > end
      ? "Start offset is greater than end offset"
      : start < 0 && end >= 0
        ? "Start and end offset have different signs"
        : null;
  if (problem !== null) {
    context.warn(`org.elasticsearch.xpack.esql.core.InvalidArgumentException: ${problem}`);
    return null;
  }
  const place = (offset: number) => (offset < 0 ? offset + values.length : offset);
  const [from, to] = [place(start), place(end)];
  if (from >= values.length || to < 0) return null;
  return valueOfList(values.slice(Math.max(0, from), to + 1));
}

/** Pairs joined by the delimiter; what has no partner stays as it is. */
function zip(left: readonly Single[], right: readonly Single[], delimiter: string): Value {
  const pairs = Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const [a, b] = [left[at] as string | undefined, right[at] as string | undefined];
    return a === undefined ? b! : b === undefined ? a : `${a}${delimiter}${b}`;
  });
  return valueOfList(pairs);
}
