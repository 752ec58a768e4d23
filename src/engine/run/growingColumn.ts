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
    if (this.#length === this.#numbers.length) {
      const grown = this.#make(this.#length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#length++] = value;
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
}
