import type { EcsObject } from "../ecs/value.ts";
import { readRecord } from "../normalize/readRecord.ts";
import type { NormalizedEvent, NormalizeOptions } from "../normalize/record.ts";

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
  readonly #documents = new Map<string, EcsObject>();
  #characters = 0;

  constructor(options: NormalizeOptions) {
    this.#options = options;
  }

  /** The event of a record's text, or nothing when it is none. */
  of(text: string): NormalizedEvent | undefined {
    const outcome = readRecord(text, this.#options);
    if (outcome.kind !== "event") return undefined;
    const { document, ...event } = outcome.event;
    if (!this.#documents.has(text)) this.#keep(text, document);
    return this.withDocument(event, text);
  }

  /** An event that is known already, with the document of its record's text. */
  withDocument(event: Omit<NormalizedEvent, "document">, text: string): NormalizedEvent {
    return Object.defineProperty({ ...event }, "document", {
      enumerable: true,
      get: () => this.#document(text),
    }) as NormalizedEvent;
  }

  #document(text: string): EcsObject {
    const kept = this.#documents.get(text);
    if (kept !== undefined) return kept;
    const outcome = readRecord(text, this.#options);
    if (outcome.kind !== "event") throw new Error("a record that was an event is none any more");
    this.#keep(text, outcome.event.document);
    return outcome.event.document;
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
