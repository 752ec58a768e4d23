import { type EsqlType, type Single, type Value, valuesOf } from "../../value.ts";
import type { Accumulator, AggregateFunction, EvaluationContext, Parameter } from "../scalarFunction.ts";
import { anything } from "../types.ts";

/** Numbers that are added up: unsigned longs are not (Sum.java, NumericAggregate.java). */
export const summable: readonly EsqlType[] = ["integer", "long", "double"];

/** What has an order and can be collected; points are left out. */
export const comparable: readonly EsqlType[] = anything.filter((type) => type !== "geo_point");

/** How many bytes an accumulator counts for that does not grow. */
export const fixedSize = 64;

/** How many bytes a value is counted for. */
export function sizeOf(value: Single): number {
  return typeof value === "string" ? 48 + 2 * value.length : 24;
}

export function sizeOfValue(value: Value): number {
  return valuesOf(value).reduce<number>((sum, single) => sum + sizeOf(single), 16);
}

/** An aggregate of one argument that sees each value by itself, nulls left out. */
export function ofEachValue(definition: {
  readonly name: string;
  readonly types: readonly EsqlType[];
  readonly resultType: AggregateFunction["resultType"];
  readonly start: (type: EsqlType, context: EvaluationContext) => EachValue;
  readonly source: string;
}): AggregateFunction {
  const { name, types, resultType, source } = definition;
  return {
    kind: "aggregate",
    name,
    parameters: [{ name: "field", types }],
    resultType,
    start: ([type = "null"], _constants, context) => eachValue(definition.start(type, context)),
    source,
  };
}

/** Takes single values. */
export interface EachValue {
  readonly add: (value: Single) => void;
  readonly result: () => Value;
  /** Absent: does not grow. */
  readonly size?: () => number;
}

/** An accumulator that hands each value of its first argument on. */
export function eachValue({ add, result, size = () => fixedSize }: EachValue): Accumulator {
  return {
    add: (args) => {
      const value = args[0] ?? null;
      if (value === null) return;
      if (Array.isArray(value)) for (const single of value as readonly Single[]) add(single);
      else add(value as Single);
    },
    result,
    size,
  };
}

/** A parameter that takes constants only and may be left out. */
export function optionalConstant(name: string, types: readonly EsqlType[]): Parameter {
  return { name, types, optional: true, constant: true };
}
