import { type Diagnostic, hasErrors, type Severity } from "../text/diagnostic.ts";
import { didYouMean } from "../text/didYouMean.ts";
import { isDateMath, isInterval, parseTimestamp } from "./dateMath.ts";
import { type Document, labelAt, type Part, problem } from "./document.ts";
import { limits } from "./limits.ts";
import { type Path, printPath } from "./places.ts";
import { isPlainObject, type PlainObject, type PlainValue } from "./plain.ts";
import type { RuleType } from "./rule.ts";
import type { Format, Key, Keys, Kind } from "./schema.ts";

/** What decides how strictly a document is read. */
export interface Strictness {
  readonly type?: RuleType;
  /** The worst severity that a finding may have; `warning` for what Kibana never sees. */
  readonly worst: Severity;
}

/**
 * Compares a table with its schema and names every difference at its place.
 *
 * Unknown keys are warnings, with what they were probably meant to be; missing keys, wrong types and values out of
 * range are errors. A null counts as absent, as Kibana's exports have it.
 */
export function validateTable(
  document: Document,
  path: Path,
  value: PlainObject,
  keys: Keys,
  strictness: Strictness,
): Diagnostic[] {
  const validation = new Validation(document, strictness);
  validation.table(path, value, keys);
  return validation.diagnostics;
}

class Validation {
  readonly diagnostics: Diagnostic[] = [];
  private readonly document: Document;
  private readonly strictness: Strictness;

  constructor(document: Document, strictness: Strictness) {
    this.document = document;
    this.strictness = strictness;
  }

  table(path: Path, value: PlainObject, keys: Keys): void {
    for (const [name, member] of Object.entries(value)) {
      const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
      if (key === undefined) this.unknownKey([...path, name], name, keys);
      else if (member !== null) this.knownKey([...path, name], name, member, key);
    }
    for (const [name, key] of Object.entries(keys)) {
      if (this.isRequired(key) && (value[name] ?? null) === null) this.missingKey(path, name);
    }
  }

  private isRequired(key: Key): boolean {
    if (key.required === "toml") return this.document.format === "toml";
    if (typeof key.required === "object")
      return this.strictness.type !== undefined && key.required.includes(this.strictness.type);
    return key.required === true;
  }

  private knownKey(path: Path, name: string, value: PlainValue, key: Key): void {
    const { type } = this.strictness;
    if (key.only !== undefined && type !== undefined && !key.only.includes(type)) {
      this.report("RULE018", "warning", path, "key", `\`${name}\` means nothing in a rule of type ${type}`, {
        label: `a key of ${key.only.join(", ")} rules`,
      });
    } else this.value(path, value, key.is);
  }

  /** Bounds what is reported of one document; the first error is always among it. */
  private isFull(severity: Severity): boolean {
    if (this.diagnostics.length < limits.findings) return false;
    return severity !== "error" || this.strictness.worst !== "error" || hasErrors(this.diagnostics);
  }

  private unknownKey(path: Path, name: string, keys: Keys): void {
    if (this.isFull("warning")) return;
    const [meant] = didYouMean(name, Object.keys(keys));
    this.report("RULE010", "warning", path, "key", `unknown key \`${name}\``, {
      ...(meant === undefined ? {} : { help: `did you mean \`${meant}\`?` }),
    });
  }

  private missingKey(path: Path, name: string): void {
    this.report("RULE012", "error", path, "key", `\`${printPath([...path, name])}\` is missing`, {
      label: `has no \`${name}\``,
    });
  }

  private value(path: Path, value: PlainValue, kind: Kind): void {
    if (kind.kind === "either") this.either(path, value, kind);
    else if (shapeOf(kind) !== shapeOfValue(value)) this.wrongType(path, nouns[kind.kind], value);
    else if (kind.kind === "string") this.string(path, value as string, kind);
    else if (kind.kind === "integer") this.integer(path, value as number | bigint, kind);
    else if (kind.kind === "table") this.table(path, value as PlainObject, kind.keys);
    else if (kind.kind === "list") this.list(path, value as readonly PlainValue[], kind);
  }

  private either(path: Path, value: PlainValue, kind: Kind & { kind: "either" }): void {
    const fitting = kind.kinds.find((each) => shapeOf(each) === shapeOfValue(value));
    if (fitting === undefined) this.wrongType(path, kind.words, value);
    else this.value(path, value, fitting);
  }

