import type { TypedExpression } from "../checked.ts";
import { likeMatcher, type Matcher, rlikeMatcher } from "../functions/patterns.ts";
import type { EvaluationContext } from "../functions/scalarFunction.ts";
import { multivalueWarning } from "../functions/warnings.ts";
import { isMultivalue, type Single, type Value } from "../value.ts";
import type { Evaluate } from "./row.ts";

type CallExpression = Extract<TypedExpression, { kind: "call" }>;

/*
 * What most conditions of rules are made of, without a list of arguments for each row. Each answers as the function of
 * its name does; undefined where it is not made for the arguments.
 */

/** The single value, or null for null and, with a warning, for several. */
function singleOf(value: Value, context: EvaluationContext, at: CallExpression): Single | null {
  if (value === null || !isMultivalue(value)) return value as Single | null;
  const { place } = at;
  if (place === undefined) context.warn(multivalueWarning);
  else {
    const line = `Line ${place.line}:${place.column}`;
    context.warn(
      `${line}: evaluation of [${place.text}] failed, treating result as null. Only first 20 failures recorded.`,
    );
    context.warn(`${line}: ${multivalueWarning}`);
  }
  return null;
}

/** `==` and `!=` of texts, one of them constant. */
export function quickComparison(call: CallExpression, args: readonly Evaluate[]): Evaluate | undefined {
  if (call.name !== "==" && call.name !== "!=") return undefined;
  const [left, right] = call.args;
  if (!isText(left!) || right!.kind !== "constant" || typeof right!.value !== "string" || !isText(right!))
    return undefined;
  const wanted = right!.value;
  const whenEqual = call.name === "==";
  const operand = args[0]!;
  return (row, context) => {
    const value = singleOf(operand(row, context), context, call);
    return value === null ? null : (value === wanted) === whenEqual;
  };
}

/** `in` of a text in constant texts; a null among them makes what is not found unknown. */
export function quickMembership(call: CallExpression, args: readonly Evaluate[]): Evaluate | undefined {
  if (call.name !== "in" || !isText(call.args[0]!)) return undefined;
  const list = call.args.slice(1);
  const values = new Set<Value>();
  let otherwise: false | null = false;
  for (const item of list) {
    if (item.kind !== "constant" || (item.value !== null && typeof item.value !== "string")) return undefined;
    if (item.value === null) otherwise = null;
    else values.add(item.value);
  }
  const operand = args[0]!;
  return (row, context) => {
    const value = singleOf(operand(row, context), context, call);
    return value === null ? null : values.has(value) || otherwise;
  };
}

/** `like` and `rlike`, whose patterns are constant, with the patterns compiled once. */
export function likeConstantMatcher(call: CallExpression, args: readonly Evaluate[]): Evaluate | undefined {
  if (call.name !== "like" && call.name !== "rlike") return undefined;
  const compile = call.name === "like" ? likeMatcher : rlikeMatcher;
  const tests: ((text: string) => boolean)[] = [];
  for (const pattern of call.args.slice(1)) {
    const compiled: Matcher | undefined =
      pattern.kind === "constant" && typeof pattern.value === "string" ? compile(pattern.value) : undefined;
    if (compiled === undefined || !("matches" in compiled)) return undefined;
    tests.push(compiled.matches);
  }
  const operand = args[0]!;
  return (row, context) => {
    const value = singleOf(operand(row, context), context, call);
    if (value === null) return null;
    for (let at = 0; at < tests.length; at++) if (tests[at]!(value as string)) return true;
    return false;
  };
}

function isText({ type }: TypedExpression): boolean {
  return type === "keyword" || type === "text";
}
