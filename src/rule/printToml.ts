import { type Path, printPath } from "./places.ts";
import { isPlainObject, type PlainObject, type PlainValue } from "./plain.ts";
import { tomlKey, tomlString } from "./tomlString.ts";

/** A document as TOML, and what of it TOML cannot hold. */
export interface PrintedToml {
  readonly text: string;
  readonly lost: readonly LostValue[];
}

/** A value that is not in the text; `reason` is a sentence fragment: `TOML has no null`. */
export interface LostValue {
  readonly path: Path;
  readonly reason: string;
  /** Whether the value counts as absent anyway: a null of a table. */
  readonly isNull: boolean;
}

const longestLine = 120;

/**
 * Prints a document, in the order of its keys but for a table's own values, which TOML wants before its sub-tables.
 *
 * A list of tables becomes `[[…]]`, a table `[…]`; tables within mixed lists are written inline. What TOML cannot hold is
 * named and left out: nulls, lone surrogates, integers beyond 64 bits. Reading the text gives the rest again, numbers,
 * line ends and all. Goes as deep as the document, of which the readers bound the depth ({@link limits.depth}).
 */
export function printToml(document: PlainObject): PrintedToml {
  const printer = new TomlPrinter();
  printer.table([], document, undefined);
  return { text: printer.lines.join("\n").replace(/^\n+/, "").concat("\n"), lost: printer.lost };
}

class TomlPrinter {
  readonly lines: string[] = [];
  readonly lost: LostValue[] = [];

  /** `header` is the line that opens the table; a table of nothing but tables needs none. */
  table(path: Path, table: PlainObject, header: string | undefined): void {
    const entries = Object.entries(table);
    const own = entries.filter(([, value]) => !isTables(value));
    const tables = entries.filter(([, value]) => isTables(value));
    const needsHeader = own.length > 0 || tables.length === 0 || header?.startsWith("[[") === true;
    if (header !== undefined && needsHeader) this.lines.push("", header);
    for (const [key, value] of own) this.pair([...path, key], key, value);
    for (const [key, value] of tables) this.tables([...path, key], value);
  }

  private tables(path: Path, value: PlainValue): void {
    if (!this.keeps(path, String(path.at(-1)), "a key")) return;
    const name = headerName(path);
    if (isPlainObject(value)) this.table(path, value, `[${name}]`);
    else
      for (const [index, element] of (value as readonly PlainObject[]).entries())
        this.table([...path, index], element, `[[${name}]]`);
  }

  private pair(path: Path, key: string, value: PlainValue): void {
    const isWell = this.keeps(path, key, "a key");
    const printed = this.value(path, value, key === "query" || key === "threat_query");
    if (printed !== undefined && isWell) this.lines.push(`${tomlKey(key)} = ${printed}`);
  }

  /** Undefined for what cannot be written. */
  private value(path: Path, value: PlainValue, isQuery = false): string | undefined {
    if (value === null) return this.lose(path, "TOML has no null", true);
    if (typeof value === "string") return this.keeps(path, value, "a text") ? tomlString(value, isQuery) : undefined;
    if (typeof value === "bigint" && BigInt.asIntN(64, value) !== value)
      return this.lose(path, `TOML's integers have 64 bits, which ${String(value).slice(0, 40)} exceeds`);
    if (typeof value === "number") return printNumber(value);
    if (Array.isArray(value)) return this.list(path, value);
    return isPlainObject(value) ? this.inlineTable(path, value) : String(value);
  }

  private list(path: Path, list: readonly PlainValue[]): string | undefined {
    const items: string[] = [];
    for (const [index, element] of list.entries()) {
      // Without its null the list would be another list.
      if (element === null) return this.lose(path, "it holds a null, which TOML has not");
      const item = this.value([...path, index], element);
      if (item === undefined) return undefined;
      items.push(item);
    }
    const line = `[${items.join(", ")}]`;
    return line.length <= longestLine ? line : `[\n${items.map((item) => `    ${item},\n`).join("")}]`;
  }

  /** On one line, but for a text of several lines in it (TOML 1.0, inline table). */
  private inlineTable(path: Path, table: PlainObject): string {
    const pairs = Object.entries(table).flatMap(([key, value]) => {
      const printed = this.keeps([...path, key], key, "a key") ? this.value([...path, key], value) : undefined;
      return printed === undefined ? [] : [`${tomlKey(key)} = ${printed}`];
    });
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
  }

  private keeps(path: Path, text: string, what: string): boolean {
    if (!loneSurrogate.test(text)) return true;
    this.lose(path, `${what} with half a surrogate pair is not Unicode`);
    return false;
  }

  private lose(path: Path, reason: string, isNull = false): undefined {
    this.lost.push({ path, reason, isNull });
  }
}

const loneSurrogate = /\p{Surrogate}/u;

function isTables(value: PlainValue): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isPlainObject);
  return isPlainObject(value);
}

/** The number of an element is not part of a header: the last one is meant. */
function headerName(path: Path): string {
  return path.flatMap((step) => (typeof step === "number" ? [] : [tomlKey(step)])).join(".");
}

/** A double that is whole but not a safe integer must not read as an integer, nor `-0` as `0`. */
function printNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes("e") ? `${text}.0` : text;
}

/** `rule.filters[0].meta.alias: TOML has no null`. */
export function lostText({ path, reason }: LostValue): string {
  return `\`${printPath(path)}\` cannot be written: ${reason}`;
}
