import type { EventView } from "../ecs/event.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";

/** The data streams that we can produce. */
export const datasets = [
  "aws.cloudtrail",
  "azure.aadgraphactivitylogs",
  "azure.activitylogs",
  "azure.auditlogs",
  "azure.events",
  "azure.graphactivitylogs",
  "azure.identity_protection",
  "azure.platformlogs",
  "azure.signinlogs",
  "gcp.audit",
  "github.audit",
  "o365.audit",
  "okta.system",
] as const;

export type Dataset = (typeof datasets)[number];

/** What holds the alerts of the rules themselves, which rules of a higher order read as events. */
export const alertsDataset = "alerts";

/** Where an event came from. */
export type EventDataset = Dataset | typeof alertsDataset;

/** The index of a data stream, as the shipper names it: `_index`, which rules' index patterns select by. */
export function indexOf(dataset: EventDataset): string {
  return dataset === alertsDataset ? ".alerts-security.alerts-default" : `logs-${dataset}-default`;
}

/** What was found inside an input and how it was wrapped, for the report of a scan. */
export type Shape =
  | "cloudtrail record"
  | "cloudtrail lookup-events"
  | "cloudtrail eventbridge"
  | "cloudtrail insight"
  | "azure export"
  | "azure rest"
  | "azure log analytics"
  | "azure powershell"
  | "microsoft graph"
  | "gcp log entry"
  | "gcp pubsub message"
  | "github audit event"
  | "o365 audit record"
  | "o365 unified audit log"
  | "o365 graph audit record"
  | "okta system log event"
  | "okta eventbridge"
  | "okta event hook";

/** A record whose source is known, brought to the form that its source's pipeline reads. */
export interface Recognized {
  readonly kind: "recognized";
  readonly shape: Shape;
  readonly dataset: Dataset;
  readonly record: JsonObject;
  /** The record as it was delivered, when an adapter made `record` from it; its text is `event.original` and its id. */
  readonly original?: JsonObject;
  /** ECS names of fields whose value an adapter made up from something else than the pipeline's own input. */
  readonly derived: readonly string[];
}

/** A record that is deliberately not an event (a CloudTrail digest); counted by `reason`. */
export interface Skipped {
  readonly kind: "skipped";
  readonly reason: string;
}

/** A record that cannot be evaluated; counted and named by `reason`, explained by `detail`. */
export interface Rejected {
  readonly kind: "rejected";
  /** A fixed phrase, so that reports can count by it: `not an object`, `unknown record`, `no usable time`, … */
  readonly reason: string;
  readonly detail?: string;
}

export type Recognition = Recognized | Skipped | Rejected;

/** An event in ECS, ready for rules. */
export interface NormalizedEvent {
  readonly kind: "event";
  readonly dataset: EventDataset;
  readonly document: EcsObject;
  /** Elasticsearch's `_id`: the `event.id`, else the SHA-256 of the record in canonical form. */
  readonly id: string;
  /** `@timestamp`, epoch milliseconds UTC. */
  readonly atMs: number;
  readonly derived: readonly string[];
  /** What a report asked of the event before its record was put aside, in the order of the questions. */
  readonly gist?: readonly string[];
  /**
   * Its fields, as a view of `document` has them, where they can be read without making the whole document. `document` may
   * then be made when it is read.
   */
  readonly fields?: EventView;
  /** There if the event is good only during the call that it is given in: the same event, to keep. */
  readonly toKeep?: () => NormalizedEvent;
}

/** The event itself, or one like it that lasts. */
export function kept(event: NormalizedEvent): NormalizedEvent {
  return event.toKeep === undefined ? event : event.toKeep();
}

/** What an event is known by without its document. */
export type EventHead = Omit<NormalizedEvent, "document" | "fields" | "toKeep">;

/** What `event.action` and `event.provider` will be, known before the rest is normalised: the key of dispatch. */
export interface Identity {
  readonly dataset: Dataset;
  readonly provider?: string;
  readonly action?: string;
}

/** What is told of a user agent apart: `name` and `version`, `os`, or `device`. */
export type UserAgentPart = "client" | "os" | "device";

/** Answers `user_agent.*` for one string, or one part of it; see normalize/userAgent.ts. */
export type UserAgentParser = (original: string, part?: UserAgentPart) => EcsObject;

/** Answers `{ geo, as }` for one address, or nothing; made from a database that the user names. */
export type GeoLookup = (address: string) => { readonly geo?: EcsObject; readonly as?: EcsObject } | undefined;

export interface NormalizeOptions {
  readonly userAgent?: UserAgentParser;
  readonly geo?: GeoLookup;
  /** `timestamp`: `event.ingested` equals `@timestamp` (default); `none`: the field is left out. */
  readonly ingested?: "timestamp" | "none";
  /** Where documents are only matched and nothing reads `event.original`, it may be left out. */
  readonly withoutOriginal?: boolean;
  /** Accept `/resourcegroups/` in any case when reading Azure resource ids; off, as in Elastic's pipeline. */
  readonly lenientResourceIds?: boolean;
}

/** One source's pipeline. Never throws, whatever the record holds. */
export interface Normalizer {
  readonly identify: (recognized: Recognized) => Identity;
  readonly normalize: (recognized: Recognized, options: NormalizeOptions) => NormalizedEvent | Rejected;
}

/** True for a JSON object. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}
