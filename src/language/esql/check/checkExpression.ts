import type { Span } from "../../../text/source.ts";
import type { Expression } from "../ast.ts";
import type { Column, TypedExpression } from "../checked.ts";
import { checkCall } from "./checkCall.ts";
import { type CheckContext, meant, shown } from "./checkContext.ts";
import { checkMatch } from "./checkDocument.ts";
import type { ExpressionScope } from "./expressionScope.ts";
import { castLiteral, checkLiteral, isStringLiteral, takesLiterals } from "./literal.ts";
import { closedParent } from "./sourceColumn.ts";
import { callOf } from "./typedCall.ts";

/** An expression with its names resolved and its types known; undefined when it is wrong, which is reported. */
export function checkExpression(
  context: CheckContext,
  scope: ExpressionScope,
  node: Expression,
): TypedExpression | undefined {
  const group = scope.grouped?.(node);
  if (group !== undefined) return group;
  const check = (operand: Expression) => checkExpression(context, scope, operand);
  const call = (name: string, nodes: readonly Expression[]) => checkOperator(context, scope, node, name, nodes);
  switch (node.kind) {
    case "string":
    case "number":
    case "boolean":
    case "null":
    case "timeSpan":
    case "list":
      return checkLiteral(node);
    case "column":
      return checkColumn(context, scope, node);
    case "star":
      return context.report({
        code: "ESQL107",
        span: node.span,
        message: "a star stands only in COUNT(*)",
        help: "name a column",
      });
    case "call":
      return checkCall(context, scope, node, check);
    case "cast":
      return checkCast(context, node, check(node.operand));
    case "negate":
      return call("negate", [node.operand]);
    case "binary":
      return node.operator === "=~"
        ? refuseInsensitive(context, node.span)
        : call(node.operator, [node.left, node.right]);
    case "and":
    case "or":
      return checkLogical(context, scope, node);
    case "not":
      return call("not", [node.operand]);
    case "isNull":
      return call(node.negated ? "is_not_null" : "is_null", [node.operand]);
    case "in":
      return negatedIf(node.negated, call("in", [node.operand, ...node.values]));
    case "like":
    case "rlike": {
      const patterns = node.patterns.map(({ value, span }) => ({ kind: "string", value, span }) as const);
      return negatedIf(node.negated, call(node.kind, [node.operand, ...patterns]));
    }
    case "match":
      return checkMatch(context, scope, node.field, node.query, node.span);
  }
}

/** A condition: boolean, or null, which is never true. */
export function checkCondition(
  context: CheckContext,
  scope: ExpressionScope,
  node: Expression,
): TypedExpression | undefined {
  const condition = checkExpression(context, scope, node);
  if (condition === undefined || condition.type === "boolean" || condition.type === "null") return condition;
  return context.report({
    code: "ESQL108",
    span: node.span,
    message: `condition expression needs to be boolean, found [${condition.type}]`,
    label: "not a condition",
    help: "compare it with something, such as `== …` or `IS NOT NULL`",
  });
}

function checkColumn(
  context: CheckContext,
  scope: ExpressionScope,
  node: Extract<Expression, { kind: "column" }>,
): TypedExpression | undefined {
  const column = resolveColumn(context, scope, node);
  if (column === undefined || scope.refuse?.(column, node) === true) return undefined;
  return { kind: "column", type: column.type, slot: column.slot, name: column.name };
}

/** The column of a name; one that is not there, or that nothing can read, is reported. */
export function resolveColumn(
  context: CheckContext,
  scope: Pick<ExpressionScope, "find" | "names">,
  node: { readonly name: string; readonly span: Span },
): Column | undefined {
  const column = findColumn(context, scope, node);
  if (column === undefined || column.type !== "unsupported") return column;
  return context.report({
    code: "ESQL102",
    span: node.span,
    message: `cannot use column [${shown(node.name)}] with unsupported type [${mappedType(context, node.name)}]`,
    label: "ES|QL cannot read it",
    help: "use a field with a type that ES|QL reads, such as keyword",
  });
}

/** As {@link resolveColumn}, for commands that read no value: KEEP, DROP and RENAME take what nothing can read. */
export function findColumn(
  context: CheckContext,
  scope: Pick<ExpressionScope, "find" | "names">,
  node: { readonly name: string; readonly span: Span },
): Column | undefined {
  return scope.find(node.name) ?? unknownColumn(context, scope, node);
}

function mappedType(context: CheckContext, name: string): string {
  return context.options.catalogue.field(name)?.type ?? "unsupported";
}

function unknownColumn(
  context: CheckContext,
  scope: Pick<ExpressionScope, "names">,
  { name, span }: { readonly name: string; readonly span: Span },
): undefined {
  // Looking for near names is the costly part; a query of nothing but slips must not pay it for each.
  if (context.full) return undefined;
  const parent = closedParent(context.options.catalogue, name);
  const mapped = context.options.catalogue.field(name);
  const why =
    parent !== undefined
      ? `it lies below the ${parent.type} field [${parent.name}], which ES|QL does not read`
      : mapped === undefined
        ? "not a mapped field, nor a column made before"
        : mapped.type === "object" || mapped.type === "nested"
          ? `its type is ${mapped.type}, which is no column`
          : "an earlier command left it out";
  return context.report({
    code: "ESQL101",
    span,
    message: `unknown column [${shown(name)}]`,
    label: why,
    help:
      meant(context.nearNames(name, scope.names())) ??
      (mapped === undefined ? undefined : "keep it in KEEP or STATS … BY"),
  });
}

