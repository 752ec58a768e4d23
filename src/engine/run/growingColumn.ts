export type Numbers = Int32Array | Uint32Array | Float64Array;

/** A typed array that grows by doubling: numbers without an object or a boxed value each. */
export class GrowingColumn {
  readonly #make: (length: number) => Numbers;
  #numbers: Numbers;
  #length = 0;

  constructor(make: (length: number) => Numbers) {
    this.#make = make;
    this.#numbers = make(64);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) this.#grow(this.#length * 2);
    this.#numbers[this.#length++] = value;
  }

  append(values: Numbers): void {
    const length = this.#length + values.length;
    if (length > this.#numbers.length) this.#grow(Math.max(length, this.#numbers.length * 2));
    this.#numbers.set(values, this.#length);
    this.#length = length;
  }

  /** The number at a place below `length`. */
  at(place: number): number {
    return this.#numbers[place]!;
  }

  /** A copy of the numbers, no longer than it must be. */
  copy(): Numbers {
    return this.#numbers.slice(0, this.#length);
  }

  /** Keeps the numbers at these places only, in the order given. */
  gather(places: Uint32Array): void {
    const kept = this.#make(Math.max(64, places.length));
    for (let at = 0; at < places.length; at++) kept[at] = this.#numbers[places[at]!]!;
    this.#numbers = kept;
    this.#length = places.length;
  }

  #grow(length: number): void {
    const grown = this.#make(length);
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}
