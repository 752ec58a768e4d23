import type { JsonArray, JsonObject, JsonValue } from "../text/json.ts";
import { isJsonObject } from "./record.ts";

/** What a value becomes, told from what its parts became. */
export interface JsonFold<T> {
  readonly scalar: (value: Exclude<JsonValue, JsonArray | JsonObject>) => T;
  readonly array: (elements: T[]) => T;
  /** Keys in the order of the object, and what their values became. */
  readonly object: (keys: readonly string[], values: readonly T[]) => T;
}

/** An array or object in progress; `keys` is null for an array. */
interface Frame<T> {
  readonly keys: readonly string[] | null;
  readonly values: readonly JsonValue[];
  readonly done: T[];
}

/** Folds a JSON value from its leaves up, each part once, without recursion. */
export function foldJson<T>(value: JsonValue, fold: JsonFold<T>): T {
  const frames: Frame<T>[] = [];
  let next = value;
  for (;;) {
    if (isJsonObject(next)) frames.push(membersOf(next));
    else if (Array.isArray(next)) frames.push({ keys: null, values: next, done: [] });
    else if (frames.length === 0) return fold.scalar(next);
    else frames.at(-1)!.done.push(fold.scalar(next));
    let frame = frames.at(-1)!;
    while (frame.done.length === frame.values.length) {
      frames.pop();
      const folded = finish(frame, fold);
      if (frames.length === 0) return folded;
      frame = frames.at(-1)!;
      frame.done.push(folded);
    }
    next = frame.values[frame.done.length]!;
  }
}

function membersOf<T>(object: JsonObject): Frame<T> {
  const keys: string[] = [];
  const values: JsonValue[] = [];
  object.forEach((value, key) => {
    keys.push(key);
    values.push(value);
  });
  return { keys, values, done: [] };
}

function finish<T>({ keys, done }: Frame<T>, fold: JsonFold<T>): T {
  return keys === null ? fold.array(done) : fold.object(keys, done);
}
