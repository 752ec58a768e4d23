import { sha1 } from "@noble/hashes/legacy.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Scalar } from "../ecs/value.ts";
import { sha256OfText } from "../text/textDigests.ts";
import { type Hashable, objectHash } from "./objectHash.ts";

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
export const version = "undefined";

/** The Kibana space that alerts are made in. */
export const space = "default";

/** Id of an event's alert: SHA-256 of index, id, version, space and rule (kibana …/utils/utils.ts, `generateId`). */
export function eventAlertId(index: string, id: string, ruleUuid: string): string {
  return sha256OfText(`${index}${id}${version}${space}:${ruleUuid}`);
}

/**
 * Ids of a sequence's building blocks: each depends on the ancestors of all of them and on its place
 * (kibana …/factories/utils/generate_building_block_ids.ts).
 */
export function buildingBlockIds(blocks: readonly (readonly Ancestor[])[], ruleUuid: string): string[] {
  const base = blocks.map((ancestors) => ancestorText(ancestors) + ruleUuid).join("");
  return blocks.map((_, index) => sha256OfText(base + String(index)));
}

/** Id of a sequence's shell alert (kibana …/factories/utils/build_alert.ts, `generateAlertId`). */
export function shellAlertId(ancestors: readonly Ancestor[], ruleUuid: string): string {
  return sha256OfText(ancestorText(ancestors) + ruleUuid);
}

/** The namespace of threshold hits (kibana …/threshold/utils.ts). */
const thresholdNamespace = "0684ec03-7201-4ee0-8ee0-3a3f6b2479b2";

/**
 * Id of what stands in a threshold alert for its events, as its ancestor: a UUID of version 5 over the rule's `rule_id`, the
 * start of the run (ISO 8601), the group fields and the values in order of their text (kibana …/threshold/utils.ts,
 * `calculateThresholdSignalUuid`, and …/bulk_create_threshold_signals.ts). The alert's own id is then
 * {@link eventAlertId}, of this id and of the rule's index patterns joined by commas.
 */
export function thresholdHitId(
  ruleId: string,
  startedAt: string,
  fields: readonly string[],
  terms: readonly Scalar[],
): string {
  const values = terms.map(String).sort().join(",");
  return uuidOfName(`${ruleId}${startedAt}${fields.join(",")}${values}`, thresholdNamespace);
}

/** Id of a threshold alert that may suppress others (kibana …/threshold/wrap_suppressed_threshold_alerts.ts). */
export function suppressingThresholdAlertId(patterns: string, hitId: string, ruleUuid: string): string {
  return objectHash([patterns, hitId, `${space}:${ruleUuid}`]);
}

/** A term as Kibana's JSON has it. */
export type Term = string | number | boolean;

/** Id of a new terms alert: of its event, the rule and the terms (kibana …/new_terms/wrap_new_terms_alerts.ts). */
export function newTermsAlertId(index: string, id: string, ruleUuid: string, terms: readonly Term[]): string {
  return objectHash([index, id, version, `${space}:${ruleUuid}`, terms]);
}

/**
 * Id of the alert of a row that stands for an event: of the event, the rule and the values of the columns that
 * `MV_EXPAND` made several rows of (kibana …/esql/utils/generate_alert_id.ts). The documents are fetched without their
 * version there (…/fetch_source_documents.ts), so none is hashed.
 */
export function esqlEventAlertId(index: string, id: string, ruleUuid: string, expanded: readonly Hashable[]): string {
  return objectHash([id, undefined, index, `${space}:${ruleUuid}`, ...expanded]);
}

/**
 * Id of the alert of a row that stands for no event: of the run's window, the query, the rule and the place of the row
 * (kibana …/esql/utils/generate_alert_id.ts). Overlapping windows make alerts anew.
 */
export function esqlRowAlertId(
  window: { readonly from: string; readonly to: string },
  query: string,
  ruleUuid: string,
  row: number,
): string {
  return objectHash([window.from + window.to, query, `${space}:${ruleUuid}`, row]);
}

/** Stands for the `_id` of an indicator that has none: the SHA-256 of its printed document. */
export function indicatorId(printed: string): string {
  return sha256OfText(printed);
}

/** RFC 9562, version 5. */
function uuidOfName(name: string, namespace: string): string {
  const named = utf8ToBytes(name);
  const bytes = new Uint8Array(16 + named.length);
  bytes.set(hexToBytes(namespace.replaceAll("-", "")));
  bytes.set(named, 16);
  const id = sha1(bytes).subarray(0, 16);
  id[6] = (id[6]! & 0x0f) | 0x50;
  id[8] = (id[8]! & 0x3f) | 0x80;
  return bytesToHex(id).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function ancestorText(ancestors: readonly Ancestor[]): string {
  return ancestors.map(({ id, index }) => id + index).join("");
}
