import { isMultivalue, type Value } from "../value.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { always, anything, parameter, spans } from "./types.ts";
import { multivalueWarning } from "./warnings.ts";

const truths = ["boolean"] as const;
const both = [parameter("left", truths), parameter("right", truths)];
const source = "esql/functions-operators/operators.md; predicate/logical/BinaryLogic.java";

/** `and`, `or` (three-valued, the right side evaluated only when it decides), `not`, `is_null`, `is_not_null`. */
export const logicOperators: readonly ScalarFunction[] = [
  {
    name: "and",
    kind: "lazy",
    parameters: both,
    resultType: always("boolean"),
    evaluate: ([left, right], context) => {
      const first = truth(left!(), context);
      if (first === false) return false;
      const second = truth(right!(), context);
      if (second === false) return false;
      return first === null || second === null ? null : true;
    },
    source,
  },
  {
    name: "or",
    kind: "lazy",
    parameters: both,
    resultType: always("boolean"),
    evaluate: ([left, right], context) => {
      const first = truth(left!(), context);
      if (first === true) return true;
      const second = truth(right!(), context);
      if (second === true) return true;
      return first === null || second === null ? null : false;
    },
    source,
  },
  {
    name: "not",
    kind: "single",
    parameters: [parameter("operand", truths)],
    resultType: always("boolean"),
    evaluate: ([operand]) => operand === false,
    source,
  },
  {
    name: "is_null",
    kind: "whole",
    parameters: [parameter("field", [...anything, ...spans, "unsupported"])],
    resultType: always("boolean"),
    evaluate: ([value]) => value === null,
    source: "esql/_snippets/operators/is_null.md",
  },
  {
    name: "is_not_null",
    kind: "whole",
    parameters: [parameter("field", [...anything, ...spans, "unsupported"])],
    resultType: always("boolean"),
    evaluate: ([value]) => value !== null,
    source: "esql/_snippets/operators/is_not_null.md",
  },
];

/** One truth; several values count as unknown, with a warning. */
export function truth(value: Value, context: EvaluationContext): boolean | null {
  if (isMultivalue(value)) {
    context.warn(multivalueWarning);
    return null;
  }
  return value === null ? null : value === true;
}
