import type { Span } from "../../../text/source.ts";
import type { Expression } from "../ast.ts";
import type { TypedExpression } from "../checked.ts";
import { bucketFunction } from "../functions/bucket.ts";
import { scalarFunctions } from "../functions/index.ts";
import type { AggregateFunction, Parameter, ScalarFunction } from "../functions/scalarFunction.ts";
import { isNumber } from "../functions/types.ts";
import type { EsqlType, Value } from "../value.ts";
import { type CheckContext, shown } from "./checkContext.ts";
import { castLiteral, castTarget, isStringLiteral } from "./literal.ts";

/** A call whose arguments are typed. */
export interface TypedCall {
  readonly name: string;
  readonly args: readonly TypedExpression[];
  readonly nodes: readonly Expression[];
  readonly span: Span;
  readonly nameSpan: Span;
}

/** The call, if its function takes these arguments; string literals and mixed numbers are converted as Elasticsearch does. */
export function callOf(context: CheckContext, call: TypedCall): TypedExpression | undefined {
  const definition = call.name === "bucket" ? bucketFunction : scalarFunctions.get(call.name)!;
  const args = checkArguments(context, definition, call);
  if (args === undefined) return undefined;
  const type = definition.resultType(args.map((arg) => arg.type));
  if (typeof type !== "string") return reportTypes(context, call, args, type.problem);
  return { kind: "call", type, name: definition.name, args, place: context.placeOf(call.span) };
}

/** The arguments that fit a function's parameters, converted where needed; undefined when one does not, reported. */
export function checkArguments(
  context: CheckContext,
  definition: ScalarFunction | AggregateFunction,
  call: TypedCall,
): readonly TypedExpression[] | undefined {
  if (!countFits(context, definition.parameters, call)) return undefined;
  const cast = call.args.map((arg, at) =>
    castArgument(context, parameterAt(definition.parameters, at), arg, call.nodes[at]!),
  );
  if (cast.includes(undefined)) return undefined;
  const args = widened(definition.name, cast as TypedExpression[]);
  for (const [at, arg] of args.entries()) {
    if (!argumentFits(context, call, parameterAt(definition.parameters, at), arg, at)) return undefined;
  }
  const problem = definition.constantProblem?.(args.map(constantValue));
  if (problem === undefined) return args;
  return expressionFunctions.has(definition.name)
    ? refusePattern(context, call, problem)
    : context.report({
        code: "ESQL114",
        span: call.span,
        message: `[${call.name}] cannot run: ${problem}`,
        label: "its arguments are the same for every row",
      });
}

/** Functions whose constants are regular expressions, which the engines here do not know all of. */
const expressionFunctions: ReadonlySet<string> = new Set(["rlike", "replace"]);

function refusePattern(context: CheckContext, call: TypedCall, problem: string): undefined {
  return context.report({
    code: "ESQL144",
    span: call.span,
    message: `[${call.name}] has a regular expression that cannot run here`,
    label: problem,
    help: "write it without look-around, back references and intersections, or as several simpler ones",
  });
}

function parameterAt(parameters: readonly Parameter[], at: number): Parameter {
  return parameters[Math.min(at, parameters.length - 1)]!;
}

function countFits(context: CheckContext, parameters: readonly Parameter[], call: TypedCall): boolean {
  const optional = parameters.findIndex((parameter) => parameter.optional === true);
  const least = optional < 0 ? parameters.length : optional;
  const most = parameters.at(-1)?.variadic === true ? Number.POSITIVE_INFINITY : parameters.length;
  if (call.args.length >= least && call.args.length <= most) return true;
  const wanted =
    most === least
      ? `exactly ${counted(least)}`
      : most > 1000
        ? `at least ${counted(least)}`
        : `${least} to ${counted(most)}`;
  reportCount(context, call.name, call.nameSpan, call.args.length, wanted);
  return false;
}

function counted(count: number): string {
  return count === 0 ? "no arguments" : count === 1 ? "one argument" : `${count} arguments`;
}

export function reportCount(context: CheckContext, name: string, span: Span, found: number, wanted: string): undefined {
  return context.report({
    code: "ESQL104",
    span,
    message: `function [${name}] takes ${wanted}, not ${found}`,
  });
}

