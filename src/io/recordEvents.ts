import { documentView, type EventView } from "../ecs/event.ts";
import type { EcsObject } from "../ecs/value.ts";
import { CloudtrailViews } from "../normalize/cloudtrailView.ts";
import { readRecord } from "../normalize/readRecord.ts";
import type { EventHead, NormalizedEvent, NormalizeOptions } from "../normalize/record.ts";
import { CopyingScan } from "./copyingScan.ts";
import {
  documentOf,
  type EventParts,
  type KnownFields,
  type MemberReading,
  memberFields,
  PlacedEvent,
  type RecordBytes,
} from "./memberEvent.ts";

/** Documents kept at hand, and most bytes of their records; an alert is made of its events in one go, so few are enough. */
const keptDocuments = 64;
const keptBytes = 2 << 20;

/**
 * Makes events that hold their record's bytes alone: a document is normalised when it is read, and forgotten soon.
 *
 * A document takes several times the memory of its record, and a scan may hold the events of many alerts.
 */
export class RecordEvents implements EventParts {
  readonly #options: NormalizeOptions;
  readonly #reading: MemberReading;
  readonly #documents = new Map<RecordBytes, EcsObject>();
  #bytes = 0;

  constructor(options: NormalizeOptions) {
    this.#options = options;
    const finder = new CopyingScan();
    this.#reading = { finder, views: new CloudtrailViews(options, finder) };
  }

  /** The event of a record's text, or nothing when it is none. */
  of(text: string): NormalizedEvent | undefined {
    const outcome = readRecord(text, this.#options);
    if (outcome.kind !== "event") return undefined;
    const bytes = Buffer.from(text);
    const place = { bytes, start: 0, end: bytes.length };
    this.#keep(place, outcome.event.document);
    return this.withDocument(outcome.event, place);
  }

  /** An event that is known already, with the document of its record. */
  withDocument(head: EventHead, place: RecordBytes, known?: KnownFields): NormalizedEvent {
    return new PlacedEvent(head, place, this, known);
  }

  /** The event's fields without its document, if it is one whose members can be read one at a time. */
  fieldsOf(head: EventHead, place: RecordBytes): EventView {
    const isApart = head.dataset === "aws.cloudtrail" && !this.#documents.has(place);
    const fields = isApart ? memberFields(head.atMs, place, this.#reading) : undefined;
    return fields ?? documentView(this.documentAt(place));
  }

  documentAt(place: RecordBytes): EcsObject {
    const kept = this.#documents.get(place);
    if (kept !== undefined) return kept;
    const document = documentOf(place, this.#options);
    this.#keep(place, document);
    return document;
  }

  #keep(place: RecordBytes, document: EcsObject): void {
    this.#documents.set(place, document);
    this.#bytes += place.end - place.start;
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size <= keptDocuments && this.#bytes <= keptBytes) break;
      this.#documents.delete(oldest);
      this.#bytes -= oldest.end - oldest.start;
    }
  }
}
