import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** An event or alert that an alert was made from, as in `kibana.alert.ancestors`. */
export interface Ancestor {
  readonly id: string;
  readonly type: "event" | "signal";
  /** Index that it is in; empty for an alert made in the same run. */
  readonly index: string;
  /** 0 for an event, one more for each alert upon it. */
  readonly depth: number;
  /** `kibana.alert.rule.uuid` of the rule that made it, if it is an alert. */
  readonly rule?: string;
}

/**
 * What Kibana hashes as the document's `_version`.
 *
 * Neither the EQL search API nor the rules' event search returns a version, so `String(event._version)` is this word
 * in each of its event alerts (kibana …/rule_types/factories/wrap_hits.ts, …/eql/build_eql_search_request.ts,
 * …/utils/build_events_query.ts; an EQL hit has `_index`, `_id`, `_source`, `fields` and `missing` only).
 */
const version = "undefined";

/** The Kibana space that alerts are made in. */
export const space = "default";

/** Id of an event's alert: SHA-256 of index, id, version, space and rule (kibana …/utils/utils.ts, `generateId`). */
export function eventAlertId(index: string, id: string, ruleUuid: string): string {
  return hash(`${index}${id}${version}${space}:${ruleUuid}`);
}

/**
 * Ids of a sequence's building blocks: each depends on the ancestors of all of them and on its place
 * (kibana …/factories/utils/generate_building_block_ids.ts).
 */
export function buildingBlockIds(blocks: readonly (readonly Ancestor[])[], ruleUuid: string): string[] {
  const base = blocks.map((ancestors) => ancestorText(ancestors) + ruleUuid).join("");
  return blocks.map((_, index) => hash(base + String(index)));
}

/** Id of a sequence's shell alert (kibana …/factories/utils/build_alert.ts, `generateAlertId`). */
export function shellAlertId(ancestors: readonly Ancestor[], ruleUuid: string): string {
  return hash(ancestorText(ancestors) + ruleUuid);
}

function ancestorText(ancestors: readonly Ancestor[]): string {
  return ancestors.map(({ id, index }) => id + index).join("");
}

function hash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
