import type { Expression } from "../ast.ts";
import type { TypedExpression } from "../checked.ts";
import { aggregateFunctions } from "../functions/aggregates/index.ts";
import { bucketFunction } from "../functions/bucket.ts";
import { scalarFunctions } from "../functions/index.ts";
import { type CheckContext, meant, shown } from "./checkContext.ts";
import { checkKql, checkMatch } from "./checkDocument.ts";
import type { CallNode, ExpressionScope } from "./expressionScope.ts";
import { callOf, reportCount } from "./typedCall.ts";
import { whyFunctionUnsupported } from "./unsupported.ts";

/** A call by its name: a scalar function, in STATS an aggregate, in BY a grouping function, KQL and MATCH on documents. */
export function checkCall(
  context: CheckContext,
  scope: ExpressionScope,
  node: CallNode,
  check: (arg: Expression) => TypedExpression | undefined,
): TypedExpression | undefined {
  if (node.name === "kql") return checkKql(context, scope, node);
  if (node.name === "match") return checkMatchCall(context, scope, node);
  if (aggregateFunctions.has(node.name)) {
    if (scope.aggregate !== undefined) return scope.aggregate(node);
    return scope.isInAggregate === true ? nestedAggregate(context, node) : strayAggregate(context, scope, node);
  }
  const definition = node.name === "bucket" ? bucketFunction : scalarFunctions.get(node.name);
  if (definition === undefined) return unknownFunction(context, node);
  if (definition === bucketFunction && scope.isGrouping !== true) return strayGrouping(context, node);
  const args = node.args.map(check);
  if (args.includes(undefined)) return undefined;
  if (definition.name === "now") context.readsClock = true;
  return callOf(context, {
    name: definition.name,
    args: args as TypedExpression[],
    nodes: node.args,
    span: node.span,
    nameSpan: node.nameSpan,
  });
}

/** MATCH(field, "text"), which the operator `:` is another spelling of. */
function checkMatchCall(context: CheckContext, scope: ExpressionScope, node: CallNode): TypedExpression | undefined {
  const [field, query] = node.args;
  if (field === undefined || query === undefined || node.args.length > 2) {
    return reportCount(context, node.name, node.nameSpan, node.args.length, "two arguments");
  }
  const [option] = node.options;
  if (option === undefined) return checkMatch(context, scope, field, query, node.span);
  return context.report({
    code: "ESQL142",
    span: option.span,
    message: "options of [match] are not supported here",
    label: `[${shown(option.name)}] changes how a text is searched`,
    help: "leave the options out, or compare with `==`, `LIKE` or `RLIKE`",
  });
}

function unknownFunction(context: CheckContext, { name, nameSpan }: CallNode): undefined {
  const why = whyFunctionUnsupported(name);
  if (why !== undefined) {
    return context.report({
      code: "ESQL141",
      span: nameSpan,
      message: `function [${shown(name)}] is not supported here`,
      label: why,
    });
  }
  return context.report({
    code: "ESQL103",
    span: nameSpan,
    message: `unknown function [${shown(name)}]`,
    label: "no such function in ES|QL",
    help: meant(context.nearNames(name, [...scalarFunctions.keys(), ...aggregateFunctions.keys()])),
  });
}

function strayAggregate(context: CheckContext, { place }: ExpressionScope, { name, nameSpan }: CallNode): undefined {
  return context.report({
    code: "ESQL110",
    span: nameSpan,
    message: `aggregate function [${name}] not allowed outside STATS command`,
    label: `in ${place}`,
    help: "aggregate in `| STATS … BY …` or `| INLINE STATS … BY …` before, and use its column here",
  });
}

function nestedAggregate(context: CheckContext, { name, nameSpan }: CallNode): undefined {
  return context.report({
    code: "ESQL111",
    span: nameSpan,
    message: `nested aggregations [${name}] not allowed inside other aggregations`,
    label: "inside the arguments of an aggregate",
    help: "aggregate twice: `| STATS … BY a, b | STATS … BY a`",
  });
}

function strayGrouping(context: CheckContext, { name, nameSpan }: CallNode): undefined {
  return context.report({
    code: "ESQL113",
    span: nameSpan,
    message: `cannot use grouping function [${name}] outside of a STATS command's BY`,
    label: "it makes groups",
    help: "write it behind BY, or use `DATE_TRUNC(…)` here",
  });
}
