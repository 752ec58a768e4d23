import type { EventView, ValueNumbers, Values } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";

const none: Values = [];

/** A view in which values count as missing that hold none of the words without which they do not matter. */
export class WordyView implements EventView {
  readonly #view: EventView;
  readonly #words: ReadonlyMap<Field, readonly string[]>;

  constructor(view: EventView, words: ReadonlyMap<Field, readonly string[]>) {
    this.#view = view;
    this.#words = words;
  }

  values(field: Field): Values {
    const words = this.#words.get(field);
    if (words === undefined) return this.#view.values(field);
    if (this.#view.lacks?.(field, words) === true) return none;
    const values = this.#view.values(field);
    return values.some((value) => words.some((word) => String(value).includes(word))) ? values : none;
  }

  get numbers(): ValueNumbers | undefined {
    return this.#view.numbers;
  }

  numberAt(place: number): number {
    return this.#view.numberAt!(place);
  }
}