/** Operands of `and` and `or`: a chain of any length is one call. */
function checkLogical(
  context: CheckContext,
  scope: ExpressionScope,
  node: Extract<Expression, { kind: "and" | "or" }>,
): TypedExpression | undefined {
  const operands: Expression[] = [];
  let left: Expression = node;
  while (left.kind === node.kind) {
    operands.push(left.right);
    left = left.left;
  }
  operands.push(left);
  const args = operands.reverse().map((operand) => checkOperand(context, scope, operand, node.kind));
  return args.includes(undefined)
    ? undefined
    : { kind: "call", type: "boolean", name: node.kind, args: args as TypedExpression[] };
}

function checkOperand(
  context: CheckContext,
  scope: ExpressionScope,
  node: Expression,
  operator: "and" | "or",
): TypedExpression | undefined {
  const operand = checkExpression(context, scope, node);
  if (operand === undefined || operand.type === "boolean" || operand.type === "null") return operand;
  return context.report({
    code: "ESQL105",
    span: node.span,
    message: `argument of [${operator.toUpperCase()}] must be [boolean], found value [${context.textOf(node.span)}] type [${operand.type}]`,
    help: "compare it with something, such as `== …` or `IS NOT NULL`",
  });
}

function negatedIf(negated: boolean, call: TypedExpression | undefined): TypedExpression | undefined {
  if (!negated || call === undefined) return call;
  return { kind: "call", type: "boolean", name: "not", args: [call] };
}

/** An operator over its operands; string literals take the type of the other side (Analyzer.ImplicitCasting). */
function checkOperator(
  context: CheckContext,
  scope: ExpressionScope,
  node: Expression,
  name: string,
  nodes: readonly Expression[],
): TypedExpression | undefined {
  const args = nodes.map((operand) => checkExpression(context, scope, operand));
  if (args.includes(undefined)) return undefined;
  const cast = castSides(context, name, args as TypedExpression[], nodes);
  if (cast === undefined) return undefined;
  return callOf(context, { name, args: cast, nodes, span: node.span, nameSpan: node.span });
}

const arithmetic: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%"]);
const comparisons: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

function castSides(
  context: CheckContext,
  name: string,
  args: readonly TypedExpression[],
  nodes: readonly Expression[],
): readonly TypedExpression[] | undefined {
  if (name === "in") {
    const { type } = args[0]!;
    if (!takesLiterals(type)) return args;
    return castEach(context, args, nodes, (at) => (at === 0 ? undefined : type));
  }
  if (!arithmetic.has(name) && !comparisons.has(name)) return args;
  const target = (other: TypedExpression) => {
    if (takesLiterals(other.type)) return other.type;
    const isSpan = other.type === "date_period" || other.type === "time_duration";
    return isSpan && (name === "+" || name === "-") ? ("datetime" as const) : undefined;
  };
  return castEach(context, args, nodes, (at) => target(args[1 - at]!));
}

function castEach(
  context: CheckContext,
  args: readonly TypedExpression[],
  nodes: readonly Expression[],
  target: (at: number) => TypedExpression["type"] | undefined,
): readonly TypedExpression[] | undefined {
  const cast = args.map((arg, at) => {
    const type = isStringLiteral(arg, nodes[at]!) ? target(at) : undefined;
    return type === undefined ? arg : castLiteral(context, arg as ConstantExpression, nodes[at]!.span, type);
  });
  return cast.includes(undefined) ? undefined : (cast as TypedExpression[]);
}

type ConstantExpression = Extract<TypedExpression, { kind: "constant" }>;

/** The conversion that `::type` names (EsqlDataTypeConverter, typesByName). */
const conversions: Readonly<Record<string, string>> = {
  keyword: "to_string",
  string: "to_string",
  text: "to_string",
  integer: "to_integer",
  int: "to_integer",
  long: "to_long",
  unsigned_long: "to_unsigned_long",
  double: "to_double",
  boolean: "to_boolean",
  bool: "to_boolean",
  datetime: "to_datetime",
  date: "to_datetime",
  date_nanos: "to_date_nanos",
  ip: "to_ip",
  version: "to_version",
  geo_point: "to_geopoint",
  geopoint: "to_geopoint",
  date_period: "to_dateperiod",
  time_duration: "to_timeduration",
};

function checkCast(
  context: CheckContext,
  node: Extract<Expression, { kind: "cast" }>,
  operand: TypedExpression | undefined,
): TypedExpression | undefined {
  if (operand === undefined) return undefined;
  const name = Object.hasOwn(conversions, node.type.name) ? conversions[node.type.name] : undefined;
  if (name === undefined) {
    return context.report({
      code: "ESQL109",
      span: node.type.span,
      message: `unknown data type named [${shown(node.type.name)}]`,
      label: "not a type that values are converted to",
      help: meant(context.nearNames(node.type.name, Object.keys(conversions))),
    });
  }
  return callOf(context, { name, args: [operand], nodes: [node.operand], span: node.span, nameSpan: node.type.span });
}

function refuseInsensitive(context: CheckContext, span: Span): undefined {
  return context.report({
    code: "ESQL141",
    span,
    message: "operator [=~] is not supported here",
    label: "Elasticsearch has it in development builds only",
    help: 'write `TO_LOWER(column) == "…"`',
  });
}
