import { printTree, type TreeForm } from "./printTree.ts";
import { quoteJson } from "./quote.ts";

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

/** The members of an object, asked for by key: an object that was read, or one that is read as it is asked. */
export type JsonMembers = Pick<JsonObject, "get" | "has">;

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
  /**
   * A JavaScript value of the same worth: a bigint for integers that a double cannot hold.
   *
   * Integers of over 1,000 digits become doubles: reading them exactly costs more than linear time.
   */
  toScalar(): number | bigint {
    const value = this.toNumber();
    return this.text.length <= 1000 && this.isInteger && !Number.isSafeInteger(value) ? BigInt(this.text) : value;
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

export type JsonResult =
  | { readonly ok: true; readonly value: JsonValue; readonly duplicateKeys: number }
  | ({ readonly ok: false } & JsonFailure);

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Reads one JSON text (RFC 8259) without loss.
 *
 * Accepts what `JSON.parse` accepts, lone surrogates included, except nesting deeper than `limits.depth` (128).
 * Iterative, linear, never throws. `duplicateKeys` counts the members whose key had been there already.
 */
export function parseJson(text: string, limits: JsonLimits = {}): JsonResult {
  return new JsonReader(text, limits.depth ?? 128).read();
}

/** What is being read is inside these; `key` is the member of an object that the next value belongs to. */
interface Frame {
  readonly array: JsonArray | null;
  readonly object: JsonObject | null;
  key: string;
}

class JsonReader {
  private readonly text: string;
  private readonly depth: number;
  private at = 0;
  private failure: JsonFailure | null = null;
  private duplicateKeys = 0;
  private readonly frames: Frame[] = [];

  constructor(text: string, depth: number) {
    this.text = text;
    this.depth = depth;
  }

  read(): JsonResult {
    const value = this.readValue();
    if (this.failure === null) {
      this.skipSpace();
      if (this.at < this.text.length) this.fail("text after the end of the JSON value");
    }
    if (this.failure !== null) return { ok: false, offset: this.failure.offset, reason: this.failure.reason };
    return { ok: true, value, duplicateKeys: this.duplicateKeys };
  }

  private readValue(): JsonValue {
    for (;;) {
      this.skipSpace();
      const unit = this.text.charCodeAt(this.at);
      let value: JsonValue;
      if (unit === openBrace || unit === openBracket) {
        if (this.open(unit)) continue;
        if (this.failure !== null) return null;
        value = this.close();
      } else value = this.readScalar(unit);
      for (;;) {
        if (this.failure !== null || this.frames.length === 0) return value;
        if (this.attach(value)) break;
        if (this.failure !== null) return null;
        value = this.close();
      }
    }
  }

  /** Enters an object or array; true when a value comes next, false when it is empty. */
  private open(unit: number): boolean {
    if (this.frames.length >= this.depth) {
      this.fail(`nested deeper than ${this.depth} levels`);
      return false;
    }
    this.at++;
    const object: JsonObject | null = unit === openBrace ? new Map() : null;
    const frame: Frame = { array: object === null ? [] : null, object, key: "" };
    this.frames.push(frame);
    this.skipSpace();
    if (this.text.charCodeAt(this.at) === (object === null ? closeBracket : closeBrace)) return false;
    return object === null || this.readKey(frame);
  }

  /** Leaves the innermost object or array at its closing bracket and gives it back. */
  private close(): JsonValue {
    this.at++;
    const frame = this.frames.pop()!;
    return frame.array ?? frame.object;
  }

  /** Puts a value where it belongs; true when another value comes next, false at the closing bracket. */
  private attach(value: JsonValue): boolean {
    const frame = this.frames[this.frames.length - 1]!;
    if (frame.array !== null) frame.array.push(value);
    else this.setMember(frame.object!, frame.key, value);
    this.skipSpace();
    const unit = this.text.charCodeAt(this.at);
    if (unit === comma) {
      this.at++;
      if (frame.array !== null) return true;
      this.skipSpace();
      return this.readKey(frame);
    }
    if (unit !== (frame.array === null ? closeBrace : closeBracket)) {
      this.fail(frame.array === null ? "expected `,` or `}` after a member" : "expected `,` or `]` after an element");
    }
    return false;
  }

  private setMember(object: JsonObject, key: string, value: JsonValue): void {
    const before = object.size;
    object.set(key, value);
    if (object.size === before) this.duplicateKeys++;
  }

  private readKey(frame: Frame): boolean {
    if (this.text.charCodeAt(this.at) !== quote) {
      this.fail("expected a key in double quotes");
      return false;
    }
    frame.key = this.readString();
    if (this.failure !== null) return false;
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== colon) {
      this.fail("expected `:` after a key");
      return false;
    }
    this.at++;
    return true;
  }

  private readScalar(unit: number): JsonValue {
    if (unit === quote) return this.readString();
    if (unit === 0x74) return this.readWord("true", true);
    if (unit === 0x66) return this.readWord("false", false);
    if (unit === 0x6e) return this.readWord("null", null);
    if (unit === 0x2d || isDigit(unit)) return this.readNumber();
    this.fail("expected a value");
    return null;
  }

  private readWord(word: string, value: JsonValue): JsonValue {
    if (this.text.startsWith(word, this.at)) this.at += word.length;
    else this.fail("expected a value");
    return value;
  }

  private readNumber(): JsonValue {
    const { text } = this;
    const start = this.at;
    if (text.charCodeAt(this.at) === 0x2d) this.at++;
    if (text.charCodeAt(this.at) === 0x30) this.at++;
    else this.skipDigits();
    if (isDigit(text.charCodeAt(this.at)) && this.failure === null) this.fail("a number has a needless leading zero");
    if (text.charCodeAt(this.at) === 0x2e) {
      this.at++;
      this.skipDigits();
    }
    if ((text.charCodeAt(this.at) | 0x20) === 0x65) {
      this.at++;
      const sign = text.charCodeAt(this.at);
      if (sign === 0x2b || sign === 0x2d) this.at++;
      this.skipDigits();
    }
    return new JsonNumber(text.slice(start, this.at));
  }

  private skipDigits(): void {
    if (!isDigit(this.text.charCodeAt(this.at))) this.fail("expected a digit");
    while (isDigit(this.text.charCodeAt(this.at))) this.at++;
  }

  private readString(): string {
    const { text } = this;
    const start = ++this.at;
    for (let at = start; ; at++) {
      const unit = text.charCodeAt(at);
      if (unit === quote) {
        this.at = at + 1;
        return text.slice(start, at);
      }
      if (unit === backslash) return this.readEscaped(start, at);
      // NaN, the end of the text, compares false with everything.
      if (!(unit >= 0x20)) return this.failString(at);
    }
  }

  private failString(at: number): string {
    this.at = at;
    this.fail(at < this.text.length ? "a control character in a string must be escaped" : "the string is not closed");
    return "";
  }

  /** The rest of a string once its first backslash is met. */
  private readEscaped(start: number, firstEscape: number): string {
    const { text } = this;
    let result = "";
    let copied = start;
    let at = firstEscape;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === quote) {
        this.at = at + 1;
        return result + text.slice(copied, at);
      }
      if (!(unit >= 0x20)) return this.failString(at);
      if (unit !== backslash) {
        at++;
        continue;
      }
      result += text.slice(copied, at);
      const letter = text.charCodeAt(at + 1);
      const plain = simpleEscapes.get(letter);
      if (plain !== undefined) {
        result += plain;
        at += 2;
      } else {
        const code = letter === 0x75 ? hexValue(text, at + 2) : -1;
        if (code < 0) return this.failEscape(at);
        result += String.fromCharCode(code);
        at += 6;
      }
      copied = at;
    }
  }

  private failEscape(at: number): string {
    this.at = at;
    if (at + 1 >= this.text.length) return this.failString(this.text.length);
    const unicode = this.text.charCodeAt(at + 1) === 0x75;
    this.fail(unicode ? "`\\u` must be followed by four hexadecimal digits" : "unknown escape in a string");
    return "";
  }

  private skipSpace(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at++;
    }
  }

  /** Keeps the first failure. */
  private fail(reason: string): void {
    if (this.failure !== null) return;
    const ended = this.at >= this.text.length;
    this.failure = {
      offset: this.at,
      reason: ended && reason.startsWith("expected") ? `${reason}, found the end` : reason,
    };
  }
}

