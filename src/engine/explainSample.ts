import type { SampleQuery } from "../predicate/query.ts";
import type { RunnableRule } from "../rule/rule.ts";
import type { Hit } from "./hit.ts";
import { type SampleMatch, SampleRun } from "./state/sampleRun.ts";

/** The samples of a rule that hold an event, of all its hits. */
export function samplesWith(
  id: string,
  { rule }: RunnableRule,
  query: SampleQuery,
  hits: Iterable<Hit>,
): SampleMatch[] {
  const run = new SampleRun(query, rule);
  for (const { event, steps } of hits) run.add(event, steps);
  return run.finish().filter(({ events }) => events.some((event) => event.id === id));
}
