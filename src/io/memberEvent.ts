import type { EventView, Values } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import type { EcsObject } from "../ecs/value.ts";
import { type MemberPlaces, MemberTuples } from "../kernel/index.ts";
import { toldTogether } from "../normalize/cloudtrailFieldGroups.ts";
import { foreignMembers } from "../normalize/cloudtrailShapes.ts";
import { CloudtrailView, type CloudtrailViews, type ViewSource } from "../normalize/cloudtrailView.ts";
import { readRecord } from "../normalize/readRecord.ts";
import type { EventHead, Identity, NormalizedEvent, NormalizeOptions } from "../normalize/record.ts";
import { type MemberFinder, MemberRecord } from "./memberRecord.ts";

/** The bytes of one record. */
export interface RecordBytes {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** What events are made with. */
export interface MemberReading {
  readonly finder: MemberFinder;
  /** Made with the same finder. */
  readonly views: CloudtrailViews;
}

const tuples = new MemberTuples(toldTogether, foreignMembers);

/**
 * The fields of a CloudTrail record in the bytes, read one at a time; undefined when the record is to be read as a whole.
 *
 * Good as long as the bytes are, and what the finder found.
 */
export function memberFields(
  atMs: number,
  place: RecordBytes,
  { finder, views }: MemberReading,
): EventView | undefined {
  const { bytes, start, end } = place;
  const places = finder.members(bytes, start, end, tuples);
  if (places === undefined) return undefined;
  const record = new MemberRecord(bytes, places, finder, tuples);
  return views.of({ record, atMs, whole: () => documentOf(place, views.options) });
}

/** The events of CloudTrail records that are looked at one after the other: one is good until the next is asked for. */
export class PassingEvents {
  readonly #reading: MemberReading;
  readonly #keep: KeepEvent;
  #event: PassingEvent | undefined;

  constructor(reading: MemberReading, keep: KeepEvent) {
    this.#reading = reading;
    this.#keep = keep;
  }

  /** The event of a record whose id stands between two places; undefined when the record is to be read as a whole. */
  of(atMs: number, place: RecordBytes, idStart: number, idEnd: number): PassingEvent | undefined {
    const { finder, views } = this.#reading;
    const places = finder.members(place.bytes, place.start, place.end, tuples);
    if (places === undefined) return undefined;
    this.#event ??= new PassingEvent(new MemberRecord(place.bytes, places, finder, tuples), place, views, this.#keep);
    this.#event.become(places, atMs, place, idStart, idEnd);
    return views.takes(this.#event.record) ? this.#event : undefined;
  }
}

/** Makes an event that lasts of one that passes. */
type KeepEvent = (passing: NormalizedEvent, place: RecordBytes) => NormalizedEvent;

const none: readonly string[] = [];

export class PassingEvent implements NormalizedEvent, ViewSource {
  readonly kind = "event";
  readonly dataset = "aws.cloudtrail";
  readonly derived = none;
  readonly fields: CloudtrailView;
  readonly record: MemberRecord;
  readonly #views: CloudtrailViews;
  atMs = 0;
  #place: RecordBytes;
  #idStart = 0;
  #idEnd = 0;
  #id: string | undefined;
  readonly #keep: KeepEvent;
  #kept: NormalizedEvent | undefined;

  constructor(record: MemberRecord, place: RecordBytes, views: CloudtrailViews, keep: KeepEvent) {
    this.#keep = keep;
    this.record = record;
    this.#place = place;
    this.#views = views;
    this.fields = new CloudtrailView(views, this);
  }

  become(places: MemberPlaces, atMs: number, place: RecordBytes, idStart: number, idEnd: number): void {
    this.record.become(place.bytes, places);
    this.fields.restart();
    this.atMs = atMs;
    this.#place = place;
    this.#idStart = idStart;
    this.#idEnd = idEnd;
    this.#id = undefined;
    this.#kept = undefined;
  }

  /** As {@link NormalizedEvent} has it. */
  toKeep(): NormalizedEvent {
    return (this.#kept ??= this.#keep(this, this.#place));
  }

  get identity(): Identity {
    return this.#views.identityOf(this.record);
  }

  get id(): string {
    return (this.#id ??= this.#place.bytes.toString("utf8", this.#idStart, this.#idEnd));
  }

  get document(): EcsObject {
    return this.whole();
  }

  whole(): EcsObject {
    return documentOf(this.#place, this.#views.options);
  }
}

/** What makes the parts of an event that take time, from its record. */
export interface EventParts {
  readonly documentAt: (place: RecordBytes) => EcsObject;
  readonly fieldsOf: (head: EventHead, place: RecordBytes) => EventView;
}

/** Fields of an event that were read when its record was at hand, and their values. */
export interface KnownFields {
  readonly fields: readonly Field[];
  readonly values: readonly Values[];
}

/** An event that knows where its record lies, and has its document and fields made when they are read. */
export class PlacedEvent implements NormalizedEvent {
  readonly kind = "event";
  readonly dataset: NormalizedEvent["dataset"];
  readonly id: string;
  readonly atMs: number;
  readonly derived: readonly string[];
  declare readonly gist?: readonly string[];
  readonly #place: RecordBytes;
  readonly #parts: EventParts;
  readonly #known: KnownFields | undefined;

  constructor(
    { dataset, id, atMs, derived, gist }: EventHead,
    place: RecordBytes,
    parts: EventParts,
    known: KnownFields | undefined,
  ) {
    this.#known = known;
    this.dataset = dataset;
    this.id = id;
    this.atMs = atMs;
    this.derived = derived;
    if (gist !== undefined) this.gist = gist;
    this.#place = place;
    this.#parts = parts;
  }

  get document(): EcsObject {
    return this.#parts.documentAt(this.#place);
  }

  get fields(): EventView {
    const known = this.#known;
    if (known === undefined) return this.#parts.fieldsOf(this, this.#place);
    let others: EventView | undefined;
    return {
      values: (field) => {
        const at = known.fields.indexOf(field);
        if (at >= 0) return known.values[at]!;
        return (others ??= this.#parts.fieldsOf(this, this.#place)).values(field);
      },
    };
  }
}

/** The document of a record that is known to be an event. */
export function documentOf({ bytes, start, end }: RecordBytes, options: NormalizeOptions): EcsObject {
  const outcome = readRecord(bytes.toString("utf8", start, end), options);
  if (outcome.kind !== "event") throw new Error("a record that was an event is none any more");
  return outcome.event.document;
}
