import type { Dataset, Identity } from "../normalize/record.ts";
import { getOrPut } from "./getOrPut.ts";

/** Identities that are remembered; beyond, what follows from one is found anew each time. */
const mostIdentities = 65_536;

/** Longer names are not remembered either, so that hostile names cannot fill the memory. */
const longestName = 256;

/** What follows from identities, remembered up to a cap. */
export class IdentityMemo<Value> {
  readonly #values = new Map<Dataset, Map<string | undefined, Map<string | undefined, Value>>>();
  #count = 0;

  get({ dataset, provider, action }: Identity): Value | undefined {
    return this.#values.get(dataset)?.get(provider)?.get(action);
  }

  set({ dataset, provider, action }: Identity, value: Value): void {
    if (this.#count >= mostIdentities) return;
    if ((provider?.length ?? 0) > longestName || (action?.length ?? 0) > longestName) return;
    const providers = getOrPut(this.#values, dataset, () => new Map());
    getOrPut(providers, provider, () => new Map()).set(action, value);
    this.#count++;
  }
}
