import { documentView, type EventView, type ValueNumbers } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { indexOf, type NormalizedEvent } from "../normalize/record.ts";

/**
 * The event's document as conditions see it, with Elasticsearch's metadata fields `_index` and `_id`.
 *
 * `_index` is the data stream's name, not that of a backing index, which nothing here can know.
 */
export function eventView(event: NormalizedEvent): EventView {
  return new IndexedView(event);
}

class IndexedView implements EventView {
  readonly #event: NormalizedEvent;
  readonly #fields: EventView;

  constructor(event: NormalizedEvent) {
    this.#event = event;
    this.#fields = event.fields ?? documentView(event.document);
  }

  values(field: Field): readonly Scalar[] {
    if (field.name === "_index") return [indexOf(this.#event.dataset)];
    return field.name === "_id" ? [this.#event.id] : this.#fields.values(field);
  }

  get numbers(): ValueNumbers | undefined {
    return this.#fields.numbers;
  }

  lacks(field: Field, words: readonly string[]): boolean {
    return this.#fields.lacks?.(field, words) ?? false;
  }

  numberAt(place: number): number {
    return this.#fields.numberAt!(place);
  }
}
