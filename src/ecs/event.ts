import type { Field } from "./field.ts";
import { readField } from "./readField.ts";
import type { EcsObject, Scalar } from "./value.ts";

/** The values of a field. */
export type Values = readonly Scalar[];

/** An event as conditions read it. */
export interface EventView {
  /** The field's values as Elasticsearch would have indexed them; none for a missing field. Lists are shared: not to be changed. */
  readonly values: (field: Field) => Values;
  /** There where values can be told apart without being read, by their numbers. */
  readonly numbers?: ValueNumbers | undefined;
  /**
   * The number of the values of a field whose place ({@link ValueNumbers}) this is: events with equal numbers have equal values,
   * as long as `numbers` is the same object. Negative: there is none.
   */
  readonly numberAt?: (place: number) => number;
  /**
   * True only if it is certain, without reading them, that none of the field's values holds one of these words: ASCII
   * letters, at least four each. It follows from what the field's values follow from and nothing else of the event.
   */
  readonly lacks?: (field: Field, words: readonly string[]) => boolean;
}

/** Numbers of values, the same for many events; another object once numbers were given anew. */
export interface ValueNumbers {
  /** Where a field's number is asked for; negative: its values have none. */
  readonly placeOf: (field: Field) => number;
}

/** Whether a field's one value is the time of the event, epoch milliseconds. */
export function isTimestamp({ name, type }: Field): boolean {
  return name === "@timestamp" && type === "date";
}

/** A view of an ECS document: {@link readField}, cached per field, so the document must not change any more. */
export function documentView(document: EcsObject): EventView {
  return new DocumentView(document);
}

class DocumentView implements EventView {
  readonly #document: EcsObject;
  readonly #known = new Map<Field, readonly Scalar[]>();

  constructor(document: EcsObject) {
    this.#document = document;
  }

  values(field: Field): readonly Scalar[] {
    let values = this.#known.get(field);
    if (values === undefined) this.#known.set(field, (values = readField(this.#document, field)));
    return values;
  }
}
