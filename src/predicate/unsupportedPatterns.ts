import { atomsOf, partsOf } from "./fields.ts";
import { type PatternFailure, patternList } from "./patterns.ts";
import type { Atom, Expression, Predicate, Test } from "./predicate.ts";

export type { PatternFailure } from "./patterns.ts";

/**
 * The regular expressions of a predicate that cannot be compiled here, each with its reason.
 *
 * Such a pattern matches nothing, and under `not` everything, so a rule that has one must be refused, not run.
 */
export function unsupportedPatterns(predicate: Predicate): PatternFailure[] {
  return atomsOf(predicate).flatMap(failuresOfAtom);
}

function failuresOfAtom(atom: Atom): readonly PatternFailure[] {
  return atom.kind === "test" ? failuresOfTest(atom.test) : partsOf(atom.expression).flatMap(failuresOfExpression);
}

function failuresOfTest(test: Test): readonly PatternFailure[] {
  if (test.kind === "element") return unsupportedPatterns(test.condition);
  return test.kind === "regex" ? patternList(test.patterns, "regex", test.ignoreCase).failures : [];
}

function failuresOfExpression(expression: Expression): readonly PatternFailure[] {
  if (expression.kind !== "pattern" || expression.syntax !== "javaRegex") return [];
  return patternList(expression.patterns, "javaRegex", expression.ignoreCase).failures;
}
