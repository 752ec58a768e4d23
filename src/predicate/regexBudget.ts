/** What one pattern may take alone: a million derivatives, about a fifth of a second. */
export const mostWorkOfPattern = 1_000_000;

/** Derivatives that take the time RE2 needs for one state, and for a pattern of none. */
const workOfState = 8;
const workOfPattern = 30;

/** The work that several regular expressions may still take to compile together, in derivatives of an automaton. */
export interface RegexBudget {
  left: number;
}

/** Why a pattern is not compiled that may well be sound. */
export const budgetSpent = "too much work, together with the regular expressions before it";

/** Takes what RE2 needs for a program of so many states; false, and all of it taken, if not so much is left. */
export function takes(budget: RegexBudget | undefined, states: number): boolean {
  if (budget === undefined) return true;
  budget.left = Math.max(0, budget.left - workOfPattern - workOfState * states);
  return budget.left > 0;
}
