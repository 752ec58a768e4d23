import { parseJson } from "../text/json.ts";
import { normalizerOf } from "./index.ts";
import { recognize } from "./recognize.ts";
import type { Identity, NormalizedEvent, NormalizeOptions, Recognized, Rejected, Skipped } from "./record.ts";

/** What one record's text comes to. */
export type RecordOutcome =
  | {
      readonly kind: "event";
      readonly event: NormalizedEvent;
      readonly shape: Recognized["shape"];
      readonly identity: Identity;
      /** Keys that stood twice in one object; the last value counts, as in Elastic's pipelines. */
      readonly duplicateKeys: number;
    }
  | Skipped
  | Rejected;

/** Parses, recognises and normalises one record; never throws. */
export function readRecord(text: string, options: NormalizeOptions): RecordOutcome {
  const parsed = parseJson(text);
  if (!parsed.ok) return { kind: "rejected", reason: "invalid JSON", detail: parsed.reason };
  const recognition = recognize(parsed.value);
  if (recognition.kind !== "recognized") return recognition;
  const normalizer = normalizerOf(recognition.dataset);
  const event = normalizer.normalize(recognition, options);
  if (event.kind === "rejected") return event;
  const { duplicateKeys } = parsed;
  return { kind: "event", event, shape: recognition.shape, identity: normalizer.identify(recognition), duplicateKeys };
}
