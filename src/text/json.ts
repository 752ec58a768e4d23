/**
 * JSON without loss: numbers keep their digits, objects keep the order and spelling of their keys.
 *
 * `JSON.parse` rounds big integers, moves integer-like keys to the front and has `__proto__` to look out for; the
 * strings that Elastic's integrations build from a record depend on all three (ecs-mapping facts, "Strings").
 */
export type JsonValue = null | boolean | string | JsonNumber | JsonArray | JsonObject;
export type JsonArray = JsonValue[];

/** Keys in source order; a repeated key keeps its first place and its last value, as in a Java map. */
export type JsonObject = Map<string, JsonValue>;

/** A number as it was written. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  /** The nearest double. */
  toNumber(): number {
    return Number(this.text);
  }
  /** True when written without fraction and exponent. */
  get isInteger(): boolean {
    return /^-?\d+$/.test(this.text);
  }
  /** A JavaScript value of the same worth: a bigint for integers that a double cannot hold. */
  toScalar(): number | bigint {
    const value = this.toNumber();
    return this.isInteger && !Number.isSafeInteger(value) ? BigInt(this.text) : value;
  }
}

/** Why a text is not JSON, and where (UTF-16 offset). */
export interface JsonFailure {
  readonly offset: number;
  readonly reason: string;
}

export interface JsonLimits {
  /** Deepest nesting of objects and arrays; 128 unless told. */
  readonly depth?: number;
}

export type JsonResult = { readonly ok: true; readonly value: JsonValue; readonly duplicateKeys: number } | ({ readonly ok: false } & JsonFailure);
