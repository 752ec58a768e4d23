import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { necessaryLiterals } from "../engine/necessaryLiterals.ts";
import { type LiteralSearch, LiteralSet } from "../kernel/index.ts";
import type { RecordBytes } from "./memberEvent.ts";

/** What a report asks of each event: for each list of fields the first value of the first field that has one. */
export type GistFields = readonly (readonly Field[])[];

interface Question {
  readonly fields: readonly Field[];
  /** Unless one of these stands in a plain CloudTrail record, none of the fields has a value; the first is the escape. */
  readonly keys: LiteralSet | undefined;
}

/**
 * Answers a report's questions about events where their records are read, for later it takes reading them again.
 */
export class GistReader {
  readonly #questions: readonly Question[];
  readonly #search: LiteralSearch;

  constructor(lists: GistFields, search: LiteralSearch) {
    this.#search = search;
    this.#questions = lists.map((fields) => ({ fields, keys: keysOf(fields) }));
  }

  /** The texts in the order of the questions, empty where there is none; `plain` is the record of a plain CloudTrail event. */
  of(view: EventView, plain: RecordBytes | undefined): string[] {
    return this.#questions.map(({ fields, keys }) => {
      const isAbsent = keys !== undefined && plain !== undefined && !this.#hasAny(keys, plain);
      return isAbsent ? "" : firstText(view, fields);
    });
  }

  #hasAny(keys: LiteralSet, { bytes, start, end }: RecordBytes): boolean {
    const found = this.#search.literals(keys, bytes, start, end);
    for (let word = 0; word < keys.words; word++) if (found[word] !== 0) return true;
    return false;
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

function keysOf(fields: readonly Field[]): LiteralSet | undefined {
  const lists = fields.map((field) => necessaryLiterals({ kind: "test", field, test: { kind: "exists" } })[0]);
  if (lists.includes(undefined)) return undefined;
  const keys = new Set(["\\u", ...lists.flatMap((texts) => texts ?? [])]);
  return new LiteralSet([...keys].map((key) => Buffer.from(key)));
}
