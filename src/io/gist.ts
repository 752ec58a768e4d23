import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { necessaryLiterals } from "../engine/necessaryLiterals.ts";
import { type LiteralSearch, LiteralSet } from "../kernel/index.ts";
import type { RecordBytes } from "./memberEvent.ts";

/** What a report asks of each event: for each list of fields the first value of the first field that has one. */
export type GistFields = readonly (readonly Field[])[];

/** The character escape of JSON, which may spell any key. */
const escapeKey = 0;

/** A field and the numbers of the keys without one of which it has no value in a plain CloudTrail record. */
interface Asked {
  readonly field: Field;
  /** Undefined: nothing is known. */
  readonly keys: readonly number[] | undefined;
}

/**
 * Answers a report's questions about events where their records are read, for later it takes reading them again.
 *
 * Most fields that are asked for are those of a few calls, so of a record's bytes it is told first which of their keys they hold.
 */
export class GistReader {
  readonly #questions: readonly (readonly Asked[])[];
  readonly #keys: LiteralSet;
  readonly #search: LiteralSearch;

  constructor(lists: GistFields, search: LiteralSearch) {
    const numbers = new Map([["\\u", escapeKey]]);
    this.#search = search;
    this.#questions = lists.map((fields) => fields.map((field) => ({ field, keys: keysOf(field, numbers) })));
    this.#keys = new LiteralSet([...numbers.keys()].map((key) => Buffer.from(key)));
  }

  /** The texts in the order of the questions, empty where there is none; `plain` is the record of a plain CloudTrail event. */
  of(view: EventView, plain: RecordBytes | undefined): string[] {
    const found = plain && this.#search.literals(this.#keys, plain.bytes, plain.start, plain.end);
    const isThere = (key: number) => ((found![key >>> 5]! >>> (key & 31)) & 1) === 1;
    const isEverything = found === undefined || isThere(escapeKey);
    return this.#questions.map((asked) => {
      for (let at = 0; at < asked.length; at++) {
        const { field, keys } = asked[at]!;
        if (!isEverything && keys !== undefined && !keys.some(isThere)) continue;
        const value = view.values(field)[0];
        if (value !== undefined) return String(value);
      }
      return "";
    });
  }
}

/** The first value of the first field that has one, as text; empty without any. */
export function firstText(view: EventView, fields: readonly Field[]): string {
  for (const field of fields) {
    const value = view.values(field)[0];
    if (value !== undefined) return String(value);
  }
  return "";
}

function keysOf(field: Field, numbers: Map<string, number>): readonly number[] | undefined {
  const [texts] = necessaryLiterals({ kind: "test", field, test: { kind: "exists" } });
  return texts?.map((text) => {
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text)!;
  });
}
