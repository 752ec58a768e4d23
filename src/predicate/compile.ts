import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { KnownByNumber } from "../ecs/knownByNumber.ts";
import { someCombination } from "./combinations.ts";
import { compileExpression } from "./compileExpression.ts";
import { compileTest } from "./compileTest.ts";
import { elementViews } from "./elementViews.ts";
import type { Atom, ExpressionAtom, Predicate, Test, TestAtom } from "./predicate.ts";

/** A compiled predicate. */
export type Matcher = (view: EventView) => boolean;

/**
 * A predicate as closures: patterns, blocks and sets are prepared once, and operands of `and` and `or` are tried cheapest
 * first, which cannot change the answer since atoms have no effects.
 *
 * Agrees with {@link evaluate} on every predicate and event. Never throws. `atomOf` may give one matcher for an atom that
 * several predicates have.
 */
export function compile(predicate: Predicate, atomOf: (atom: Atom) => Matcher = compileAtom): Matcher {
  const compiled = (operand: Predicate) => compile(operand, atomOf);
  switch (predicate.kind) {
    case "constant": {
      const { value } = predicate;
      return () => value;
    }
    case "and":
      return every(cheapestFirst(predicate.operands).map(compiled));
    case "or":
      return some(cheapestFirst(predicate.operands).map(compiled));
    case "not": {
      const operand = compiled(predicate.operand);
      return (view) => !operand(view);
    }
    case "test":
    case "expression":
      return atomOf(predicate);
  }
}

/** One atom as a closure; see {@link compile}. */
export function compileAtom(atom: Atom): Matcher {
  return atom.kind === "test" ? compileTestAtom(atom) : compileExpressionAtom(atom);
}

function compileTestAtom({ field, test }: TestAtom): Matcher {
  if (test.kind === "exists") return byNumber(field, (view) => view.values(field).length > 0);
  if (test.kind === "element") {
    const matches = compile(test.condition);
    return (view) => elementViews(field, view).some(matches);
  }
  const passes = compileTest(field, test);
  return byNumber(field, (view) => {
    const values = view.values(field);
    for (let i = 0; i < values.length; i++) if (passes(values[i]!)) return true;
    return false;
  });
}

const no = 1;
const yes = 2;

/** What a matcher that reads one field says, looked up where the field's values have numbers. */
function byNumber(field: Field, matches: Matcher): Matcher {
  const known = new KnownByNumber(field, (length) => new Uint8Array(length));
  return (view) => {
    const number = known.numberIn(view);
    if (number < 0) return matches(view);
    const answer = known.get(number);
    if (answer !== 0) return answer === yes;
    const isMatch = matches(view);
    known.set(number, isMatch ? yes : no);
    return isMatch;
  };
}

function compileExpressionAtom({ fields, expression }: ExpressionAtom): Matcher {
  const compiled = compileExpression(expression, fields);
  const matches: Matcher = (view) => {
    const lists = fields.map((field) => view.values(field));
    return someCombination(lists, (combination) => compiled(combination) === true);
  };
  const [first] = fields;
  return first !== undefined && fields.every((field) => field === first) ? byNumber(first, matches) : matches;
}

function every(matchers: readonly Matcher[]): Matcher {
  const [first, second] = matchers;
  if (matchers.length === 2) return (view) => first!(view) && second!(view);
  return (view) => {
    for (let i = 0; i < matchers.length; i++) if (!matchers[i]!(view)) return false;
    return true;
  };
}

function some(matchers: readonly Matcher[]): Matcher {
  const [first, second] = matchers;
  if (matchers.length === 2) return (view) => first!(view) || second!(view);
  return (view) => {
    for (let i = 0; i < matchers.length; i++) if (matchers[i]!(view)) return true;
    return false;
  };
}

/** Rough relative costs of one look at one value (perf-and-libs facts §2). */
const testCosts: Readonly<Record<Test["kind"], number>> = {
  exists: 1,
  equals: 1,
  oneOf: 2,
  compare: 2,
  cidr: 8,
  wildcard: 8,
  regex: 100,
  element: 200,
};
const expressionCost = 30;

function cheapestFirst(operands: readonly Predicate[]): Predicate[] {
  const priced = operands.map((operand) => ({ operand, cost: costOf(operand) }));
  return priced.sort((a, b) => a.cost - b.cost).map(({ operand }) => operand);
}

function costOf(predicate: Predicate): number {
  switch (predicate.kind) {
    case "constant":
      return 0;
    case "and":
    case "or":
      return predicate.operands.reduce((sum, operand) => sum + costOf(operand), 1);
    case "not":
      return costOf(predicate.operand);
    case "test":
      return testCosts[predicate.test.kind];
    case "expression":
      return expressionCost * (1 + predicate.fields.length);
  }
}
