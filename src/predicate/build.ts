import { elementsField } from "../ecs/elements.ts";
import type { Field } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { hasWildcard } from "../text/wildcard.ts";
import { fieldsOfExpression } from "./fields.ts";
import { hasRegexSyntax } from "./luceneRegex.ts";
import { numberMentions } from "./mentions.ts";
import type { Expression, Predicate, Test, TestAtom } from "./predicate.ts";

/**
 * Constructors of predicates that simplify without changing what an event answers: nested `and` and `or` are flattened,
 * constants folded, repeated operands (the same object) dropped, double negation removed, lists of one unpacked.
 */
export function constant(value: boolean): Predicate {
  return { kind: "constant", value };
}

/** True if every operand is; without operands true. */
export function and(...operands: readonly Predicate[]): Predicate {
  return combine("and", operands);
}

/** True if some operand is; without operands false. */
export function or(...operands: readonly Predicate[]): Predicate {
  return combine("or", operands);
}

export function not(operand: Predicate): Predicate {
  if (operand.kind === "constant") return constant(!operand.value);
  return operand.kind === "not" ? operand.operand : { kind: "not", operand };
}

function combine(kind: "and" | "or", operands: readonly Predicate[]): Predicate {
  const neutral = kind === "and";
  const distinct = new Set<Predicate>();
  for (const operand of operands.flatMap((part) => (part.kind === kind ? part.operands : [part]))) {
    if (operand.kind !== "constant") distinct.add(operand);
    else if (operand.value !== neutral) return constant(!neutral);
  }
  const [only] = distinct;
  if (only === undefined) return constant(neutral);
  return distinct.size === 1 ? only : { kind, operands: [...distinct] };
}

/** The field has a value. */
export function exists(field: Field): TestAtom {
  return test(field, { kind: "exists" });
}

/** Some value of the field equals this one; on `ip` fields a CIDR block equals its addresses. */
export function equals(field: Field, value: Scalar): TestAtom {
  return test(field, { kind: "equals", value });
}

/** Some value of the field is one of these; without values never. */
export function oneOf(field: Field, values: readonly Scalar[], ignoreCase = false): Predicate {
  const [only] = values;
  if (only === undefined) return constant(false);
  const isExact = !ignoreCase || typeof only !== "string";
  return values.length === 1 && isExact ? equals(field, only) : test(field, { kind: "oneOf", values, ignoreCase });
}

/** Some value of the field matches one of the patterns; patterns that are plain text become {@link oneOf}. */
export function wildcard(field: Field, patterns: readonly string[], ignoreCase = false): Predicate {
  return patterns.some(hasWildcard) || field.type === "ip"
    ? test(field, { kind: "wildcard", patterns, ignoreCase })
    : oneOf(field, patterns, ignoreCase);
}

/** As {@link wildcard}, with Lucene regular expressions. */
export function regex(field: Field, patterns: readonly string[], ignoreCase = false): Predicate {
  return patterns.some(hasRegexSyntax) || field.type === "ip"
    ? test(field, { kind: "regex", patterns, ignoreCase })
    : oneOf(field, patterns, ignoreCase);
}

/** Some value of the field compares so to this one. */
export function compare(field: Field, operator: "<" | "<=" | ">" | ">=", value: Scalar): TestAtom {
  return test(field, { kind: "compare", operator, value });
}

/** Some value of the field is an address in one of the blocks; without blocks never. */
export function cidr(field: Field, blocks: readonly string[]): Predicate {
  return blocks.length === 0 ? constant(false) : test(field, { kind: "cidr", blocks });
}

/** Some element of the nested field satisfies the condition by itself. */
export function element(nested: Field, condition: Predicate): Predicate {
  return condition.kind === "constant" && !condition.value
    ? condition
    : test(elementsField(nested), { kind: "element", condition });
}

/** The expression is true for some combination of a value for each mention of a field; a literal is a constant. */
export function expression(body: Expression): Predicate {
  if (body.kind === "literal") return constant(body.value === true);
  const numbered = numberMentions(body);
  return { kind: "expression", fields: fieldsOfExpression(numbered), expression: numbered };
}

function test(field: Field, of: Test): TestAtom {
  return { kind: "test", field, test: of };
}
