import type { Dataset, Identity } from "../normalize/record.ts";
import { getOrPut } from "./getOrPut.ts";

/** Longer names are not remembered either, so that hostile names cannot fill the memory. */
const longestName = 256;

/** What follows from identities, remembered of so many; of others it is found anew each time. */
export class IdentityMemo<Value> {
  readonly #most: number;
  readonly #values = new Map<Dataset, Map<string | undefined, Map<string | undefined, Value>>>();
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get({ dataset, provider, action }: Identity): Value | undefined {
    return this.#values.get(dataset)?.get(provider)?.get(action);
  }

  set({ dataset, provider, action }: Identity, value: Value): void {
    if (this.#count >= this.#most) return;
    if ((provider?.length ?? 0) > longestName || (action?.length ?? 0) > longestName) return;
    const providers = getOrPut(this.#values, dataset, () => new Map());
    getOrPut(providers, provider, () => new Map()).set(action, value);
    this.#count++;
  }
}
