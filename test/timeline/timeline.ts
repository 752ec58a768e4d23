import { setField } from "../../src/ecs/document.ts";
import type { Field } from "../../src/ecs/field.ts";
import { type EcsValue, emptyObject } from "../../src/ecs/value.ts";
import type { EventOrdering } from "../../src/engine/state/eventOrder.ts";
import { SequenceRun, type SequenceRunCounters } from "../../src/engine/state/sequenceRun.ts";
import type { NormalizedEvent } from "../../src/normalize/record.ts";
import type { JoinKey, SequenceQuery, SequenceStep } from "../../src/predicate/query.ts";
import { parseDuration } from "../../src/text/duration.ts";

/**
 * A sequence and its events as text, one thing a line:
 *
 * ```
 * steps a !b c           the steps, each satisfied by events that name its letter; ! for missing
 * until x
 * by user ?host          join keys; ? for optional
 * maxspan 10s
 * tiebreaker event.sequence
 * at 20s one ab user=ana host=[h1,h2] count=3
 * ```
 *
 * An event line has its time, its id, the letters it satisfies (`-` for none) and its fields. `#` starts a comment.
 */
export interface Timeline {
  readonly query: SequenceQuery;
  readonly ordering: EventOrdering;
  readonly hits: readonly { readonly event: NormalizedEvent; readonly steps: readonly number[] }[];
}

export function parseTimeline(text: string): Timeline {
  const lines = text.split("\n").map((line) => line.replace(/#.*/, "").trim());
  const settings = new Map<string, string[]>();
  const events: string[][] = [];
  for (const line of lines.filter((one) => one !== "")) {
    const [word, ...rest] = line.split(/\s+/);
    if (word === "at") events.push(rest);
    else settings.set(word!, rest);
  }
  const names = settings.get("steps") ?? [];
  const untilName = settings.get("until")?.[0];
  const keys = (settings.get("by") ?? []).map(joinKey);
  const step = (name: string): SequenceStep => ({
    predicate: { kind: "constant", value: true },
    keys,
    ...(name.startsWith("!") ? { missing: true } : {}),
  });
  const maxspan = settings.get("maxspan")?.[0];
  const query: SequenceQuery = {
    kind: "sequence",
    steps: names.map(step),
    ...(untilName === undefined ? {} : { until: step(untilName) }),
    ...(maxspan === undefined ? {} : { maxspanMs: milliseconds(maxspan) }),
  };
  const tiebreaker = settings.get("tiebreaker")?.[0];
  const timestamp = settings.get("timestamp")?.[0];
  const ordering = {
    ...(tiebreaker === undefined ? {} : { tiebreakerField: tiebreaker }),
    ...(timestamp === undefined ? {} : { timestampField: timestamp }),
  };
  const letters = [...names, ...(untilName === undefined ? [] : [untilName])].map((name) => name.replace("!", ""));
  return { query, ordering, hits: events.map((words) => hitOf(words, letters)) };
}

/** Completed sequences, each as its event ids joined by spaces. */
export function runTimeline(text: string): string[] {
  return runWithCounters(text).sequences;
}

export function runWithCounters(text: string): { sequences: string[]; counters: SequenceRunCounters } {
  const { query, ordering, hits } = parseTimeline(text);
  const run = new SequenceRun(query, ordering);
  for (const { event, steps } of hits) run.add(event, steps);
  const sequences = run.finish().map(({ events }) => events.map(({ id }) => id).join(" "));
  return { sequences, counters: run.counters };
}

const numeric = new Set(["count"]);

export function joinKey(name: string): JoinKey {
  const plain = name.replace(/^\?/, "");
  const field: Field = { name: plain, type: numeric.has(plain) ? "long" : "keyword" };
  return { field, optional: plain !== name };
}

function hitOf([time, id, letters, ...fields]: string[], names: readonly string[]) {
  const document = emptyObject();
  const atMs = milliseconds(time!);
  setField(document, "@timestamp", new Date(atMs).toISOString());
  for (const field of fields) {
    const [name, value] = field.split("=");
    setField(document, name!, fieldValue(value!));
  }
  const event: NormalizedEvent = { kind: "event", dataset: "aws.cloudtrail", document, id: id!, atMs, derived: [] };
  const steps = names.flatMap((name, index) => ([...letters!].includes(name) ? [index] : []));
  return { event, steps };
}

function fieldValue(text: string): EcsValue {
  if (text.startsWith("[")) return text.slice(1, -1).split(",").filter(Boolean).map(fieldValue);
  if (text.startsWith('"')) return text.slice(1, -1);
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function milliseconds(text: string): number {
  const duration = parseDuration(text.replace(/^-/, ""));
  if (duration === undefined) throw new Error(`not a duration: ${text}`);
  return text.startsWith("-") ? -duration : duration;
}
