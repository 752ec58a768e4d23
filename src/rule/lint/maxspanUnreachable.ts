import { durationMs } from "../../text/duration.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import type { LintContext } from "./lintContext.ts";

/**
 * Finds spans of a sequence that its events cannot have: longer than a run of the rule looks back, or under a second
 * where every timestamp is a whole second.
 */
export const maxspanUnreachable: LintCheck = {
  code: "LINT009",
  name: "a maxspan that the events cannot have",
  run: (context) => {
    const { written, lookBackMs } = context;
    if (written.kind !== "sequence" || written.maxspan === null) return [];
    const { amount, unit, span } = written.maxspan;
    const ms = durationMs(amount, unit);
    if (lookBackMs !== undefined && ms > lookBackMs) return [beyondLookBack(span, lookBackMs)];
    return ms < 1000 && isWholeSeconds(context) ? [underASecond(span)] : [];
  },
};

function beyondLookBack(span: Finding["span"], lookBackMs: number): Finding {
  return {
    span,
    message: "the sequence may last longer than the rule looks back",
    label: `a run in Kibana reads the last ${printDuration(lookBackMs)} only`,
    help: "set `from` to the maxspan and the interval together, as in `now-25h` for 24h every hour",
  };
}

/** CloudTrail's `eventTime` has no fractions (AWS CloudTrail user guide, record contents). */
function isWholeSeconds({ filters }: LintContext): boolean {
  return filters.every(
    ({ isClosed, streams }) => isClosed && streams.every(({ dataset }) => dataset === "aws.cloudtrail"),
  );
}

function underASecond(span: Finding["span"]): Finding {
  return {
    span,
    message: "a maxspan of less than a second",
    label: "CloudTrail's times are whole seconds, so only events of the same second are joined",
    help: "write at least `maxspan=1s`",
  };
}

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
] as const;

/** The duration in the largest unit that it is a whole number of. */
function printDuration(ms: number): string {
  const [unit, size] = units.find(([, each]) => ms % each === 0) ?? ["ms", 1];
  return `${ms / size}${unit}`;
}
