import { constant as constantPredicate } from "../../../predicate/build.ts";
import { compile as compilePredicate } from "../../../predicate/compile.ts";
import type { Place, TypedExpression } from "../checked.ts";
import { bucketFunction } from "../functions/bucket.ts";
import { scalarFunctions } from "../functions/index.ts";
import type { EvaluationContext, ScalarFunction } from "../functions/scalarFunction.ts";
import { multivalueWarning } from "../functions/warnings.ts";
import { type EsqlType, isMultivalue, type Single, type Value } from "../value.ts";
import { isFoldable } from "./foldable.ts";
import { likeConstantMatcher, quickComparison, quickMembership } from "./quick.ts";
import type { Evaluate } from "./row.ts";
import type { ColumnReader } from "./sourceRow.ts";

type CallExpression = Extract<TypedExpression, { kind: "call" }>;

/**
 * An expression as a closure over rows.
 *
 * The rule of most functions is kept here: a null argument gives null, several values give null and a warning
 * (esql-multivalued-fields.md). What reads no row is evaluated once a run. `readers` reads the columns of FROM by slot.
 */
export function compileExpression(expression: TypedExpression, readers: ReadonlyMap<number, ColumnReader>): Evaluate {
  switch (expression.kind) {
    case "constant": {
      const { value } = expression;
      return () => value;
    }
    case "column":
      return columnOf(expression.slot, readers.get(expression.slot));
    case "document":
      return documentTest(expression.predicate);
    case "call": {
      const evaluate = compileCall(expression, readers);
      return isFoldable(expression) ? once(evaluate) : evaluate;
    }
  }
}

function columnOf(slot: number, reader: ColumnReader | undefined): Evaluate {
  if (reader === undefined) return ({ slots }) => slots[slot] ?? null;
  return ({ slots, source }) => {
    const known = slots[slot];
    if (known !== undefined) return known;
    const value = source === null ? null : reader(source);
    slots[slot] = value;
    return value;
  };
}

function documentTest(predicate: Extract<TypedExpression, { kind: "document" }>["predicate"]): Evaluate {
  const matches = compilePredicate(predicate ?? constantPredicate(false));
  return ({ source }) => source !== null && matches(source);
}

/** Once a run, which has a context of its own: each run is to warn. */
function once(evaluate: Evaluate): Evaluate {
  let known: Value = null;
  let knownOf: EvaluationContext | undefined;
  return (row, context) => {
    if (knownOf !== context) {
      known = evaluate(row, context);
      knownOf = context;
    }
    return known;
  };
}

function compileCall(call: CallExpression, readers: ReadonlyMap<number, ColumnReader>): Evaluate {
  const args = call.args.map((arg) => compileExpression(arg, readers));
  if (call.name === "and" || call.name === "or") return logical(args, call.name === "or");
  const quick = quickMembership(call, args) ?? quickComparison(call, args) ?? likeConstantMatcher(call, args);
  if (quick !== undefined) return quick;
  const definition = call.name === bucketFunction.name ? bucketFunction : scalarFunctions.get(call.name)!;
  return located(
    applied(
      definition,
      args,
      call.args.map((arg) => arg.type),
    ),
    call.place,
  );
}

/** `and` and `or` of any number of operands, three-valued; stops at the operand that decides. */
function logical(args: readonly Evaluate[], decisive: boolean): Evaluate {
  return (row, context) => {
    let isKnown = true;
    for (let at = 0; at < args.length; at++) {
      const value = args[at]!(row, context);
      if (value === decisive) return decisive;
      if (value === null) isKnown = false;
      else if (isMultivalue(value)) {
        context.warn(multivalueWarning);
        isKnown = false;
      }
    }
    return isKnown ? !decisive : null;
  };
}

function applied(definition: ScalarFunction, args: readonly Evaluate[], types: readonly EsqlType[]): Evaluate {
  switch (definition.kind) {
    case "lazy":
      return (row, context) =>
        definition.evaluate(
          args.map((arg) => () => arg(row, context)),
          context,
          types,
        );
    case "whole":
      return (row, context) =>
        definition.evaluate(
          args.map((arg) => arg(row, context)),
          context,
          types,
        );
    case "single":
      return (row, context) => {
        const values: Single[] = [];
        for (let at = 0; at < args.length; at++) {
          const value = args[at]!(row, context);
          if (value === null) return null;
          if (isMultivalue(value)) {
            context.warn(multivalueWarning);
            return null;
          }
          values.push(value);
        }
        return definition.evaluate(values, context, types);
      };
  }
}

/** Warnings of a call name where it stands, as Elasticsearch's do. */
function located(evaluate: Evaluate, place: Place | undefined): Evaluate {
  if (place === undefined) return evaluate;
  const contexts = new WeakMap<EvaluationContext, EvaluationContext>();
  return (row, context) => {
    let own = contexts.get(context);
    if (own === undefined) contexts.set(context, (own = contextAt(context, place)));
    return evaluate(row, own);
  };
}

function contextAt({ nowMs, warn }: EvaluationContext, { line, column, text }: Place): EvaluationContext {
  return {
    nowMs,
    warn: (message) => {
      if (message.startsWith("Line ")) return warn(message);
      const at = `Line ${line}:${column}`;
      warn(`${at}: evaluation of [${text}] failed, treating result as null. Only first 20 failures recorded.`);
      warn(`${at}: ${message}`);
    },
  };
}