const simpleEscapes: ReadonlyMap<number, string> = new Map(
  Object.entries({ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }).map(
    ([letter, value]) => [letter.charCodeAt(0), value],
  ),
);

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** The value of four hexadecimal digits, or -1. */
function hexValue(text: string, start: number): number {
  let value = 0;
  for (let at = start; at < start + 4; at++) {
    const unit = text.charCodeAt(at);
    const letter = unit | 0x20;
    if (isDigit(unit)) value = value * 16 + unit - 0x30;
    else if (letter >= 0x61 && letter <= 0x66) value = value * 16 + letter - 0x57;
    else return -1;
  }
  return value;
}

/**
 * JSON text of a value, without spaces: numbers as they were written, members in order.
 *
 * Iterative, so any depth will do. Lone surrogates are escaped, as `JSON.stringify` does.
 */
export function printJson(value: JsonValue): string {
  return printTree(value, jsonForm);
}

const jsonForm: TreeForm<JsonValue> = {
  branch: (value) => {
    if (value instanceof Map) return { keys: [...value.keys()], values: [...value.values()] };
    return Array.isArray(value) ? { values: value } : undefined;
  },
  leaf: (value) => {
    if (typeof value === "string") return quoteJson(value);
    return value instanceof JsonNumber ? value.text : String(value);
  },
  key: quoteJson,
};