  private string(path: Path, value: string, kind: Kind & { kind: "string" }): void {
    const name = printPath(path);
    if (kind.filled === true && value.trim() === "") {
      this.report("RULE011", "error", path, "value", `\`${name}\` is empty`, { label: "says nothing" });
    }
    if (kind.oneOf !== undefined && !kind.oneOf.includes(value)) this.notOneOf(path, value, kind.oneOf);
    const format = kind.format === undefined ? undefined : formats[kind.format];
    if (format !== undefined && !format.fits(value)) {
      this.report(format.code, "error", path, "value", `\`${name}\` is not ${format.noun}`, { help: format.help });
    }
  }

  private notOneOf(path: Path, value: string, values: readonly string[]): void {
    const [meant] = didYouMean(value, values);
    this.report("RULE013", "error", path, "value", `\`${printPath(path)}\` cannot be \`${value}\``, {
      label: `one of ${values.join(", ")}`,
      ...(meant === undefined ? {} : { help: `did you mean \`${meant}\`?` }),
    });
  }

  private integer(path: Path, value: number | bigint, kind: Kind & { kind: "integer" }): void {
    if (typeof value === "bigint" || !Number.isInteger(value)) {
      this.wrongType(path, "a whole number", value);
      return;
    }
    const least = kind.least ?? Number.MIN_SAFE_INTEGER;
    const most = kind.most ?? Number.MAX_SAFE_INTEGER;
    if (value >= least && value <= most) return;
    const range = kind.most === undefined ? `at least ${least}` : `from ${least} to ${most}`;
    this.report("RULE014", "error", path, "value", `\`${printPath(path)}\` is out of range`, {
      label: `must be ${range}`,
    });
  }

  private list(path: Path, value: readonly PlainValue[], kind: Kind & { kind: "list" }): void {
    const { least = 0, most = Number.POSITIVE_INFINITY } = kind;
    if (value.length < least || value.length > most) {
      const range = value.length < least ? `at least ${least}` : `at most ${most}`;
      this.report("RULE014", "error", path, "value", `\`${printPath(path)}\` has ${value.length} elements`, {
        label: `must have ${range}`,
      });
    }
    value.forEach((element, index) => {
      this.value([...path, index], element, kind.of);
    });
  }

  private wrongType(path: Path, wanted: string, value: PlainValue): void {
    this.report("RULE011", "error", path, "value", `\`${printPath(path)}\` must be ${wanted}`, {
      label: `this is ${nounOf(value)}`,
    });
  }

  private report(
    code: string,
    severity: Severity,
    path: Path,
    part: Part,
    message: string,
    more: { readonly label?: string; readonly help?: string },
  ): void {
    if (this.isFull(severity)) return;
    const worst = this.strictness.worst === "warning" && severity === "error" ? "warning" : severity;
    this.diagnostics.push(problem(code, worst, message, labelAt(this.document, path, part, more.label), more.help));
  }
}

interface FormatRule {
  readonly code: string;
  readonly noun: string;
  readonly help: string;
  readonly fits: (text: string) => boolean;
}

const formats: Readonly<Record<Format, FormatRule>> = {
  interval: {
    code: "RULE015",
    noun: "an interval",
    help: "write a whole number and `s`, `m`, `h` or `d`: `5m`",
    fits: isInterval,
  },
  dateMath: { code: "RULE016", noun: "a date or date maths", help: "write `now`, or `now-6m`", fits: isDateMath },
  day: {
    code: "RULE017",
    noun: "a day",
    help: "write year/month/day: `2026/03/10`",
    fits: (text) => /^\d{4}\/\d{2}\/\d{2}$/.test(text),
  },
  version: {
    code: "RULE017",
    noun: "a version",
    help: "write it as `9.2` or `9.2.0`",
    fits: (text) => /^\d+\.\d+(?:\.\d+[\w-]*)?$/.test(text),
  },
  timestamp: {
    code: "RULE017",
    noun: "a time with zone",
    help: "write it as `2026-03-10T00:00:00.000Z`",
    fits: (text) => parseTimestamp(text) !== undefined,
  },
};

const nouns: Readonly<Record<Exclude<Kind["kind"], "either">, string>> = {
  string: "a string",
  integer: "a whole number",
  boolean: "true or false",
  list: "a list",
  table: "a table",
  open: "a table",
};

/** Schema kinds and values in the same words, so that they can be compared. */
function shapeOf(kind: Kind): string {
  return kind.kind === "open" ? "table" : kind.kind === "integer" ? "number" : kind.kind;
}

function shapeOfValue(value: PlainValue): string {
  if (Array.isArray(value)) return "list";
  if (isPlainObject(value)) return "table";
  return typeof value === "bigint" ? "number" : typeof value;
}

function nounOf(value: PlainValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isPlainObject(value)) return "a table";
  if (typeof value === "boolean") return "true or false";
  if (typeof value === "string") return "a string";
  return Number.isInteger(value) || typeof value === "bigint" ? "a whole number" : "a number";
}
