import { geoField } from "../rule/fieldsRead.ts";
import type { UnsupportedRule } from "../rule/notEvaluable.ts";
import type { RunnableRule } from "../rule/rule.ts";

/** A rule that gave no answer, and why: never a rule that found nothing. */
export interface NotEvaluable {
  readonly name: string;
  readonly reason: string;
}

/** Rules set apart for what they need and the scan does not have; the others run. */
export interface Selection {
  readonly run: readonly RunnableRule[];
  readonly notEvaluable: readonly NotEvaluable[];
}

/**
 * Sets apart the rules of unsupported kinds, the disabled ones, and those that read geo fields without a database:
 * their exclusions would turn into alerts and their conditions into silence (ecs-mapping facts §4).
 */
export function selectRules(
  rules: readonly RunnableRule[],
  unsupported: readonly UnsupportedRule[],
  hasGeo: boolean,
): Selection {
  const notEvaluable = unsupported.map(({ rule, reason }) => ({ name: rule.name, reason }));
  const run: RunnableRule[] = [];
  for (const runnable of rules) {
    const reason = reasonNotToRun(runnable, hasGeo);
    if (reason === undefined) run.push(runnable);
    else notEvaluable.push({ name: runnable.rule.name, reason });
  }
  return { run, notEvaluable };
}

function reasonNotToRun(runnable: RunnableRule, hasGeo: boolean): string | undefined {
  if (!runnable.rule.enabled) return "disabled in its file (enabled = false)";
  const geo = hasGeo ? undefined : geoField(runnable);
  return geo === undefined ? undefined : `reads ${geo}, which needs a geo database (--geo FILE.mmdb)`;
}
