import type { Field } from "../../ecs/field.ts";
import {
  cidr,
  compare,
  constant,
  equals,
  exists,
  expression,
  not,
  oneOf,
  regex,
  wildcard,
} from "../../predicate/build.ts";
import { evaluateExpression } from "../../predicate/expression.ts";
import { matchesParts, type PatternPart } from "../../predicate/patternParts.ts";
import type { Expression, Predicate } from "../../predicate/predicate.ts";
import type {
  CheckedCall,
  CheckedComparison,
  CheckedExpression,
  CheckedField,
  CheckedLiteral,
  CheckedMembership,
  CheckedPattern,
} from "./checked.ts";
import { dateBound, lowerExpression, nullTested } from "./lowerExpression.ts";
import { luceneWildcardParts } from "./luceneWildcard.ts";

/**
 * One leaf condition as a predicate that holds where the leaf is true for some combination of values (eql facts §5).
 *
 * What reads one plain field becomes a test of that field, everything else an expression. Of `!=` and `not in` the
 * positive form is lowered: they are its negation, which is the caller's to add ({@link isNegative}).
 */
export function lowerLeaf(leaf: CheckedExpression): Predicate {
  switch (leaf.kind) {
    case "field":
      return equals(leaf.field, true);
    case "call":
      return lowerCall(leaf) ?? computed(leaf);
    case "comparison":
      return lowerComparison({ ...leaf, operator: leaf.operator === "!=" ? "==" : leaf.operator });
    case "in":
      return lowerIn({ ...leaf, negated: false });
    case "pattern":
      return lowerPattern(leaf);
    default:
      return computed(leaf);
  }
}

/** Whether a leaf is the negation of what {@link lowerLeaf} answers for it. */
export function isNegative(leaf: CheckedExpression): boolean {
  return (leaf.kind === "comparison" && leaf.operator === "!=") || (leaf.kind === "in" && leaf.negated);
}

function computed(leaf: CheckedExpression): Predicate {
  const body: Expression = lowerExpression(leaf);
  const atom = expression(body);
  if (atom.kind !== "expression" || atom.fields.length > 0) return atom;
  return constant(evaluateExpression(body, () => null) === true);
}

function lowerComparison(leaf: CheckedComparison): Predicate {
  const tested = nullTested(leaf);
  if (tested?.kind === "field") return not(exists(wholeField(tested)));
  const { left, operator, right } = leaf;
  if (tested !== undefined || left.kind !== "field" || right.kind !== "literal") return computed(leaf);
  if (operator === "==" || operator === "!=") return lowerEquality(left, right);
  if (right.last !== undefined) return compare(left.field, operator, dateBound(operator, right));
  return compare(left.field, operator, right.value!);
}

/**
 * The field that a null test asks: of a text field the text itself, which is there also where it is too long for the
 * keyword sub-field (IsNulls in x-pack/plugin/ql/…/planner/ExpressionTranslators.java takes no exact attribute).
 */
function wholeField({ field, type }: CheckedField): Field {
  if (type.name !== "text") return field;
  const { ignoreAbove: _, ...whole } = field;
  return whole;
}

function lowerEquality(left: CheckedField, right: CheckedLiteral): Predicate {
  const { field } = left;
  if (field.type === "ip" && String(right.value).includes("/")) return cidr(field, [String(right.value)]);
  if (right.last === undefined || right.last === right.value) return equals(field, right.value!);
  // One and the same value must be within the day, so both bounds stand in one expression.
  return computed({ kind: "comparison", span: right.span, type: right.type, operator: "==", left, right });
}

function lowerIn(leaf: CheckedMembership): Predicate {
  const { operand, values, ignoreCase } = leaf;
  if (operand.kind !== "field" || !values.every((value) => value.kind === "literal")) return computed(leaf);
  const scalars = values.flatMap(({ value }) => (value === null ? [] : [value]));
  return oneOf(operand.field, scalars, ignoreCase);
}

function lowerPattern(leaf: CheckedPattern): Predicate {
  const { operand, syntax, patterns, ignoreCase } = leaf;
  if (operand.kind !== "field") return computed(leaf);
  return syntax === "wildcard"
    ? wildcard(operand.field, patterns, ignoreCase)
    : regex(operand.field, patterns, ignoreCase);
}

/** A boolean call on one plain field and constants, as the query that Elasticsearch makes of it. */
function lowerCall({ name, ignoreCase, args }: CheckedCall): Predicate | undefined {
  const [subject, ...rest] = args;
  if (subject?.kind !== "field") return undefined;
  const texts = rest.map((arg) => (arg.kind === "literal" && typeof arg.value === "string" ? arg.value : undefined));
  if (!texts.every((text) => text !== undefined)) return undefined;
  if (name === "cidrMatch") return cidr(subject.field, texts);
  const parts = textQuery(name, texts[0] ?? "");
  return parts && matchesParts(subject.field, parts, ignoreCase);
}

/**
 * What the text functions look for in a plain field, with or without `~`.
 *
 * Trap: Elasticsearch makes a wildcard query of `stringContains` and `endsWith` and does not escape the text, so `*` and
 * `?` in it are wildcards and a backslash takes the next character literally; `startsWith` is a prefix query, where
 * nothing is special (x-pack/plugin/eql/…/planner/QueryTranslator.java, CaseInsensitiveScalarFunctions, and
 * querytranslator_tests.txt; elastic-rules facts §4).
 */
function textQuery(name: CheckedCall["name"], text: string): readonly PatternPart[] | undefined {
  switch (name) {
    case "stringContains":
      return luceneWildcardParts(`*${text}*`);
    case "endsWith":
      return luceneWildcardParts(`*${text}`);
    case "startsWith":
      return text === "" ? [{ kind: "run" }] : [{ kind: "text", text }, { kind: "run" }];
    default:
      return undefined;
  }
}
