import type { EventView } from "../ecs/event.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { ValueScan } from "../kernel/index.ts";
import { isEventRecord } from "../normalize/cloudtrailShapes.ts";
import type { CloudtrailViews } from "../normalize/cloudtrailView.ts";
import { readRecord } from "../normalize/readRecord.ts";
import type { EventHead, NormalizedEvent, NormalizeOptions } from "../normalize/record.ts";
import { MemberRecord } from "./memberRecord.ts";

/** The bytes of one record. */
export interface RecordBytes {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** What events are made with. */
export interface MemberReading {
  readonly scan: Pick<ValueScan, "members">;
  readonly views: CloudtrailViews;
  readonly options: NormalizeOptions;
  /** Only one event is looked at at a time: one is good until the next is made. */
  readonly isPassing?: boolean;
}

/**
 * The event of a CloudTrail record in the bytes, which reads its fields one at a time; undefined when the record is to be
 * read as a whole.
 *
 * Good as long as the bytes are.
 */
export function memberEvent(
  head: EventHead,
  place: RecordBytes,
  { scan, views, options, isPassing }: MemberReading,
): NormalizedEvent | undefined {
  const { bytes, start, end } = place;
  const places = scan.members(bytes, start, end);
  if (places === undefined) return undefined;
  const record = new MemberRecord(bytes, isPassing ? places : places.copy());
  if (!isEventRecord(record, (key) => record.isText(key))) return undefined;
  const document = () => documentOf(place, options);
  const fields = views.of(record, head.atMs, document);
  return new PlacedEvent(head, place, { documentAt: document, fieldsOf: () => fields });
}

/** What makes the parts of an event that take time, from its record. */
export interface EventParts {
  readonly documentAt: (place: RecordBytes) => EcsObject;
  readonly fieldsOf: (head: EventHead, place: RecordBytes) => EventView;
}

/** An event that knows where its record lies, and has its document and fields made when they are read. */
export class PlacedEvent implements NormalizedEvent {
  readonly kind = "event";
  readonly dataset: NormalizedEvent["dataset"];
  readonly id: string;
  readonly atMs: number;
  readonly derived: readonly string[];
  readonly #place: RecordBytes;
  readonly #parts: EventParts;

  constructor({ dataset, id, atMs, derived }: EventHead, place: RecordBytes, parts: EventParts) {
    this.dataset = dataset;
    this.id = id;
    this.atMs = atMs;
    this.derived = derived;
    this.#place = place;
    this.#parts = parts;
  }

  get document(): EcsObject {
    return this.#parts.documentAt(this.#place);
  }

  get fields(): EventView {
    return this.#parts.fieldsOf(this, this.#place);
  }
}

/** The document of a record that is known to be an event. */
export function documentOf({ bytes, start, end }: RecordBytes, options: NormalizeOptions): EcsObject {
  const outcome = readRecord(bytes.toString("utf8", start, end), options);
  if (outcome.kind !== "event") throw new Error("a record that was an event is none any more");
  return outcome.event.document;
}
