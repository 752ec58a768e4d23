import type { JsonMembers, JsonValue } from "../text/json.ts";
import { parameters } from "./cloudtrailParameters.ts";
import { dropEmpty, dropEmptyInHashMapOrder } from "./dropEmpty.ts";
import { isJsonObject } from "./record.ts";

const freeForm: ReadonlySet<string> = new Set(parameters.map(([member]) => member));

/**
 * A CloudTrail record as the pipeline works on it: empty members dropped, the free-form ones in Java's order, which
 * depends on how many keys there were before the drop. Each member is prepared when it is first asked for.
 */
export class PreparedRecord implements JsonMembers {
  readonly #record: JsonMembers;
  readonly #prepared = new Map<string, JsonValue | undefined>();

  constructor(record: JsonMembers) {
    this.#record = record;
  }

  get(key: string): JsonValue | undefined {
    let value = this.#prepared.get(key);
    if (value === undefined && !this.#prepared.has(key)) this.#prepared.set(key, (value = this.#prepare(key)));
    return value;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  #prepare(key: string): JsonValue | undefined {
    const value = this.#record.get(key);
    if (value === undefined) return undefined;
    const kept = freeForm.has(key) ? dropEmptyInHashMapOrder(value) : dropEmpty(value);
    // A placeholder that AWS's own samples hold.
    return key === "tlsDetails" && isJsonObject(kept) && kept.get("tlsVersion") === "tlsVersion" ? undefined : kept;
  }
}
