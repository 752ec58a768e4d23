import { possible } from "../../predicate/partial.ts";
import type { LintCheck } from "./lintCheck.ts";
import type { LintedFilter } from "./lintContext.ts";

/** Notes filters that no event eqlite produces can satisfy, though Elastic's other integrations may. */
export const otherDataStream: LintCheck = {
  code: "LINT016",
  name: "a filter over data streams that eqlite does not produce",
  run: ({ filters }) =>
    filters.filter(readsOthersOnly).map(({ written }) => ({
      severity: "note",
      span: written.span,
      message: "no event that eqlite produces satisfies this",
      label: "it asks for another data stream",
      help: "eqlite reads `aws.cloudtrail` and `azure.activitylogs`",
    })),
};

/** A condition that is false of itself, as one on an unmapped optional field, asks for no data stream. */
function readsOthersOnly({ streams, predicate }: LintedFilter): boolean {
  return streams.length === 0 && possible(predicate, () => undefined) !== "no";
}
