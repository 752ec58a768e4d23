import type { ValueNumbers } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import type { Hit } from "../hit.ts";
import { type JoinedKeys, joinedKeys } from "../state/joinedKey.ts";
import { hitValues } from "./hitValues.ts";

/** Combinations remembered; when they are full they are forgotten together, which costs work alone. */
const mostKnown = 65_536;
/** More than any number of values. */
const base = 65_536;
/** So many numbers below `base` fit in one that is told exactly. */
const mostFields = 3;

/** The combinations of the values of a rule's fields, found again by the numbers of the values where they have some. */
export class Combinations {
  readonly #fields: readonly Field[];
  readonly #known = new Map<number, JoinedKeys>();
  #numbers: ValueNumbers | undefined;
  #places: readonly number[] = [];

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
  }

  of(hit: Hit): JoinedKeys {
    const together = this.#numberOf(hit);
    if (together < 0) return this.#make(hit);
    let made = this.#known.get(together);
    if (made === undefined) {
      if (this.#known.size >= mostKnown) this.#known.clear();
      this.#known.set(together, (made = this.#make(hit)));
    }
    return made;
  }

  #numberOf({ seen }: Hit): number {
    const numbers = seen?.view.numbers;
    if (seen === undefined || numbers === undefined || this.#fields.length > mostFields) return -1;
    if (numbers !== this.#numbers) this.#restart(numbers);
    let together = 0;
    for (let at = 0; at < this.#places.length; at++) {
      const place = this.#places[at]!;
      const number = place < 0 ? -1 : seen.view.numberAt!(place);
      if (number < 0 || number >= base) return -1;
      together = together * base + number;
    }
    return together;
  }

  #restart(numbers: ValueNumbers): void {
    this.#numbers = numbers;
    this.#places = this.#fields.map((field) => numbers.placeOf(field));
    this.#known.clear();
  }

  #make(hit: Hit): JoinedKeys {
    const values = hitValues(hit, this.#fields);
    const view = { values: (field: Field) => values[this.#fields.indexOf(field)] ?? [] };
    return joinedKeys(
      this.#fields.map((field) => ({ field, optional: false })),
      view,
    );
  }
}
