import type { Scalar } from "../../ecs/value.ts";
import { isSet, nearFields, streamNames } from "./fieldNeverSet.ts";
import { conjunctsOf } from "./impossible.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import type { LintContext, LintedFilter, LintedKey } from "./lintContext.ts";

/**
 * Finds join keys by which the events of a sequence or sample can never come together: a key that one of the data streams
 * never has, a key that is different in every event, a key for which two items ask different values.
 */
export const keysNeverJoin: LintCheck = {
  code: "LINT008",
  name: "a join key that never joins",
  run: (context) => {
    const present = context.filters.filter(({ isAbsent }) => !isAbsent);
    const [first] = present;
    if (first === undefined) return [];
    return first.keys.flatMap((_, at) => findingsOfKey(context, present, at));
  },
};

function findingsOfKey(context: LintContext, filters: readonly LintedFilter[], at: number): Finding[] {
  const never = filters.find((filter) => filter.isClosed && !isSet(filter, filter.keys[at]!.field.name));
  if (never !== undefined) return [neverSet(never, never.keys[at]!)];
  if (isUnique(filters, at)) return [unique(filters[0]!.keys[at]!)];
  return context.checked.kind === "event" ? [] : differentValues(filters, at);
}

function neverSet(filter: LintedFilter, key: LintedKey): Finding {
  const [nearest] = nearFields(filter, key.field.name);
  return {
    span: key.span,
    message: `\`${key.field.name}\` is never set in ${streamNames(filter)}`,
    label: key.optional ? "always null, so it joins nothing" : "no event has it, so the sequence never matches",
    help: nearest === undefined ? "join by a field that every item has" : `did you mean \`${nearest}\`?`,
    also: { span: filter.written.span, label: "in these events" },
  };
}

/** Fields that are different in every event; repeated events are dropped before rules see them. */
const uniqueFields = new Set(["event.id", "_id"]);

function isUnique(filters: readonly LintedFilter[], at: number): boolean {
  return filters.every(({ keys, isClosed }) => isClosed && uniqueFields.has(keys[at]!.field.name));
}

function unique({ field, span }: LintedKey): Finding {
  return {
    span,
    message: `no two events share a \`${field.name}\``,
    label: "so the sequence never matches",
    help: "join by what the events have in common, such as `cloud.account.id, ?user.name`",
  };
}

function differentValues(filters: readonly LintedFilter[], at: number): Finding[] {
  const [first, ...others] = filters.flatMap((filter) => {
    const key = filter.keys[at]!;
    const values = valuesAskedOf(filter, key.field.name);
    return values === undefined ? [] : [{ key, values, filter }];
  });
  const other = others.find(({ key, values }) => {
    return key.field.name === first!.key.field.name && ![...values].some((value) => first!.values.has(value));
  });
  if (first === undefined || other === undefined) return [];
  return [
    {
      span: other.key.span,
      message: `two items ask for different values of the join key \`${first.key.field.name}\``,
      label: "so the sequence never matches",
      help: "remove it from the keys, or ask for the same value in each item",
      also: { span: other.filter.written.span, label: "this item asks for another value than the first" },
    },
  ];
}

/** The values, case folded, one of which the field must have; undefined when it may have others. */
function valuesAskedOf({ predicate }: LintedFilter, name: string): ReadonlySet<Scalar> | undefined {
  for (const { atom, wanted } of conjunctsOf(predicate, true)) {
    if (!wanted || atom.kind !== "test" || atom.field.name !== name) continue;
    if (atom.test.kind === "equals") return folded([atom.test.value]);
    if (atom.test.kind === "oneOf") return folded(atom.test.values);
  }
  return undefined;
}

function folded(values: readonly Scalar[]): ReadonlySet<Scalar> {
  return new Set(values.map((value) => (typeof value === "string" ? value.toLowerCase() : value)));
}
