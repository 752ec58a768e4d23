import { type CheckedExpression, childrenOf } from "../../language/eql/checked.ts";
import { atomKey } from "../../predicate/atomKey.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import type { Span } from "../../text/source.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import { type LintedFilter, predicateOfCondition } from "./lintContext.ts";

/** Finds a condition, or a value of a list, that stands twice: the second was mostly meant to be another. */
export const repeatedCondition: LintCheck = {
  code: "LINT012",
  name: "a condition or a value that stands twice",
  run: ({ filters }) => filters.flatMap((filter) => [...conditions(filter), ...values(filter)]),
};

function conditions({ checked }: LintedFilter): Finding[] {
  const visit = (condition: CheckedExpression): Finding[] => {
    if (condition.kind !== "and" && condition.kind !== "or" && condition.kind !== "not") return [];
    const parts = childrenOf(condition);
    return [...repeated(parts), ...parts.flatMap(visit)];
  };
  return visit(checked.condition);
}

function repeated(parts: readonly CheckedExpression[]): Finding[] {
  const firsts = new Map<string, Span>();
  return parts.flatMap((part) => {
    const { span } = part;
    const key = keyOf(predicateOfCondition(part));
    const first = key === undefined ? undefined : firsts.get(key);
    if (key !== undefined && first === undefined) firsts.set(key, span);
    return first === undefined ? [] : [finding("the same condition stands twice", span, first)];
  });
}

/** Only single conditions are compared; two alike groups of them are rare. */
function keyOf(predicate: Predicate): string | undefined {
  switch (predicate.kind) {
    case "test":
    case "expression":
      return atomKey(predicate);
    case "not": {
      const key = keyOf(predicate.operand);
      return key === undefined ? undefined : `not ${key}`;
    }
    default:
      return undefined;
  }
}

function values(filter: LintedFilter): Finding[] {
  const seen = new Map<CheckedExpression, Map<string, Span>>();
  return filter.texts.flatMap(({ leaf, text, span, ignoresCase }) => {
    const firsts = seen.get(leaf.node) ?? new Map<string, Span>();
    seen.set(leaf.node, firsts);
    const key = ignoresCase ? text.toLowerCase() : text;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, span);
    return first === undefined ? [] : [finding("the same value stands twice in the list", span, first)];
  });
}

function finding(message: string, span: Span, first: Span): Finding {
  return {
    span,
    message,
    label: "again here",
    help: "remove it, or write the other one that was meant",
    also: { span: first, label: "first here" },
  };
}
