import { setField } from "../ecs/document.ts";
import { type EcsObject, emptyObject } from "../ecs/value.ts";
import { type JsonObject, printJson } from "../text/json.ts";
import type { Dataset, NormalizedEvent, NormalizeOptions, Recognized } from "./record.ts";
import { printTimestamp } from "./timestamp.ts";

/** A document begun: what every document of a data stream has, whatever its record holds. */
export interface BegunDocument {
  readonly document: EcsObject;
  /** The record as it was delivered, as one string: `event.original`; printed when it is read. */
  readonly original: string;
}

/**
 * Begins a document with its times and with what the shipper, the index and all pipelines add (ecs-mapping facts §0).
 *
 * `module` is Elastic's package. `event.kind` is `event` until a pipeline says otherwise.
 */
export function beginDocument(
  recognized: Recognized,
  module: string,
  atMs: number,
  options: NormalizeOptions,
): BegunDocument {
  const document = emptyObject();
  const original = () => printJson(recognized.original ?? recognized.record);
  setAdded(document, recognized.dataset, module, atMs);
  if (options.withoutOriginal !== true) setField(document, "event.original", original());
  setIngested(document, atMs, options);
  return {
    document,
    get original() {
      return original();
    },
  };
}

/** Sets what every document has that depends on nothing but its stream and its time. */
export function setAdded(document: EcsObject, dataset: Dataset, module: string, atMs: number): void {
  setField(document, "@timestamp", printTimestamp(atMs));
  setField(document, "ecs.version", "8.11.0");
  setDataStream(document, dataset, module);
  setField(document, "event.kind", "event");
}

export function setIngested(document: EcsObject, atMs: number, { ingested }: NormalizeOptions): void {
  if (ingested !== "none") setField(document, "event.ingested", printTimestamp(atMs));
}

function setDataStream(document: EcsObject, dataset: Dataset, module: string): void {
  setField(document, "data_stream.type", "logs");
  setField(document, "data_stream.dataset", dataset);
  setField(document, "data_stream.namespace", "default");
  setField(document, "event.dataset", dataset);
  setField(document, "event.module", module);
}

/** The event that a document has become. */
export function eventOf(recognized: Recognized, document: EcsObject, id: string, atMs: number): NormalizedEvent {
  const { dataset, derived } = recognized;
  return { kind: "event", dataset, document, id, atMs, derived };
}

/** Why a record has no time: what stands where its time should, cut short. */
export function timeDetail(record: JsonObject, key: string): string {
  const value = record.get(key);
  if (value === undefined || value === null) return `${key} is missing`;
  return `${key} is no time: ${printJson(value).slice(0, 64)}`;
}
