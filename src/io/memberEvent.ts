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
  return new MemberEvent(head, views.of(record, head.atMs, document), document);
}

class MemberEvent implements NormalizedEvent {
  readonly kind = "event";
  readonly dataset: NormalizedEvent["dataset"];
  readonly id: string;
  readonly atMs: number;
  readonly derived: readonly string[];
  readonly fields: EventView;
  readonly #document: () => EcsObject;

  constructor({ dataset, id, atMs, derived }: EventHead, fields: EventView, document: () => EcsObject) {
    this.dataset = dataset;
    this.id = id;
    this.atMs = atMs;
    this.derived = derived;
    this.fields = fields;
    this.#document = document;
  }

  get document(): EcsObject {
    return this.#document();
  }
}

/** The document of a record that is known to be an event. */
export function documentOf({ bytes, start, end }: RecordBytes, options: NormalizeOptions): EcsObject {
  const outcome = readRecord(bytes.toString("utf8", start, end), options);
  if (outcome.kind !== "event") throw new Error("a record that was an event is none any more");
  return outcome.event.document;
}
