import { cloudtrailCategories } from "../../normalize/cloudtrailCategories.ts";
import { possible } from "../../predicate/partial.ts";
import { type DataStream, type KnownValues, lookUp } from "./dataStreams.ts";
import { isSet, streamNames } from "./fieldNeverSet.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import type { LintedFilter } from "./lintContext.ts";
import { valuesOf } from "./valueNeverHeld.ts";

/** Finds event categories that the data stream, or the calls a filter asks for, never have. */
export const categoryNeverHeld: LintCheck = {
  code: "LINT007",
  name: "an event category that the data stream never has",
  run: ({ filters }) => filters.flatMap(findings),
};

function findings(filter: LintedFilter): Finding[] {
  const { category } = filter.checked;
  if (category === null || !filter.isClosed) return [];
  const { field, value } = category;
  if (!isSet(filter, field.name)) return [finding(filter, `no event has \`${field.name}\``)];
  const values = valuesOf(filter, field.name);
  if (values !== undefined && !values.includes(value)) {
    return [finding(filter, `its categories are ${values.join(", ")}`)];
  }
  if (field.name !== "event.category" || filter.streams.some((stream) => canHold(filter, stream))) return [];
  return [finding(filter, "the calls asked for have no such category")];
}

/** Whether some call with a category satisfies the filter; only CloudTrail's categories follow from the call. */
function canHold({ predicate }: LintedFilter, { dataset, known }: DataStream): boolean {
  if (dataset !== "aws.cloudtrail") return false;
  return [...cloudtrailCategories].some(([action, { category, type }]) => {
    const event: KnownValues = new Map([
      ...known,
      ["event.action", [action]],
      ["event.category", category],
      ["event.type", type],
    ]);
    return possible(predicate, lookUp(event)) !== "no";
  });
}

function finding(filter: LintedFilter, label: string): Finding {
  const { span, value } = filter.written.category!;
  return {
    span,
    message: `no event of ${streamNames(filter)} here has the category \`${value}\``,
    label,
    help: "write `any where`",
  };
}
