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
    const length = this.#roomFor(values.length);
    this.#numbers.set(values, this.#length);
    this.#length = length;
  }

  /** The same of few numbers, which takes less time one by one. */
  appendFew(values: Numbers): void {
    const length = this.#roomFor(values.length);
    const numbers = this.#numbers;
    for (let at = 0, to = this.#length; to < length; at++, to++) numbers[to] = values[at]!;
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

  /** Keeps the rows at these places only, in the order given; a row is `width` numbers. */
  gather(places: Uint32Array, width = 1): void {
    const length = places.length * width;
    const kept = this.#make(Math.max(64, length));
    for (let to = 0; to < length; to++)
      kept[to] = this.#numbers[places[Math.floor(to / width)]! * width + (to % width)]!;
    this.#numbers = kept;
    this.#length = length;
  }

  /** Makes room for so many more; answers the length that they make. */
  #roomFor(more: number): number {
    const length = this.#length + more;
    if (length > this.#numbers.length) this.#grow(Math.max(length, this.#numbers.length * 2));
    return length;
  }

  #grow(length: number): void {
    const grown = this.#make(length);
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}
