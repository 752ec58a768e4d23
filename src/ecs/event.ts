import type { Field } from "./field.ts";
import { readField } from "./readField.ts";
import type { EcsObject, Scalar } from "./value.ts";

/** The values of a field. */
export interface Values extends ReadonlyArray<Scalar> {
  /** Given to a list that comes again and again, so that what was found out of it is found again; says nothing by itself. */
  readonly number?: number;
}

/** An event as conditions read it. */
export interface EventView {
  /** The field's values as Elasticsearch would have indexed them; none for a missing field. Lists are shared: not to be changed. */
  readonly values: (field: Field) => Values;
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
