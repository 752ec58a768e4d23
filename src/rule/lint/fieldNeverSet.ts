import { canProduce, producedFields } from "../../normalize/producedFields.ts";
import { didYouMean } from "../../text/didYouMean.ts";
import { leavesOf, nodesOf } from "./leaves.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import type { LintedFilter } from "./lintContext.ts";

/** Finds fields that no event of the data streams read can have. */
export const fieldNeverSet: LintCheck = {
  code: "LINT001",
  name: "a field that the data stream never has",
  run: ({ filters }) => filters.flatMap(findings),
};

function findings(filter: LintedFilter): Finding[] {
  if (!filter.isClosed) return [];
  return leavesOf(filter.checked.condition).flatMap(({ node, isNegated }) =>
    nodesOf(node).flatMap((part) => {
      if (part.kind !== "field" || isSet(filter, part.field.name)) return [];
      return [finding(filter, part.field.name, part.span, isNegated)];
    }),
  );
}

/** Whether some data stream that the filter reads can have the field. */
export function isSet({ streams }: LintedFilter, name: string): boolean {
  return streams.some(({ dataset }) => canProduce(dataset, name));
}

function finding(filter: LintedFilter, name: string, span: Finding["span"], isNegated: boolean): Finding {
  const outcome = isNegated ? "so this is always true" : "so this is never true";
  const [nearest] = nearFields(filter, name);
  return {
    span,
    message: `\`${name}\` is never set in ${streamNames(filter)}`,
    label: isPartial(filter) ? `eqlite does not map it yet, ${outcome}` : `no event has it, ${outcome}`,
    help:
      nearest === undefined
        ? "remove the condition, or read a data stream that has the field"
        : `did you mean \`${nearest}\`?`,
  };
}

/** The data streams of a filter, as they are called in messages. */
export function streamNames({ streams }: LintedFilter): string {
  return streams.map(({ dataset }) => `\`${dataset}\``).join(" and ");
}

function isPartial({ streams }: LintedFilter): boolean {
  return streams.some(({ dataset }) => producedFields[dataset].partial);
}

/** Fields that the data streams have and whose name ends alike, then those spelled alike. */
export function nearFields({ streams }: LintedFilter, name: string): string[] {
  const names = streams.flatMap(({ dataset }) => producedFields[dataset].names);
  const ending = name.split(".").slice(-2).join(".");
  return [...names.filter((each) => each.endsWith(`.${ending}`)), ...didYouMean(name, names)];
}
