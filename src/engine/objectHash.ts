import { sha1OfText } from "../text/textDigests.ts";

/** What Kibana hashes: texts, numbers, truth values, nulls, dates, and arrays and plain objects of them. */
export type Hashable = string | number | boolean | null | undefined | Date | readonly Hashable[] | HashableObject;

export interface HashableObject {
  readonly [key: string]: Hashable;
}

/**
 * Hash of a value as the npm library `object-hash` 3 makes it with no options, by which Kibana names suppressed alerts.
 *
 * SHA-1 in hex over a text that spells out the type of everything, the prototype and constructor of plain objects included;
 * an object met again is told by when it was met first.
 */
export function objectHash(value: Hashable): string {
  return sha1OfText(new Spelling().of(value));
}

/** Stand for `Object.prototype` and `Object`, which the library spells out like any other object. */
const prototype = Symbol("Object.prototype");
const objectFunction = Symbol("Object");

class Spelling {
  /** Everything met, in order. */
  readonly #met: unknown[] = [];

  /** Values are nested by us, not by data, so it may recurse. */
  of(value: Hashable): string {
    if (value === null) return "Null";
    if (value === undefined) return "Undefined";
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return `number:${value}`;
    if (typeof value === "boolean") return `bool:${value}`;
    const again = this.#again(value);
    if (again !== undefined) return again;
    if (value instanceof Date) return `date:${value.toJSON()}`;
    return isArray(value) ? this.#array(value) : this.#object(value);
  }

  #array(items: readonly Hashable[]): string {
    let spelled = `array:${items.length}:`;
    for (let at = 0; at < items.length; at++) spelled += this.of(items[at]);
    return spelled;
  }

  #object(value: HashableObject): string {
    const own = Object.keys(value).sort();
    const inherited = this.#inherited(() => this.#again(prototype) ?? this.#prototype());
    return `object:${own.length + 3}:${inherited}${own.map((key) => `${text(key)}:${this.of(value[key]!)},`).join("")}`;
  }

  #prototype(): string {
    return `object:3:${this.#inherited(() => "Null")}`;
  }

  #inherited(parent: () => string): string {
    const before = `${text("prototype")}:Undefined,${text("__proto__")}:${parent()},`;
    const native = `fn:${text("[native]")}${text("function-name:Object")}${this.#again(objectFunction) ?? "object:0:"}`;
    return `${before}${text("constructor")}:${native},`;
  }

  /** How something is spelled that was met before; undefined for what is met now. */
  #again(thing: unknown): string | undefined {
    const at = this.#met.indexOf(thing);
    if (at >= 0) return text(`[CIRCULAR:${at}]`);
    this.#met.push(thing);
    return undefined;
  }
}

function text(value: string): string {
  return `string:${value.length}:${value}`;
}

function isArray(value: readonly Hashable[] | HashableObject): value is readonly Hashable[] {
  return Array.isArray(value);
}
