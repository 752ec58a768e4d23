import { compareCodePoints } from "../../predicate/value.ts";
import { GrowingColumn, type Numbers } from "./growingColumn.ts";

/** The form of an id that is packed, and how many 32-bit words it takes. */
interface Form {
  readonly length: number;
  /** Where dashes stand; all else is lower-case hexadecimal digits. */
  readonly dashes: readonly number[];
  readonly words: number;
  readonly print: (digits: string) => string;
}

const uuid: Form = {
  length: 36,
  dashes: [8, 13, 18, 23],
  words: 4,
  print: (digits) =>
    [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-"),
};
const sha256: Form = { length: 64, dashes: [], words: 8, print: (digits) => digits };

/** By character code the value of a digit, −1 for what is none. */
const digitOf = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit++) digitOf["0123456789abcdef".charCodeAt(digit)] = digit;

/** Reads an id of that form into `read`; false when it has another. */
function isRead(id: string, { length, dashes }: Form, read: Uint32Array): boolean {
  if (id.length !== length) return false;
  let word = 0;
  let digits = 0;
  let dash = 0;
  for (let at = 0; at < length; at++) {
    const code = id.charCodeAt(at);
    if (at === dashes[dash]) {
      if (code !== 0x2d) return false;
      dash++;
      continue;
    }
    const digit = code < 128 ? digitOf[code]! : -1;
    if (digit < 0) return false;
    word = (word << 4) | digit;
    if ((++digits & 7) === 0) read[(digits >> 3) - 1] = word;
  }
  return true;
}

/** Ids as they cross threads. */
export interface IdWords {
  /** By form. */
  readonly words: readonly Numbers[];
  readonly texts: readonly string[];
}

/** Two bits of a handle say how its id is kept. */
const kinds = 4;
const asText = 3;

/**
 * Event ids, packed: a UUID takes 16 bytes and a SHA-256 32, which are nearly all; any other id is kept as it is.
 *
 * Each id comes back exactly as it was given.
 */
export class PackedIds {
  readonly #packed = [uuid, sha256].map((form) => ({
    form,
    read: new Uint32Array(form.words),
    words: new GrowingColumn((length) => new Uint32Array(length)),
  }));
  readonly #texts: string[] = [];

  /** Keeps an id; the handle gets it back. The same id kept twice has two handles. */
  add(id: string): number {
    for (let kind = 0; kind < this.#packed.length; kind++) {
      const { form, read, words } = this.#packed[kind]!;
      if (!isRead(id, form, read)) continue;
      const place = words.length / form.words;
      words.appendFew(read);
      return place * kinds + kind;
    }
    return (this.#texts.push(id) - 1) * kinds + asText;
  }

  /** All ids, by the handles that they have here. */
  copy(): IdWords {
    return { words: this.#packed.map(({ words }) => words.copy()), texts: [...this.#texts] };
  }

  /** Keeps the ids of another; answers which handle one of its has here. */
  append({ words: others, texts }: IdWords): (handle: number) => number {
    const offsets = this.#packed.map(({ form, words }, kind) => {
      const offset = words.length / form.words;
      words.append(others[kind]!);
      return offset;
    });
    offsets[asText] = this.#texts.length;
    for (const text of texts) this.#texts.push(text);
    return (handle) => handle + offsets[handle % kinds]! * kinds;
  }

  get(handle: number): string {
    const kind = handle % kinds;
    const place = (handle - kind) / kinds;
    if (kind === asText) return this.#texts[place]!;
    const { form, words } = this.#packed[kind]!;
    let digits = "";
    for (let at = 0; at < form.words; at++)
      digits += words
        .at(place * form.words + at)
        .toString(16)
        .padStart(8, "0");
    return form.print(digits);
  }

  /** Orders two ids as their texts, by code point. */
  compare(a: number, b: number): number {
    const kind = a % kinds;
    if (kind === asText || b % kinds !== kind) return compareCodePoints(this.get(a), this.get(b));
    const { form, words } = this.#packed[kind]!;
    const first = ((a - kind) / kinds) * form.words;
    const second = ((b - kind) / kinds) * form.words;
    for (let at = 0; at < form.words; at++) {
      const order = words.at(first + at) - words.at(second + at);
      if (order !== 0) return order;
    }
    return 0;
  }
}
