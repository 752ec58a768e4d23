import type { Catalogue } from "../../ecs/field.ts";
import { type Diagnostic, sortDiagnostics } from "../../text/diagnostic.ts";
import { lookBackOf } from "../lookBack.ts";
import type { Rule } from "../rule.ts";
import { understandRule } from "../understandQuery.ts";
import { alwaysTrue } from "./alwaysTrue.ts";
import { caseNeverHeld } from "./caseNeverHeld.ts";
import { categoryNeverHeld } from "./categoryNeverHeld.ts";
import { fieldNeverSet } from "./fieldNeverSet.ts";
import { withoutIgnored } from "./ignoreComment.ts";
import { keysNeverJoin } from "./keysNeverJoin.ts";
import { diagnosticOf, type LintCheck } from "./lintCheck.ts";
import { type LintInput, lintContext } from "./lintContext.ts";
import { liveWildcard } from "./liveWildcard.ts";
import { maxspanUnreachable } from "./maxspanUnreachable.ts";
import { negationOfMissing } from "./negationOfMissing.ts";
import { neverTrue } from "./neverTrue.ts";
import { otherDataStream } from "./otherDataStream.ts";
import { regexOperator } from "./regexOperator.ts";
import { regexTooLarge } from "./regexTooLarge.ts";
import { repeatedCondition } from "./repeatedCondition.ts";
import { sequenceWithoutKey } from "./sequenceWithoutKey.ts";
import { valueNeverHeld } from "./valueNeverHeld.ts";
import { wildcardInLiteral } from "./wildcardInLiteral.ts";

/** Every check, by code. */
export const lintChecks: readonly LintCheck[] = [
  fieldNeverSet,
  caseNeverHeld,
  valueNeverHeld,
  negationOfMissing,
  wildcardInLiteral,
  liveWildcard,
  categoryNeverHeld,
  keysNeverJoin,
  maxspanUnreachable,
  neverTrue,
  alwaysTrue,
  repeatedCondition,
  regexOperator,
  sequenceWithoutKey,
  regexTooLarge,
  otherDataStream,
];

/** Of one check in one query; nobody reads more. */
const mostFindings = 50;

/**
 * What is suspicious about a query that compiles, ordered by place, save what its comments ignore. Never throws.
 */
export function lintQuery(input: LintInput): Diagnostic[] {
  const context = lintContext(input);
  const found = lintChecks.flatMap(({ code, run }) =>
    run(context)
      .slice(0, mostFindings)
      .map((finding) => diagnosticOf(code, context, finding)),
  );
  return sortDiagnostics(withoutIgnored(context.source, found));
}

/** The same for a rule, with its index patterns and times; nothing for one whose query is not EQL or does not compile. */
export function lintRule(rule: Rule, catalogue: Catalogue): Diagnostic[] {
  if (rule.type !== "eql") return [];
  const { query } = understandRule(rule, catalogue);
  if (query === undefined) return [];
  const lookBackMs = lookBackOf(rule);
  return lintQuery({
    query,
    catalogue,
    ...(rule.index === undefined ? {} : { index: rule.index }),
    ...(lookBackMs === undefined ? {} : { lookBackMs }),
  });
}