function castArgument(
  context: CheckContext,
  parameter: Parameter,
  arg: TypedExpression,
  node: Expression,
): TypedExpression | undefined {
  if (arg.kind !== "constant" || !isStringLiteral(arg, node) || !namedCasts(parameter)) return arg;
  const target = castTarget(parameter.types);
  return target === undefined ? arg : castLiteral(context, arg, node.span, target);
}

/** Operators have their own rule, by the other side, and conditions take no strings. */
function namedCasts({ name }: Parameter): boolean {
  return !operandNames.has(name);
}

const operandNames: ReadonlySet<string> = new Set(["lhs", "rhs", "left", "right", "operand", "condition"]);

const mixing: ReadonlySet<string> = new Set(["coalesce", "case", "greatest", "least"]);
const widths: readonly EsqlType[] = ["integer", "long", "double"];

/** COALESCE, CASE, GREATEST and LEAST turn numbers into the type of the first, if that is no narrower than any. */
function widened(name: string, args: readonly TypedExpression[]): readonly TypedExpression[] {
  const first = mixing.has(name) ? args.find((arg) => isNumber(arg.type))?.type : undefined;
  if (first === undefined) return args;
  const fits = (type: EsqlType) => !isNumber(type) || type === first || isWider(first, type);
  if (!args.every((arg) => fits(arg.type))) return args;
  return args.map((arg) =>
    !isNumber(arg.type) || arg.type === first ? arg : { kind: "call", type: first, name: `to_${first}`, args: [arg] },
  );
}

function isWider(wide: EsqlType, narrow: EsqlType): boolean {
  return widths.includes(narrow) && widths.indexOf(wide) > widths.indexOf(narrow);
}

function argumentFits(
  context: CheckContext,
  call: TypedCall,
  parameter: Parameter,
  arg: TypedExpression,
  at: number,
): boolean {
  const node = call.nodes[at]!;
  if (arg.type !== "null" && !parameter.types.includes(arg.type)) {
    context.report({
      code: "ESQL105",
      span: node.span,
      message: `${ordinal(at)} argument of [${shown(call.name)}] must be [${typeNames(parameter.types)}], found value [${context.textOf(node.span)}] type [${arg.type}]`,
      label: `this is ${arg.type}`,
      help: conversionHelp(parameter.types),
    });
    return false;
  }
  if (parameter.constant !== true || isFoldable(arg)) return true;
  context.report({
    code: "ESQL107",
    span: node.span,
    message: `${ordinal(at)} argument of [${shown(call.name)}] must be a constant, received [${context.textOf(node.span)}]`,
    label: "depends on the row",
    help: "write the value itself",
  });
  return false;
}

function typeNames(types: readonly EsqlType[]): string {
  const names = types.filter((type) => type !== "text").map((type) => (type === "keyword" ? "string" : type));
  return names.join(", ");
}

function conversionHelp(types: readonly EsqlType[]): string | undefined {
  if (types.includes("keyword")) return "convert it with `TO_STRING(…)`";
  if (types.includes("double")) return "convert it with `TO_DOUBLE(…)` or `TO_LONG(…)`";
  if (types.includes("datetime")) return "convert it with `TO_DATETIME(…)`";
  return types.includes("ip") ? "convert it with `TO_IP(…)`" : undefined;
}

const ordinals = ["first", "second", "third", "fourth", "fifth"];

function ordinal(at: number): string {
  return ordinals[at] ?? `${at + 1}th`;
}

function reportTypes(
  context: CheckContext,
  call: TypedCall,
  args: readonly TypedExpression[],
  problem: string,
): undefined {
  return context.report({
    code: "ESQL105",
    span: call.span,
    message: `[${shown(call.name)}] has arguments of the wrong types: ${problem}`,
    label: args.map((arg) => arg.type).join(", "),
    help: "convert one side, such as with `TO_STRING(…)`, `TO_LONG(…)` or `TO_DATETIME(…)`",
  });
}

/** Whether an expression reads nothing of a row. */
export function isFoldable(expression: TypedExpression): boolean {
  if (expression.kind === "call") return expression.args.every(isFoldable);
  return expression.kind === "constant";
}

function constantValue(expression: TypedExpression): Value | undefined {
  return expression.kind === "constant" ? expression.value : undefined;
}
