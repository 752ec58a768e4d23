import type { Field } from "../../ecs/field.ts";
import { atomKey } from "../../predicate/atomKey.ts";
import { and, constant, not, or } from "../../predicate/build.ts";
import { atomsOf } from "../../predicate/fields.ts";
import { possible } from "../../predicate/partial.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import { type DataStream, type KnownValues, lookUp } from "./dataStreams.ts";
import { type Leaf, leavesOf, nodesOf } from "./leaves.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import { type LintedFilter, predicateOfCondition } from "./lintContext.ts";
import { type Lacking, streamFactsOf } from "./streamFacts.ts";

/**
 * Finds exclusions (`!=`, `not in`, `not`) on a field that some events lack for a reason of their own: they all pass,
 * since in EQL a negated condition is true of a missing field (eql facts §5).
 *
 * Silent where such an event cannot match anyway or matches for another reason, and where the filter tests the field for
 * null: then the author knows.
 */
export const negationOfMissing: LintCheck = {
  code: "LINT004",
  name: "an exclusion that everything without the field passes",
  run: ({ filters }) => filters.flatMap(findings),
};

function findings(filter: LintedFilter): Finding[] {
  if (!filter.isClosed || filter.isAbsent) return [];
  const seen = new Set<string>();
  return leavesOf(filter.checked.condition).flatMap((leaf) => {
    const field = leaf.isNegated ? subjectOf(leaf) : undefined;
    if (field === undefined || seen.has(field.name) || testsForNull(filter, field)) return [];
    seen.add(field.name);
    const lacking = whoPasses(filter, leaf, field);
    return lacking === undefined ? [] : [finding(leaf, field, lacking)];
  });
}

/** The one field that a leaf reads. */
function subjectOf({ node }: Leaf): Field | undefined {
  const fields = nodesOf(node).flatMap((part) => (part.kind === "field" ? [part.field] : []));
  return fields.length === 1 ? fields[0] : undefined;
}

function testsForNull({ predicate }: LintedFilter, { name }: Field): boolean {
  return atomsOf(predicate).some(
    (atom) => atom.kind === "test" && atom.test.kind === "exists" && atom.field.name === name,
  );
}

function whoPasses(filter: LintedFilter, leaf: Leaf, field: Field): Lacking | undefined {
  const excluded = atomsOf(predicateOfCondition(leaf.node)).map(atomKey);
  // What the filter would be if the exclusion applied to everything.
  const applied = withAtoms(filter.predicate, new Set(excluded));
  return filter.streams
    .flatMap((stream) => streamFactsOf(stream.dataset).lacking.map((lacking) => ({ stream, lacking })))
    .find(({ stream, lacking }) => {
      if (!lacking.lacks.includes(field.name)) return false;
      const known = lookUp(valuesOf(stream, lacking));
      return possible(filter.predicate, known) !== "no" && possible(applied, known) === "no";
    })?.lacking;
}

function valuesOf({ known }: DataStream, { holds, lacks }: Lacking): KnownValues {
  return new Map([...known, ...holds, ...lacks.map((name) => [name, []] as const)]);
}

/** The predicate with some atoms, given by their keys, taken for true. */
function withAtoms(predicate: Predicate, keys: ReadonlySet<string>): Predicate {
  switch (predicate.kind) {
    case "constant":
      return predicate;
    case "and":
      return and(...predicate.operands.map((operand) => withAtoms(operand, keys)));
    case "or":
      return or(...predicate.operands.map((operand) => withAtoms(operand, keys)));
    case "not":
      return not(withAtoms(predicate.operand, keys));
    case "test":
    case "expression":
      return keys.has(atomKey(predicate)) ? constant(true) : predicate;
  }
}

function finding({ node }: Leaf, field: Field, { who }: Lacking): Finding {
  return {
    span: node.span,
    message: `everything without \`${field.name}\` passes this exclusion`,
    label: `${who} have none`,
    help: `add \`${field.name} != null\` to leave them out; to let them in knowingly, write \`${field.name} == null or …\``,
  };
}
