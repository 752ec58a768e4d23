import type { Field } from "../ecs/field.ts";
import type { Atom, Expression, Predicate } from "./predicate.ts";

/** The distinct fields a predicate reads, by name, in order of first occurrence. */
export function fieldsOf(predicate: Predicate): Field[] {
  const fields = new Map<string, Field>();
  for (const atom of atomsOf(predicate)) {
    for (const field of fieldsOfAtom(atom)) if (!fields.has(field.name)) fields.set(field.name, field);
  }
  return [...fields.values()];
}

/** The distinct fields of one atom. */
export function fieldsOfAtom(atom: Atom): readonly Field[] {
  if (atom.kind === "test") return [atom.field];
  return [...new Map(atom.fields.map((field) => [field.name, field])).values()];
}

/** The atoms of a predicate in source order, repetitions included. */
export function atomsOf(predicate: Predicate): Atom[] {
  switch (predicate.kind) {
    case "constant":
      return [];
    case "and":
    case "or":
      return predicate.operands.flatMap(atomsOf);
    case "not":
      return atomsOf(predicate.operand);
    case "test":
    case "expression":
      return [predicate];
  }
}

/** The field of each mention in an expression, in order of first occurrence; see numberMentions. */
export function fieldsOfExpression(expression: Expression): Field[] {
  const fields = new Map<string, Field>();
  for (const part of partsOf(expression)) {
    if (part.kind === "field") fields.set(`${part.mention ?? 0} ${part.field.name}`, part.field);
  }
  return [...fields.values()];
}

/** Where a mention of a field stands among the fields of its expression, which {@link fieldsOfExpression} gave. */
export function slotOf(fields: readonly Field[], field: Field, mention = 0): number {
  let seen = 0;
  return fields.findIndex(({ name }) => name === field.name && seen++ === mention);
}

/** An expression and everything inside it, outer before inner, left before right. */
export function partsOf(expression: Expression): Expression[] {
  return [expression, ...operandsOf(expression).flatMap(partsOf)];
}

function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "field":
      return [];
    case "call":
      return expression.args;
    case "arithmetic":
    case "comparison":
      return [expression.left, expression.right];
    case "negate":
    case "isNull":
    case "pattern":
    case "not":
      return [expression.operand];
    case "in":
      return [expression.operand, ...expression.values];
    case "and":
    case "or":
      return expression.operands;
  }
}
