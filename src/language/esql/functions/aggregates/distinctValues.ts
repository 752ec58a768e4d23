import type { EsqlType, Single } from "../../value.ts";
import { keyOf } from "../comparison.ts";

/** Values of one type, each once, in the order first seen; most groups see one, for which no table is made. */
export class DistinctValues {
  readonly #type: EsqlType;
  #first: Single | undefined;
  #byKey: Map<string, Single> | undefined;

  constructor(type: EsqlType) {
    this.#type = type;
  }

  /** Whether the value is new. */
  add(value: Single): boolean {
    if (this.#first === undefined) {
      this.#first = value;
      return true;
    }
    if (value === this.#first) return false;
    this.#byKey ??= new Map([[this.#keyOf(this.#first), this.#first]]);
    const key = this.#keyOf(value);
    if (this.#byKey.has(key)) return false;
    this.#byKey.set(key, value);
    return true;
  }

  all(): readonly Single[] {
    if (this.#byKey !== undefined) return [...this.#byKey.values()];
    return this.#first === undefined ? [] : [this.#first];
  }

  get count(): number {
    return this.#byKey?.size ?? (this.#first === undefined ? 0 : 1);
  }

  #keyOf(value: Single): string {
    return typeof value === "string" ? value : keyOf(value, this.#type);
  }
}
