import type { Span } from "../text/source.ts";
import { mapString } from "./mappedString.ts";
import type { ValuePlace } from "./places.ts";

const deepest = 128;

/**
 * Finds where every key and value of a JSON text stands.
 *
 * Made for text that {@link parseJson} has accepted; on other text it stops early and never fails. A repeated key has
 * the place of its last value. Offsets are those of `text`, of which only `start` to `end` is read.
 */
export function jsonPlaces(text: string, start = 0, end = text.length): ValuePlace {
  return new JsonScanner(text, start, end).value(0) ?? placeAt({ start, end });
}

class JsonScanner {
  private readonly text: string;
  private readonly end: number;
  private at: number;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  value(depth: number): ValuePlace | undefined {
    this.skipBlank();
    const first = this.peek();
    if (first === '"') return this.string();
    if (depth >= deepest) return undefined;
    if (first === "[") return this.list(depth + 1);
    if (first === "{") return this.object(depth + 1);
    return this.bareValue();
  }

  private object(depth: number): ValuePlace {
    const start = this.at++;
    const members = new Map<string, ValuePlace>();
    while (!this.closes("}")) {
      if (this.peek() !== '"') break;
      const key = this.string();
      this.skipBlank();
      if (this.peek() === ":") this.at++;
      const value = this.value(depth);
      if (value === undefined) break;
      members.set(mapString(this.text, key).text, { ...value, key: key.value });
      this.skipComma();
    }
    return { ...placeAt({ start, end: this.at }), members };
  }

  private list(depth: number): ValuePlace {
    const start = this.at++;
    const items: ValuePlace[] = [];
    while (!this.closes("]")) {
      const item = this.value(depth);
      if (item === undefined) break;
      items.push(item);
      this.skipComma();
    }
    return { ...placeAt({ start, end: this.at }), items };
  }

  private string(): ValuePlace {
    const start = this.at++;
    while (this.at < this.end && this.peek() !== '"') this.at += this.peek() === "\\" ? 2 : 1;
    this.at = Math.min(this.at + 1, this.end);
    return { ...placeAt({ start, end: this.at }), form: "json" };
  }

  private bareValue(): ValuePlace | undefined {
    const start = this.at;
    while (/[-+.A-Za-z0-9]/.test(this.peek())) this.at++;
    return this.at === start ? undefined : placeAt({ start, end: this.at });
  }

  private closes(bracket: string): boolean {
    this.skipBlank();
    if (this.at >= this.end) return true;
    if (this.peek() !== bracket) return false;
    this.at++;
    return true;
  }

  private skipComma(): void {
    this.skipBlank();
    if (this.peek() === ",") this.at++;
  }

  private skipBlank(): void {
    while (this.at < this.end && " \t\r\n\ufeff".includes(this.peek())) this.at++;
  }

  private peek(): string {
    return this.at < this.end ? this.text[this.at]! : "";
  }
}

function placeAt(span: Span): ValuePlace {
  return { key: span, value: span };
}
