import { setField } from "../ecs/document.ts";
import { type EcsObject, emptyObject } from "../ecs/value.ts";
import { type JsonObject, type JsonValue, printJson } from "../text/json.ts";
import { readAzureResource } from "./azureResource.ts";
import { parseAzureTimestamp } from "./azureTimestamp.ts";
import { javaMapString } from "./javaMap.ts";
import type { NormalizedEvent, NormalizeOptions, Normalizer, Recognized, Rejected } from "./record.ts";
import { recordId } from "./recordId.ts";
import { printTimestamp } from "./timestamp.ts";

/** What every Azure document has, whatever its stream; the rest is set on `document`. */
export interface AzureBase {
  readonly document: EcsObject;
  /** The record as it was delivered, as one string. */
  readonly text: string;
  readonly atMs: number;
  /** What {@link AzurePipeline.action} answered, to be set as `event.action`. */
  readonly action: string | undefined;
}

/** What tells Azure's pipelines apart. */
export interface AzurePipeline {
  /** `event.action`, told from the record alone, since dispatch asks for it first; without it there is none. */
  readonly action?: (record: JsonObject) => string | undefined;
  /** Where the time stands; `time` unless given. */
  readonly time?: (record: JsonObject) => JsonValue | undefined;
  /** Sets what the stream has beyond {@link AzureBase}. */
  readonly fill: (base: AzureBase, record: JsonObject, options: NormalizeOptions) => void;
}

/** The normaliser of one of Azure's data streams. */
export function azureNormalizer(pipeline: AzurePipeline): Normalizer {
  return {
    identify: ({ dataset, record }) => {
      const action = pipeline.action?.(record);
      return action === undefined ? { dataset } : { dataset, action };
    },
    normalize: (recognized, options) => {
      const base = azureBase(recognized, pipeline, options);
      if ("kind" in base) return base;
      pipeline.fill(base, recognized.record, options);
      return azureEvent(recognized, base);
    },
  };
}

/** A document with its times, its data stream and what the shipper adds (ecs-mapping facts §0). */
function azureBase(
  recognized: Recognized,
  { time: timeOf, action }: AzurePipeline,
  options: NormalizeOptions,
): AzureBase | Rejected {
  const { record, dataset, shape } = recognized;
  const time = timeOf === undefined ? record.get("time") : timeOf(record);
  const atMs = typeof time === "string" ? parseAzureTimestamp(time) : undefined;
  if (atMs === undefined) return { kind: "rejected", reason: "no usable time", detail: timeDetail(time) };
  const document = emptyObject();
  document["@timestamp"] = printTimestamp(atMs);
  setField(document, "data_stream.type", "logs");
  setField(document, "data_stream.dataset", dataset);
  setField(document, "data_stream.namespace", "default");
  setField(document, "ecs.version", "8.11.0");
  setField(document, "event.dataset", dataset);
  setField(document, "event.module", "azure");
  setField(document, "event.kind", "event");
  if (options.ingested !== "none") setField(document, "event.ingested", printTimestamp(atMs));
  // A private field, the only one: rules are Elastic's, but readers must see that values were adapted.
  if (shape !== "azure export") setField(document, "labels.eqlite_adapted", shape);
  return { document, text: printJson(recognized.original ?? record), atMs, action: action?.(record) };
}

function timeDetail(time: JsonValue | undefined): string {
  return typeof time === "string" ? `no known form of time: ${time.slice(0, 64)}` : "time is missing";
}

/** The event. Azure has no event id, so the id comes from the record's text and equal records count once. */
function azureEvent({ dataset, derived }: Recognized, { document, text, atMs }: AzureBase): NormalizedEvent {
  return { kind: "event", dataset, document, id: recordId(text), atMs, derived };
}

/** `event.action`: the operation's name with its case untouched, and as Java prints it if it is no string. */
export function azureAction(record: JsonObject): string | undefined {
  const operation = record.get("operationName");
  if (operation === undefined || operation === null || Array.isArray(operation)) return undefined;
  return typeof operation === "string" ? operation : javaMapString(operation);
}

/** As {@link azureAction}, of the pipelines that set no empty `event.action`: dispatch must be told the same. */
export function azureNamedAction(record: JsonObject): string | undefined {
  return azureAction(record) || undefined;
}

const resourceFields = [
  ["subscriptionId", "azure.subscription_id"],
  ["group", "azure.resource.group"],
  ["provider", "azure.resource.provider"],
  ["name", "azure.resource.name"],
  ["namespace", "azure.resource.namespace"],
  ["authorizationRule", "azure.resource.authorization_rule"],
] as const;

/** `azure.resource.*` and `azure.subscription_id`; the id is set even when it cannot be read. */
export function setAzureResource(document: EcsObject, id: string, options: NormalizeOptions): void {
  const resource = readAzureResource(id, options.lenientResourceIds);
  for (const [part, field] of resourceFields) {
    const value = resource[part];
    if (value !== undefined) setField(document, field, value);
  }
  setField(document, "azure.resource.id", id);
}
