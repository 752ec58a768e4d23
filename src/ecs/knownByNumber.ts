import type { EventView, ValueNumbers } from "./event.ts";
import type { Field } from "./field.ts";

/** Numbers from here on are not remembered; those of values are fewer. */
const mostNumbers = 65_536;

/**
 * Small whole numbers that follow from the values of one field, remembered by the number of those values.
 *
 * One of these serves all events, whatever they come from: what it knew is forgotten when the numbers are others.
 */
export class KnownByNumber<Column extends Uint8Array | Int32Array> {
  readonly #field: Field;
  readonly #make: (length: number) => Column;
  #numbers: ValueNumbers | undefined;
  #place = -1;
  #known: Column;

  constructor(field: Field, make: (length: number) => Column) {
    this.#field = field;
    this.#make = make;
    this.#known = make(0);
  }

  /**
   * The number of the values in an event, to {@link get} and {@link set} by; negative when there is none. `numbers` are the
   * view's, which whoever asks for many fields need not look up for each.
   */
  numberIn(view: EventView, numbers = view.numbers): number {
    if (numbers === undefined) return -1;
    if (numbers !== this.#numbers) this.#restart(numbers);
    if (this.#place < 0) return -1;
    const number = view.numberAt!(this.#place);
    return number < mostNumbers ? number : -1;
  }

  /** What was set; 0 unless anything was. */
  get(number: number): number {
    return number < this.#known.length ? this.#known[number]! : 0;
  }

  set(number: number, value: number): void {
    if (number >= this.#known.length) this.#grow(number);
    this.#known[number] = value;
  }

  #restart(numbers: ValueNumbers): void {
    this.#numbers = numbers;
    this.#place = numbers.placeOf(this.#field);
    this.#known = this.#make(0);
  }

  #grow(number: number): void {
    const known = this.#make(Math.max(64, 4 ** Math.ceil(Math.log2(number + 1) / 2)));
    known.set(this.#known);
    this.#known = known;
  }
}
