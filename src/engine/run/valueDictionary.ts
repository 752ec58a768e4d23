import type { Values } from "../../ecs/event.ts";
import type { Scalar } from "../../ecs/value.ts";
import { compareScalars } from "../state/order.ts";

/** What an entry costs beside its text or its items, bytes, roughly. */
const entryBytes = 96;

const none: readonly Scalar[] = [];

/**
 * The values of fields, each distinct list once: what a row holds of a field is the number of its list.
 *
 * 0 is the list without values. Two lists have one number exactly if they hold equal values in the same order; values
 * of different kinds differ (1 and "1").
 */
export class ValueDictionary {
  readonly #mostBytes: number;
  readonly #single = new Map<Scalar, number>();
  readonly #several = new Map<string, number>();
  readonly #lists: (readonly Scalar[])[] = [none];
  /** Lists whose numbers are not known by their values yet. */
  #adopted: readonly (readonly Scalar[])[] = [];
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Whether there is no list but the one without values. */
  get isEmpty(): boolean {
    return this.#lists.length === 1;
  }

  /** Takes the lists of another dictionary, with their numbers, while it {@link isEmpty}. */
  adopt(lists: readonly (readonly Scalar[])[]): void {
    for (let cell = 1; cell < lists.length; cell++) this.#lists.push(lists[cell]!);
    this.#adopted = lists;
  }

  /** The number of a list; undefined if it is new and there is no room for it. */
  cell(values: Values): number | undefined {
    if (this.#adopted.length > 0) this.#learn();
    if (values.length === 0) return 0;
    if (values.length === 1) return this.#cellOfOne(values[0]!);
    const cells: number[] = [];
    for (const value of values) {
      const cell = this.#cellOfOne(value);
      if (cell === undefined) return undefined;
      cells.push(cell);
    }
    return this.#intern(
      this.#several,
      cells.join(),
      () => cells.map((cell) => this.#lists[cell]![0]!),
      10 * cells.length,
    );
  }

  /** Every list, at the place that is its number. */
  lists(): readonly (readonly Scalar[])[] {
    return this.#lists;
  }

  values(cell: number): readonly Scalar[] {
    return this.#lists[cell]!;
  }

  /** Orders lists by their values, not by when they came. */
  compare(a: number, b: number): number {
    if (a === b) return 0;
    const first = this.values(a);
    const second = this.values(b);
    for (let at = 0; at < first.length && at < second.length; at++) {
      const order = compareScalars(first[at]!, second[at]!);
      if (order !== 0) return order;
    }
    return first.length - second.length;
  }

  /** Adopted lists cost nothing until a list is asked for by its values, which they may never be. */
  #learn(): void {
    const lists = this.#adopted;
    this.#adopted = [];
    // Lists of one value come before those that hold them with others.
    lists.forEach((list, cell) => {
      const key = list.length > 1 ? list.map((value) => this.#single.get(value)).join() : "";
      if (list.length === 1) this.#single.set(list[0]!, cell);
      else if (list.length > 1) this.#several.set(key, cell);
      const size = list.length > 1 ? 10 * list.length : list.length === 1 ? sizeOf(list[0]!) : 0;
      this.#bytes += cell === 0 ? 0 : size + entryBytes;
    });
  }

  #cellOfOne(value: Scalar): number | undefined {
    return this.#intern(this.#single, value, () => [value], sizeOf(value));
  }

  #intern<K>(cells: Map<K, number>, key: K, list: () => readonly Scalar[], bytes: number): number | undefined {
    const known = cells.get(key);
    if (known !== undefined) return known;
    if (this.#bytes + bytes + entryBytes > this.#mostBytes) return undefined;
    this.#bytes += bytes + entryBytes;
    const cell = this.#lists.push(list()) - 1;
    cells.set(key, cell);
    return cell;
  }
}

function sizeOf(value: Scalar): number {
  return typeof value === "string" ? 2 * value.length : 8;
}
