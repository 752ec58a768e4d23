interface Link<V> {
  readonly key: string;
  value: V;
  older: Link<V> | undefined;
  newer: Link<V> | undefined;
}

/**
 * A map that knows in constant time which of its keys was put longest ago.
 *
 * A plain `Map` keeps the order too, but finding its first key walks over every key that was deleted before it.
 */
export class RecencyMap<V> {
  readonly #links = new Map<string, Link<V>>();
  #oldest: Link<V> | undefined;
  #newest: Link<V> | undefined;

  get size(): number {
    return this.#links.size;
  }

  get oldest(): { readonly key: string; readonly value: V } | undefined {
    return this.#oldest;
  }

  get(key: string): V | undefined {
    return this.#links.get(key)?.value;
  }

  /** Puts the value and makes its key the newest. */
  put(key: string, value: V): void {
    const link = this.#links.get(key) ?? { key, value, older: undefined, newer: undefined };
    link.value = value;
    if (this.#links.has(key)) this.#unlink(link);
    else this.#links.set(key, link);
    link.older = this.#newest;
    link.newer = undefined;
    if (this.#newest === undefined) this.#oldest = link;
    else this.#newest.newer = link;
    this.#newest = link;
  }

  delete(key: string): void {
    const link = this.#links.get(key);
    if (link === undefined) return;
    this.#links.delete(key);
    this.#unlink(link);
  }

  #unlink({ older, newer }: Link<V>): void {
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
  }
}
