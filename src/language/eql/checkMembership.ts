import { compileJavaRegex } from "../../predicate/javaRegex.ts";
import { compileLuceneRegex } from "../../predicate/luceneRegex.ts";
import { mostWorkOfPattern } from "../../predicate/regexBudget.ts";
import type { PredicateNode } from "./ast.ts";
import { type CheckContext, ordinal } from "./checkContext.ts";
import { type CheckedExpression, type CheckedPattern, isConstant } from "./checked.ts";
import { areCompatible, booleanType } from "./expressionType.ts";
import { literalFor } from "./literalFor.ts";

/** `in`, `:`, `like`, `regex` and their twins over an operand and values that are checked already. */
export function checkMembership(
  context: CheckContext,
  node: PredicateNode,
  operand: CheckedExpression,
  values: readonly CheckedExpression[],
): CheckedExpression | undefined {
  if (node.operator === "in" || node.operator === "in~") return checkIn(context, node, operand, values);
  return checkPattern(context, node, operand, values);
}

function checkIn(
  context: CheckContext,
  node: PredicateNode,
  operand: CheckedExpression,
  values: readonly CheckedExpression[],
): CheckedExpression | undefined {
  const ignoreCase = node.operator === "in~";
  if (ignoreCase && !isText(operand)) return notText(context, node, operand);
  const list = values.map((value, index) => checkListed(context, node, operand, value, index));
  if (!list.every((value) => value !== undefined)) return undefined;
  return { kind: "in", span: node.span, type: booleanType, negated: node.negated, ignoreCase, operand, values: list };
}

function checkListed(
  context: CheckContext,
  node: PredicateNode,
  operand: CheckedExpression,
  value: CheckedExpression,
  index: number,
): CheckedExpression | undefined {
  if (!isConstant(value)) {
    return context.report({
      code: "EQL105",
      span: value.span,
      message: `comparisons against fields are not (currently) supported; offender [${context.textOf(value.span)}] in [${context.textOf(node.span)}]`,
      label: "a list holds constants only",
    });
  }
  if (areCompatible(operand.type, value.type)) {
    if (operand.kind !== "field" || value.kind !== "literal") return value;
    const literal = literalFor(context, operand, value, false);
    if (literal !== "never") return literal;
  }
  return context.report({
    code: "EQL111",
    span: value.span,
    message: `${ordinal(index)} argument of [${context.textOf(node.span)}] must be [${operand.type.name}], found value [${context.textOf(value.span)}] type [${value.type.name}]`,
    label: "not of the type of what it is compared with",
    help: isTextFor(operand, value) ? helpForList(context, operand) : undefined,
  });
}

/**
 * What to write for a list of strings on a type without literals of its own: Elasticsearch takes the strings with `==`
 * but refuses a list of them (In.java `resolveType` with DataTypes.areCompatible; elastic/elasticsearch#118621).
 */
function helpForList(context: CheckContext, { type, span }: CheckedExpression): string {
  if (type.family === "ip") return `write \`cidrMatch(${context.textOf(span)}, …)\` with the same addresses`;
  return "Elasticsearch takes no list here: compare with `==`, `<` or `>`";
}

/** Dates, addresses and versions have no literals of their own: they are written as strings. */
function isTextFor(operand: CheckedExpression, value: CheckedExpression): boolean {
  const { family } = operand.type;
  return value.type.family === "string" && (family === "date" || family === "ip" || family === "version");
}

function isText({ type }: CheckedExpression): boolean {
  return type.family === "string" || type.family === "null";
}

function notText(context: CheckContext, node: PredicateNode, operand: CheckedExpression): undefined {
  const instead = node.list || node.operator === "in~" ? "in" : "==";
  const cidr = operand.type.family === "ip" ? ", or `cidrMatch` for blocks" : "";
  return context.report({
    code: "EQL104",
    span: operand.span,
    message: `first argument of [${node.operator}] must be [string], found value [${context.textOf(operand.span)}] type [${operand.type.name}]; consider using [${instead}] instead`,
    help: `use \`${instead}\`${cidr}`,
  });
}

function checkPattern(
  context: CheckContext,
  node: PredicateNode,
  operand: CheckedExpression,
  values: readonly CheckedExpression[],
): CheckedPattern | undefined {
  if (!isText(operand)) return notText(context, node, operand);
  const syntax = node.operator.startsWith("regex") ? "regex" : "wildcard";
  const ignoreCase = node.operator === ":" || node.operator.endsWith("~");
  const patterns: string[] = [];
  let sound = true;
  for (const [index, value] of values.entries()) {
    if (value.kind === "literal" && typeof value.value === "string") patterns.push(value.value);
    else sound = notAPattern(context, node, value, index);
    if (syntax === "regex" && sound) sound = checkRegex(context, value, patterns.at(-1)!, operand, ignoreCase);
  }
  if (!sound) return undefined;
  return { kind: "pattern", span: node.span, type: booleanType, syntax, ignoreCase, operand, patterns };
}

function notAPattern(context: CheckContext, node: PredicateNode, value: CheckedExpression, index: number): false {
  context.report({
    code: "EQL104",
    span: value.span,
    message: `${ordinal(index + 1)} argument of [${node.operator}] must be [string], found value [${context.textOf(value.span)}] type [${value.type.name}]`,
    help: isConstant(value) ? "write the pattern as a string" : "a pattern must be a constant string",
  });
  return false;
}

/** Said once: what follows in the query is not compiled any more. */
function tooMuchRegexWork(context: CheckContext, value: CheckedExpression): false {
  context.regexBudget.left = 0;
  context.report({
    code: "EQL127",
    span: value.span,
    message: "too many or too large regular expressions",
    label: "from here on too much work to compile",
    help: "use `like` for wildcards, `in` for lists of values, or smaller counts in `{…}`",
  });
  return false;
}

/** Fields are matched by Lucene's expressions, computed values by Java's (eql facts §6). */
function checkRegex(
  context: CheckContext,
  value: CheckedExpression,
  pattern: string,
  operand: CheckedExpression,
  ignoreCase: boolean,
): boolean {
  const compile = operand.kind === "field" ? compileLuceneRegex : compileJavaRegex;
  const { regexBudget: budget } = context;
  const isFirst = budget.left === mostWorkOfPattern;
  if (budget.left === 0) return false;
  const compiled = compile(pattern, { ignoreCase, budget });
  if (compiled.ok) return true;
  if (budget.left <= 0 && !isFirst) return tooMuchRegexWork(context, value);
  context.report({
    code: "EQL118",
    span: value.span,
    message: "invalid regular expression",
    label: compiled.reason,
    help:
      operand.kind === "field"
        ? "the syntax is Lucene's: no anchors, no \\b, and . ? + * | { } [ ] ( ) \" \\ # @ & < > ~ are operators"
        : "on a computed value the syntax is Java's, without look-around and back references here",
  });
  return false;
}
