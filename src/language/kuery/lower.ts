import type { Field } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import {
  and,
  cidr,
  compare,
  element,
  equals,
  exists,
  expression,
  not,
  oneOf,
  or,
  regex,
} from "../../predicate/build.ts";
import { matchesParts } from "../../predicate/patternParts.ts";
import type { Expression, Predicate } from "../../predicate/predicate.ts";
import type { EventQuery } from "../../predicate/query.ts";
import type { CheckedCondition, CheckedLeaf, CheckedQuery } from "./checked.ts";

/**
 * The query as a predicate: a leaf holds where any value of its field passes, `not` also where the field is missing, and
 * two leaves need not be met by one and the same value (elastic-rules facts §3), except in a group on a nested field: one
 * of its elements must meet all of them by itself (elastic/elasticsearch, `query-dsl-nested-query.md`).
 */
export function lower(query: CheckedQuery): EventQuery {
  return { kind: "event", predicate: lowerCondition(query.condition) };
}

function lowerCondition(condition: CheckedCondition): Predicate {
  switch (condition.kind) {
    case "and":
      return and(...condition.operands.map(lowerCondition));
    case "or":
      return lowerOr(condition.operands);
    case "not":
      return not(lowerCondition(condition.operand));
    case "element":
      return element(condition.field, lowerCondition(condition.condition));
    case "leaf":
      return lowerLeaf(condition);
  }
}

/** Alternatives for one field become one test, however they are spread: a list of values is looked up at once. */
function lowerOr(operands: readonly CheckedCondition[]): Predicate {
  const values = new Map<Field, Scalar[]>();
  const others: (() => Predicate)[] = [];
  for (const operand of operands.flatMap(alternatives)) {
    if (operand.kind !== "leaf" || operand.test.kind !== "equals") {
      others.push(() => lowerCondition(operand));
      continue;
    }
    const { field, test } = operand;
    const known = values.get(field);
    if (known !== undefined) known.push(test.value);
    else {
      const list = [test.value];
      values.set(field, list);
      others.push(() => oneOf(field, [...new Set(list)]));
    }
  }
  return or(...others.map((make) => make()));
}

function alternatives(condition: CheckedCondition): readonly CheckedCondition[] {
  return condition.kind === "or" ? condition.operands.flatMap(alternatives) : [condition];
}

function lowerLeaf({ field, test }: CheckedLeaf): Predicate {
  switch (test.kind) {
    case "exists":
      return exists(field);
    case "equals":
      return equals(field, test.value);
    case "within":
      return test.first === test.last ? equals(field, test.first) : within(field, test.first, test.last);
    case "compare":
      return compare(field, test.operator, test.value);
    case "pattern":
      return matchesParts(field, test.parts, false);
    case "cidr":
      return cidr(field, [test.block]);
    case "words":
      return regex(field, [test.regex], true);
  }
}

/** One and the same value must lie between both ends, so both stand in one expression. */
export function within(field: Field, first: Scalar, last: Scalar): Predicate {
  const left: Expression = { kind: "field", field };
  const bound = (operator: ">=" | "<=", value: Scalar): Expression => ({
    kind: "comparison",
    operator,
    left,
    right: { kind: "literal", value },
  });
  return expression({ kind: "and", operands: [bound(">=", first), bound("<=", last)] });
}
