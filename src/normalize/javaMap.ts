import { javaDouble } from "../ecs/javaNumber.ts";
import { JsonNumber, type JsonValue } from "../text/json.ts";
import { foldJson, type JsonFold } from "./foldJson.ts";

/**
 * What Java's `Map.toString()` makes of a JSON value that Elasticsearch parsed: `{k=v, list=[a, b]}`, nothing quoted,
 * keys in the order of a `java.util.HashMap` (ecs-mapping facts §1, Strings).
 */
export function javaMapString(value: JsonValue): string {
  return foldJson(value, orderedPrintFold);
}

/** `toString()` of a value as Java holds it, members in the order they stand. */
export function printAsJava(value: JsonValue): string {
  return foldJson(value, printFold);
}

const printFold: JsonFold<string> = {
  scalar: (value) => (value instanceof JsonNumber ? javaNumberText(value) : String(value)),
  array: (elements) => `[${elements.join(", ")}]`,
  object: (keys, values) => {
    let out = "";
    for (let at = 0; at < keys.length; at++) out += `${at === 0 ? "" : ", "}${keys[at]}=${values[at]}`;
    return `{${out}}`;
  },
};

const orderedPrintFold: JsonFold<string> = {
  ...printFold,
  object: (keys, values) => {
    const order = hashMapOrder(keys);
    return printFold.object(
      order.map((at) => keys[at]!),
      order.map((at) => values[at]!),
    );
  },
};

/** A number as Java prints it: any integer by its digits, all else as a double. */
export function javaNumberText(number: JsonNumber): string {
  if (!number.isInteger) return javaDouble(number.toNumber());
  return number.text === "-0" ? "0" : number.text;
}

/**
 * The indices of distinct keys in the order of a `java.util.HashMap` into which they were put one after the other.
 *
 * Buckets in order, within a bucket first come first. A bucket of more than eight doubles a table of fewer than 64
 * buckets. In larger tables Java turns such a bucket into a tree, whose root comes first; that is not followed: it
 * takes nine colliding keys in one object.
 */
export function hashMapOrder(keys: readonly string[]): number[] {
  if (keys.length === 1) return [0];
  const hashes = keys.map(spreadHash);
  const mask = hashMapCapacity(hashes) - 1;
  // Bucket and index in one number, which sorts by the one and then by the other.
  const order = hashes.map((hash, at) => (hash & mask) * keys.length + at);
  return ascending(order).map((place) => place % keys.length);
}

/** Few numbers are put in order one by one, sooner than a sort begins. */
function ascending(numbers: number[]): number[] {
  if (numbers.length > 16) return numbers.sort((a, b) => a - b);
  for (let end = 1; end < numbers.length; end++) {
    const number = numbers[end]!;
    let at = end;
    for (; at > 0 && numbers[at - 1]! > number; at--) numbers[at] = numbers[at - 1]!;
    numbers[at] = number;
  }
  return numbers;
}

/** The number of buckets once all keys are in. */
function hashMapCapacity(hashes: readonly number[]): number {
  let capacity = 16;
  // Up to eight keys neither fill the table nor overfill a bucket.
  if (hashes.length <= 8) return capacity;
  let sizes = new Uint32Array(capacity);
  const grow = (count: number) => {
    capacity *= 2;
    sizes = new Uint32Array(capacity);
    for (let at = 0; at < count; at++) sizes[hashes[at]! & (capacity - 1)]!++;
  };
  for (const [at, hash] of hashes.entries()) {
    const bucketSize = ++sizes[hash & (capacity - 1)]!;
    if (bucketSize > 8 && capacity < 64) grow(at + 1);
    if (at + 1 > capacity * 0.75) grow(at + 1);
  }
  return capacity;
}

/** `String.hashCode`, its upper half folded into the lower as `HashMap` does. */
function spreadHash(key: string): number {
  let hash = 0;
  for (let at = 0; at < key.length; at++) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 16);
}
