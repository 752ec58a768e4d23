import type { EqlExpression } from "../../language/eql/ast.ts";
import { type CheckedExpression, childrenOf } from "../../language/eql/checked.ts";
import { not } from "../../predicate/build.ts";
import { isImpossible } from "./impossible.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import { type LintedFilter, predicateOfCondition, writtenNodes } from "./lintContext.ts";

/** Finds alternatives one of which always holds, and parts of a condition that are constant. */
export const alwaysTrue: LintCheck = {
  code: "LINT011",
  name: "a condition that does not depend on the event",
  run: ({ filters }) => filters.flatMap((filter) => [...alternatives(filter), ...constants(filter)]),
};

function alternatives(filter: LintedFilter): Finding[] {
  const visit = (condition: CheckedExpression): Finding[] => {
    if (condition.kind === "or" && isExhaustive(filter, condition.operands)) return [exhaustive(condition.operands)];
    return isLogic(condition) ? childrenOf(condition).flatMap(visit) : [];
  };
  return visit(filter.checked.condition);
}

function isLogic({ kind }: CheckedExpression): boolean {
  return kind === "and" || kind === "or" || kind === "not";
}

/** Whether no event fails all of them. */
function isExhaustive(filter: LintedFilter, operands: readonly CheckedExpression[]): boolean {
  const opposites = operands.map((operand) => not(predicateOfCondition(operand)));
  return opposites.every(({ kind }) => kind !== "constant") && isImpossible(filter, ...opposites);
}

function exhaustive(operands: readonly CheckedExpression[]): Finding {
  return {
    span: operands.at(-1)!.span,
    message: "these alternatives together are always true",
    label: "whatever fails the others passes this one",
    help: "join them with `and`, or write `not in (…)` for none of several values",
    also: { span: operands[0]!.span, label: "the first of them" },
  };
}

/** `any where true` stands alone on purpose. */
function constants({ written }: LintedFilter): Finding[] {
  const parts = logicOperands(written.condition);
  return parts.filter(isConstant).map(({ span }) => ({
    span,
    message: "this condition reads no field",
    label: "the same for every event",
    help: "remove it, or name a field",
  }));
}

function logicOperands(node: EqlExpression): EqlExpression[] {
  switch (node.kind) {
    case "and":
    case "or":
      return [node.left, node.right].flatMap((part) => (isJunction(part) ? logicOperands(part) : [part]));
    case "not":
      return logicOperands(node.operand);
    default:
      return [];
  }
}

function isJunction({ kind }: EqlExpression): boolean {
  return kind === "and" || kind === "or" || kind === "not";
}

function isConstant(node: EqlExpression): boolean {
  return !isJunction(node) && writtenNodes(node).every(({ kind }) => kind !== "field");
}
