import { documentView, type EventView } from "../ecs/event.ts";
import type { EcsObject } from "../ecs/value.ts";
import { MemberScan } from "../kernel/index.ts";
import { CloudtrailViews } from "../normalize/cloudtrailView.ts";
import { readRecord } from "../normalize/readRecord.ts";
import type { EventHead, NormalizedEvent, NormalizeOptions } from "../normalize/record.ts";
import { documentOf, type MemberReading, memberEvent } from "./memberEvent.ts";

/** Documents kept at hand, and most characters of their texts; an alert is made of its events in one go, so few are enough. */
const keptDocuments = 64;
const keptCharacters = 2 << 20;

/**
 * Makes events of records' texts that hold the text alone: a document is normalised when it is read, and forgotten soon.
 *
 * A document takes several times the memory of its text, and a scan may hold the events of many alerts.
 */
export class RecordEvents {
  readonly #options: NormalizeOptions;
  readonly #reading: MemberReading;
  readonly #documents = new Map<string, EcsObject>();
  #characters = 0;

  constructor(options: NormalizeOptions) {
    this.#options = options;
    this.#reading = { members: new MemberScan(), views: new CloudtrailViews(options), options };
  }

  /** The event of a record's text, or nothing when it is none. */
  of(text: string): NormalizedEvent | undefined {
    const outcome = readRecord(text, this.#options);
    if (outcome.kind !== "event") return undefined;
    const { document, fields: _, ...event } = outcome.event;
    if (!this.#documents.has(text)) this.#keep(text, document);
    return this.withDocument(event, text);
  }

  /** An event that is known already, with the document of its record's text. */
  withDocument(head: EventHead, text: string): NormalizedEvent {
    return new TextEvent(head, {
      document: () => this.#document(text),
      fields: () => this.#fields(head, text),
    });
  }

  /** The event's fields without its document, if it is one whose members can be read one at a time. */
  #fields(head: EventHead, text: string): EventView {
    if (head.dataset !== "aws.cloudtrail" || this.#documents.has(text)) return documentView(this.#document(text));
    const bytes = Buffer.from(text);
    const record = { bytes, start: 0, end: bytes.length };
    return memberEvent(head, record, this.#reading)?.fields ?? documentView(this.#document(text));
  }

  #document(text: string): EcsObject {
    const kept = this.#documents.get(text);
    if (kept !== undefined) return kept;
    const document = documentOf(text, this.#options);
    this.#keep(text, document);
    return document;
  }

  #keep(text: string, document: EcsObject): void {
    this.#documents.set(text, document);
    this.#characters += text.length;
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size <= keptDocuments && this.#characters <= keptCharacters) break;
      this.#documents.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}

/** What makes the parts of an event that take time, when they are read. */
interface EventParts {
  readonly document: () => EcsObject;
  readonly fields: () => EventView;
}

class TextEvent implements NormalizedEvent {
  readonly kind = "event";
  readonly dataset: NormalizedEvent["dataset"];
  readonly id: string;
  readonly atMs: number;
  readonly derived: readonly string[];
  readonly #parts: EventParts;

  constructor({ dataset, id, atMs, derived }: EventHead, parts: EventParts) {
    this.dataset = dataset;
    this.id = id;
    this.atMs = atMs;
    this.derived = derived;
    this.#parts = parts;
  }

  get document(): EcsObject {
    return this.#parts.document();
  }

  get fields(): EventView {
    return this.#parts.fields();
  }
}
