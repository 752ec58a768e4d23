import { coerce } from "../../ecs/coerce.ts";
import type { EventView } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import { readField } from "../../ecs/readField.ts";
import type { EcsObject, Scalar } from "../../ecs/value.ts";
import { type IpAddress, parseIp, parseIpBlock } from "../../predicate/ip.ts";
import { canonicalScalar } from "../../predicate/value.ts";
import type { Execution } from "../../rule/rule.ts";
import { getOrPut } from "../getOrPut.ts";

export type ThreatMatchExecution = Extract<Execution, { kind: "threatMatch" }>;

type Entry = ThreatMatchExecution["groups"][number]["entries"][number];

/** An indicator that an event matches, through the field of one entry. */
export interface IndicatorMatch {
  /** Index among the indicators. */
  readonly indicator: number;
  /** The event's field. */
  readonly field: Field;
}

/** A group of entries: those that must match, and by their joined values the indicators that have them. */
interface Group {
  readonly wanted: readonly Entry[];
  readonly refused: readonly Entry[];
  /** Per wanted entry, the masks of the address blocks among the indicators' values; only for addresses. */
  readonly masks: readonly Mask[][];
  readonly indicators: Map<string, number[]>;
}

type Mask = IpAddress;

/** Most combinations of values that one event or one indicator has in a group. */
const mostCombinations = 1_000;

/** Kibana's `MAX_NUMBER_OF_SIGNAL_MATCHES` (…/threat_mapping/enrich_signal_threat_matches.ts). */
const mostMatches = 200;

/**
 * Indicators by the values that events are compared with, so that an event is joined by look-ups, not by comparing it with
 * each (kibana …/indicator_match/threat_mapping/build_threat_mapping_filter.ts).
 *
 * The entries of a group hold together, groups are alternatives. An entry holds if any value of the event's field equals
 * any value of the indicator's, both as the event's field indexes them: text by its characters, addresses by their bits,
 * and an indicator such as `198.51.100.0/24` by its block, as a term query on an `ip` field does. Fields of type `text`
 * are compared whole, where Elasticsearch would compare words. Kibana starts from events or from indicators, whichever are
 * fewer, and then needs one of the two to be single-valued; here either may be an array.
 *
 * A negated entry holds if the event's field does not have the indicator's value; an indicator without that value wants
 * the event's field to exist, and one with several wants nothing (…, `buildNegateClause`).
 */
export class IndicatorIndex {
  readonly #groups: readonly Group[];
  readonly #indicators: readonly EcsObject[];
  #cut = 0;

  constructor({ groups, indicators }: ThreatMatchExecution) {
    this.#indicators = indicators;
    this.#groups = groups.map(({ entries }) => this.#groupOf(entries)).filter(({ wanted }) => wanted.length > 0);
  }

  /** How many combinations were left out, because one event or indicator has more than 1,000 in a group. */
  get cut(): number {
    return this.#cut;
  }

  /** What an event matches: by indicator, then group, then entry, each pair of indicator and entry once, at most 200. */
  matches(view: EventView): IndicatorMatch[] {
    const found = new Map<number, Set<Entry>>();
    for (const group of this.#groups) {
      for (const indicator of this.#candidates(group, view)) {
        if (!this.#passes(group, indicator, view)) continue;
        const entries = getOrPut(found, indicator, () => new Set());
        for (const entry of group.wanted) entries.add(entry);
      }
    }
    return [...found]
      .sort(([a], [b]) => a - b)
      .flatMap(([indicator, entries]) => distinct(entries).map(({ field }) => ({ indicator, field })))
      .slice(0, mostMatches);
  }

  #groupOf(entries: readonly Entry[]): Group {
    const wanted = entries.filter(({ negate }) => !negate);
    const refused = entries.filter(({ negate }) => negate);
    const masks: Mask[][] = wanted.map(() => []);
    const group: Group = { wanted, refused, masks, indicators: new Map() };
    for (let indicator = 0; indicator < this.#indicators.length; indicator++) this.#index(group, indicator);
    return group;
  }

  #index({ wanted, masks, indicators }: Group, indicator: number): void {
    const keys = wanted.map(({ field, value }, at) => {
      const texts = valuesOf(this.#indicators[indicator]!, value).map((each) => indicatorKey(each, field, masks[at]!));
      return [...new Set(texts)].filter((text) => text !== undefined);
    });
    for (const key of this.#product(keys)) {
      const known = getOrPut(indicators, key, () => []);
      if (known[known.length - 1] !== indicator) known.push(indicator);
    }
  }

  #candidates({ wanted, masks, indicators }: Group, view: EventView): Set<number> {
    const keys = wanted.map(({ field }, at) => [
      ...new Set(view.values(field).flatMap((value) => eventKeys(value, field, masks[at]!))),
    ]);
    const found = new Set<number>();
    for (const key of this.#product(keys)) for (const indicator of indicators.get(key) ?? []) found.add(indicator);
    return found;
  }

  #passes({ refused }: Group, indicator: number, view: EventView): boolean {
    return refused.every(({ field, value }) => {
      const unwanted = valuesOf(this.#indicators[indicator]!, value);
      if (unwanted.length === 0) return view.values(field).length > 0;
      if (unwanted.length > 1) return true;
      const masks: Mask[] = [];
      const key = indicatorKey(unwanted[0]!, field, masks);
      return !view.values(field).some((each) => eventKeys(each, field, masks).some((text) => text === key));
    });
  }

  #product(lists: readonly (readonly string[])[]): string[] {
    let keys = [""];
    let total = 1;
    for (const list of lists) {
      total *= list.length;
      const next: string[] = [];
      for (const key of keys) for (const text of list) if (next.length < mostCombinations) next.push(key + text);
      keys = next;
    }
    this.#cut += total - keys.length;
    return keys;
  }
}

/** Entries that say the same of the same field, once: two groups may share one. */
function distinct(entries: Iterable<Entry>): Entry[] {
  const byText = new Map<string, Entry>();
  for (const entry of entries) {
    const text = `${entry.field.name}\n${entry.value}`;
    if (!byText.has(text)) byText.set(text, entry);
  }
  return [...byText.values()];
}

function valuesOf(indicator: EcsObject, path: string): readonly Scalar[] {
  return [...new Set(readField(indicator, { name: path, type: "keyword" }))];
}

/** The text under which an indicator's value is found; adds the mask of its block, if it is one that is not yet known. */
function indicatorKey(value: Scalar, field: Field, masks: Mask[]): string | undefined {
  if (field.type !== "ip") {
    const coerced = coerce(value, field);
    return coerced === undefined ? undefined : scalarKey(coerced);
  }
  const block = parseIpBlock(String(value));
  if (block === undefined) return undefined;
  if (!masks.some((mask) => mask.join() === block.mask.join())) masks.push(block.mask);
  return addressKey(block.base, block.mask);
}

/** The texts under which an event's value finds indicators: one, or for an address one for each mask in use. */
function eventKeys(value: Scalar, field: Field, masks: readonly Mask[]): string[] {
  if (field.type !== "ip") return [scalarKey(value)];
  const address = parseIp(String(value));
  return address === undefined ? [] : masks.map((mask) => addressKey(address, mask));
}

function addressKey(address: IpAddress, mask: Mask): string {
  const words = address.map((word, at) => (word & mask[at]!) >>> 0).join();
  return `${words}/${mask.join()};`;
}

/** Ends so that no two lists of values are joined to one text. */
function scalarKey(value: Scalar): string {
  const text = String(canonicalScalar(value));
  return `${typeof value === "string" ? "s" : typeof value === "boolean" ? "b" : "n"}${text.length}:${text};`;
}
