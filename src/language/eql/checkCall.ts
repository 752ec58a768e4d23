import { functions } from "../../predicate/functions.ts";
import { parseIpBlock } from "../../predicate/ip.ts";
import { didYouMean } from "../../text/didYouMean.ts";
import type { CallNode } from "./ast.ts";
import { type CheckContext, ordinal } from "./checkContext.ts";
import { type CheckedExpression, type CheckedLiteral, isConstant } from "./checked.ts";
import { doubleType, type ExpressionType, isIntegral, longType, nullType, widerNumber } from "./expressionType.ts";
import {
  legacyFunctions,
  type Parameter,
  type ParameterType,
  parameterAt,
  type Signature,
  signatureOf,
  signatures,
} from "./functions.ts";

/** The function that a call names, once name, `~` and the number of arguments are right (eql facts §7). */
export function resolveFunction(context: CheckContext, node: CallNode): Signature | undefined {
  const signature = signatureOf(node.name);
  if (signature === undefined) return unknownFunction(context, node);
  if (node.ignoreCase && !signature.ignoresCase) return pointlessTilde(context, node, signature);
  const least = signature.parameters.length - signature.optional;
  const most = signature.repeats ? Number.POSITIVE_INFINITY : signature.parameters.length;
  if (node.args.length >= least && node.args.length <= most) return signature;
  return context.report({
    code: "EQL108",
    span: node.nameSpan,
    message: `error building [${signature.name.toLowerCase()}]: expects ${expected(least, most)}`,
    label: `${node.args.length} given`,
  });
}

const counts = ["no", "one", "two", "three", "four"];

function expected(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return `at least ${counts[least]} ${least === 1 ? "argument" : "arguments"}`;
  if (least === most) return `exactly ${counts[least]} ${least === 1 ? "argument" : "arguments"}`;
  return `${counts[least]} or ${counts[most]} arguments`;
}

function unknownFunction(context: CheckContext, node: CallNode): undefined {
  if (context.full) return;
  const legacy = legacyFunctions.get(node.name.toLowerCase());
  const near = didYouMean(
    node.name,
    signatures.map(({ name }) => name),
  ).map((name) => `\`${name}\``);
  return context.report({
    code: "EQL106",
    span: node.nameSpan,
    message: `unknown function [${context.shown(node.name)}]`,
    label: legacy === undefined ? "not a function of EQL" : "a function of Endgame's EQL, not of Elasticsearch's",
    help:
      legacy ??
      (near.length > 0
        ? `did you mean ${near.join(", ")}?`
        : `functions: ${signatures.map(({ name }) => name).join(", ")}`),
  });
}

function pointlessTilde(context: CheckContext, node: CallNode, signature: Signature): undefined {
  return context.report({
    code: "EQL107",
    span: node.nameSpan,
    message: `unknown function [${node.name}~], did you mean [${signature.name}]?`,
    label: "has no case-insensitive form",
    help: `write \`${signature.name}(…)\``,
  });
}

/** A call whose arguments fit; a call of literals alone is the literal it gives. */
export function checkCall(
  context: CheckContext,
  node: CallNode,
  signature: Signature,
  args: readonly CheckedExpression[],
): CheckedExpression | undefined {
  const fits = args.map((arg, index) => checkArgument(context, node, parameterAt(signature, index)!, arg, index));
  if (fits.includes(false)) return undefined;
  const type = returnType(signature, args);
  const { name } = signature;
  if ((name === "divide" || name === "modulo") && dividesByZero(args[0]!, args[1]!))
    return reportZero(context, args[1]!);
  if (args.every((arg) => arg.kind === "literal")) return foldCall(context, node, signature, args, type);
  // Elasticsearch drops `string()` around a keyword, which is a plain field again then (PruneCast in …/eql/…/Optimizer.java).
  if (name === "string" && args[0]!.type.family === "string" && args[0]!.type.name !== "text") return args[0];
  return { kind: "call", span: node.span, type, name, ignoreCase: node.ignoreCase, args };
}

function returnType(signature: Signature, args: readonly CheckedExpression[]): ExpressionType {
  if (signature.returns !== "wider number") return signature.returns;
  return widerNumber(args[0]!.type, args[1]!.type);
}

/** Whether an integer is divided by the literal 0, which fails the query (eql facts §6). */
export function dividesByZero(left: CheckedExpression, right: CheckedExpression): boolean {
  return right.kind === "literal" && isIntegral(right.type) && Number(right.value) === 0 && isIntegral(left.type);
}

export function reportZero(context: CheckContext, divisor: CheckedExpression): undefined {
  return context.report({
    code: "EQL114",
    span: divisor.span,
    message: "division of an integer by zero",
    label: "fails the query on the first event",
  });
}

function foldCall(
  context: CheckContext,
  node: CallNode,
  signature: Signature,
  args: readonly CheckedLiteral[],
  type: ExpressionType,
): CheckedLiteral | undefined {
  const floating = args.map((arg) => arg.type.name === doubleType.name);
  const values = args.map((arg) => arg.value);
  const value = functions[signature.name].evaluate(values, { ignoreCase: node.ignoreCase, floating });
  if (value === null && signature.name === "number" && values[0] !== null) {
    return context.report({
      code: "EQL119",
      span: args[0]!.span,
      message: `cannot parse [${context.textOf(args[0]!.span)}] as a number`,
      label: "fails the query",
    });
  }
  const whole = signature.name === "number" && (typeof value === "bigint" || Number.isInteger(value));
  return { kind: "literal", span: node.span, type: value === null ? nullType : whole ? longType : type, value };
}

function checkArgument(
  context: CheckContext,
  node: CallNode,
  parameter: Parameter,
  arg: CheckedExpression,
  index: number,
): boolean {
  if (parameter.constant === true && !isConstant(arg)) {
    context.report({
      code: "EQL110",
      span: arg.span,
      message: `${ordinal(index)} argument of [${context.textOf(node.span)}] must be a constant, received [${context.textOf(arg.span)}]`,
    });
    return false;
  }
  if (!accepts(parameter.type, arg)) {
    context.report({
      code: "EQL109",
      span: arg.span,
      message: `${ordinal(index)} argument of [${context.textOf(node.span)}] must be [${parameter.type}], found value [${context.textOf(arg.span)}] type [${arg.type.name}]`,
      help: index === 0 ? helpFor(node, parameter.type, arg) : undefined,
    });
    return false;
  }
  return parameter.constant !== true || checkBlock(context, arg);
}

function accepts(wanted: ParameterType, arg: CheckedExpression): boolean {
  if (arg.type.family === "null" || wanted === "any") return true;
  if (wanted === "integer") return isIntegral(arg.type);
  return arg.type.family === wanted || (wanted === "ip" && arg.kind !== "field" && arg.type.family === "string");
}

function helpFor(node: CallNode, wanted: ParameterType, arg: CheckedExpression): string | undefined {
  if (wanted === "string" && arg.type.family !== "string") return `write \`string(…)\` around it`;
  return wanted === "ip" && arg.kind === "field" ? `\`${node.name}\` needs a field of type ip` : undefined;
}

/** A CIDR block given to cidrMatch; one that cannot be read would fail the query. */
function checkBlock(context: CheckContext, arg: CheckedExpression): boolean {
  if (arg.kind !== "literal" || arg.value === null || parseIpBlock(String(arg.value)) !== undefined) return true;
  context.report({
    code: "EQL117",
    span: arg.span,
    message: `[${arg.value}] is not a CIDR block`,
    help: 'write a block such as "10.0.0.0/8" or "2001:db8::/32"',
  });
  return false;
}
