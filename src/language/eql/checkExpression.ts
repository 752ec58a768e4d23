import { arithmetic, negate } from "../../predicate/arithmetic.ts";
import type { ArithmeticNode, EqlExpression, LiteralNode, LogicalNode, UnaryNode } from "./ast.ts";
import { checkCall, dividesByZero, reportZero, resolveFunction } from "./checkCall.ts";
import { checkComparison } from "./checkComparison.ts";
import { type CheckContext, ordinal } from "./checkContext.ts";
import type { CheckedExpression, CheckedLiteral } from "./checked.ts";
import { checkMembership } from "./checkMembership.ts";
import {
  booleanType,
  doubleType,
  type ExpressionType,
  nullType,
  stringType,
  typeOfInteger,
  widerNumber,
} from "./expressionType.ts";
import { resolveField } from "./resolveField.ts";

/** Deepest nesting of an expression, a chain of operators counted one level each, as the parser nests it. */
const deepest = 2000;

/**
 * The expression with names resolved and types known, or undefined after a finding.
 *
 * Every part is looked at, so one run reports every mistake; a part that has one is not reported again by what is
 * around it.
 */
export function checkExpression(context: CheckContext, node: EqlExpression, depth = 0): CheckedExpression | undefined {
  if (depth > deepest) {
    return context.report({ code: "EQL130", span: node.span, message: `nested deeper than ${deepest} levels` });
  }
  const check = (part: EqlExpression) => checkExpression(context, part, depth + 1);
  switch (node.kind) {
    case "literal":
      return checkLiteral(node);
    case "field":
      return resolveField(context, node);
    case "call": {
      const signature = resolveFunction(context, node);
      const args = checkAll(node.args, check);
      return signature === undefined || args === undefined ? undefined : checkCall(context, node, signature, args);
    }
    case "unary":
      return checkUnary(context, node, check(node.operand));
    case "arithmetic":
      return checkArithmetic(context, node, checkAll([node.left, node.right], check));
    case "comparison": {
      const [left, right] = checkAll([node.left, node.right], check) ?? [];
      return left === undefined || right === undefined ? undefined : checkComparison(context, node, { left, right });
    }
    case "predicate": {
      const operand = check(node.operand);
      const values = checkAll(node.values, check);
      if (operand === undefined || values === undefined) return undefined;
      return checkMembership(context, node, operand, values);
    }
    case "and":
    case "or":
      return checkLogical(context, node, check);
    case "not": {
      const operand = checkTruth(context, check(node.operand), "argument of [not]");
      return operand && { kind: "not", span: node.span, type: booleanType, operand };
    }
  }
}

type Check = (part: EqlExpression) => CheckedExpression | undefined;

/** All parts, or undefined if one of them has a finding; none is left out of sight. */
function checkAll(parts: readonly EqlExpression[], check: Check): CheckedExpression[] | undefined {
  const checked = parts.map(check);
  return checked.every((part) => part !== undefined) ? checked : undefined;
}

function checkLiteral(node: LiteralNode): CheckedLiteral {
  return { kind: "literal", span: node.span, type: literalType(node), value: node.value };
}

function literalType({ value, form }: LiteralNode): ExpressionType {
  if (value === null) return nullType;
  if (typeof value === "boolean") return booleanType;
  if (typeof value === "string") return stringType;
  return form === "decimal" ? doubleType : typeOfInteger(value);
}

function checkUnary(
  context: CheckContext,
  node: UnaryNode,
  operand: CheckedExpression | undefined,
): CheckedExpression | undefined {
  if (operand === undefined || !isNumber(context, operand, `argument of [${node.operator}]`)) return undefined;
  const { span } = node;
  if (node.operator === "+") return { ...operand, span };
  if (operand.kind === "literal") return { ...operand, span, value: negate(operand.value) };
  return { kind: "negate", span, type: operand.type, operand };
}

function checkArithmetic(
  context: CheckContext,
  node: ArithmeticNode,
  operands: readonly CheckedExpression[] | undefined,
): CheckedExpression | undefined {
  const [left, right] = operands ?? [];
  if (left === undefined || right === undefined) return undefined;
  const { operator, span } = node;
  const sound = [left, right].map((part, at) => isNumber(context, part, `${ordinal(at)} argument of [${operator}]`));
  if (sound.includes(false)) return undefined;
  if ((operator === "/" || operator === "%") && dividesByZero(left, right)) return reportZero(context, right);
  const type = widerNumber(left.type, right.type);
  if (left.kind !== "literal" || right.kind !== "literal")
    return { kind: "arithmetic", span, type, operator, left, right };
  const value = arithmetic(operator, left.value, right.value, type === doubleType);
  return { kind: "literal", span, type: value === null ? nullType : type, value };
}

function isNumber(context: CheckContext, operand: CheckedExpression, what: string): boolean {
  const { family, name } = operand.type;
  if (family === "number" || family === "null") return true;
  context.report({
    code: "EQL113",
    span: operand.span,
    message: `${what} must be [numeric], found value [${context.textOf(operand.span)}] type [${name}]`,
    help: family === "string" ? "write `number(…)` around a string of digits" : undefined,
  });
  return false;
}

/** The operands of a chain `a and b and c`, which the parser nests to the left, as one list. */
function chainOf(node: LogicalNode): EqlExpression[] {
  const operands: EqlExpression[] = [];
  let rest: EqlExpression = node;
  while (rest.kind === node.kind) {
    operands.push(rest.right);
    rest = rest.left;
  }
  operands.push(rest);
  return operands.reverse();
}

function checkLogical(context: CheckContext, node: LogicalNode, check: Check): CheckedExpression | undefined {
  const operands = chainOf(node).map((part) => checkTruth(context, check(part), `argument of [${node.kind}]`));
  if (!operands.every((operand) => operand !== undefined)) return undefined;
  return { kind: node.kind, span: node.span, type: booleanType, operands };
}

/** The operand if it is a truth; a literal null is one, unknown (eql facts §5). */
function checkTruth(
  context: CheckContext,
  operand: CheckedExpression | undefined,
  what: string,
): CheckedExpression | undefined {
  if (operand === undefined || operand.type.family === "boolean" || operand.type.family === "null") return operand;
  return context.report({
    code: "EQL112",
    span: operand.span,
    message: `${what} must be [boolean], found value [${context.textOf(operand.span)}] type [${operand.type.name}]`,
    help: conditionHelp(context, operand),
  });
}

/** What to write where a condition was wanted and a value stands. */
export function conditionHelp(context: CheckContext, operand: CheckedExpression): string | undefined {
  return operand.kind === "field" ? `to ask for a value, write \`${context.textOf(operand.span)} != null\`` : undefined;
}
