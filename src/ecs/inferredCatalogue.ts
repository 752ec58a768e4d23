import { catalogueOf } from "./catalogue.ts";
import { parseIsoDate } from "./date.ts";
import type { Field, FieldType } from "./field.ts";
import type { MappingResult } from "./mapping.ts";
import { MappingReports } from "./mappingReports.ts";
import { type EcsObject, type EcsValue, isEcsObject } from "./value.ts";

/** Bounds of ours. */
const mostFields = 10_000;
const deepest = 100;

/** What values of a field have been seen, as bits. */
const seen = { text: 1, date: 2, long: 4, double: 8, boolean: 16, object: 32 } as const;

/** One name below another; names that lead nowhere yet are not there. */
interface SeenField {
  kinds: number;
  children: Map<string, SeenField> | undefined;
}

/**
 * The catalogue that Elasticsearch's dynamic mapping would have made of the documents, except that a string is a
 * `keyword` (there a `text` with a keyword sub-field, which EQL reads instead) and a fraction a `double` (there `float`).
 *
 * Strings in the form of ISO 8601 are dates, pure numbers are not (date detection of DynamicFieldsBuilder; the form
 * `yyyy/MM/dd` is not read). The order of documents does not count: where values of a field disagree, the type that
 * holds all of them is taken and the field is reported (MAP011), since Elasticsearch would have refused some of the
 * documents. Fields beyond the first 10,000, or deeper than 100 objects, are left out and reported (MAP012).
 */
export function inferredCatalogue(documents: Iterable<EcsObject>): MappingResult {
  const inference = new Inference();
  for (const document of documents) inference.see(document);
  return inference.result();
}

class Inference {
  readonly #reports = new MappingReports();
  readonly #root: SeenField = { kinds: seen.object, children: undefined };
  #count = 0;

  see(document: EcsObject): void {
    const pending: { value: EcsValue; at: SeenField; depth: number }[] = [
      { value: document, at: this.#root, depth: 0 },
    ];
    while (pending.length > 0) {
      const { value, at, depth } = pending.pop()!;
      if (Array.isArray(value)) for (const item of value) pending.push({ value: item, at, depth });
      else if (!isEcsObject(value)) at.kinds |= kindOf(value, at.kinds);
      else if (depth >= deepest) this.#leaveOut(`deeper than ${deepest} objects`);
      else {
        at.kinds |= seen.object;
        for (const key of Object.keys(value)) {
          const child = this.#childOf(at, key);
          if (child !== undefined) pending.push({ value: value[key]!, at: child, depth: depth + 1 });
        }
      }
    }
  }

  result(): MappingResult {
    const kinds = new Map<string, number>();
    const pending: { name: string; at: SeenField }[] = [{ name: "", at: this.#root }];
    while (pending.length > 0) {
      const { name, at } = pending.pop()!;
      if (at !== this.#root) kinds.set(name, (kinds.get(name) ?? 0) | at.kinds);
      for (const [key, child] of at.children ?? [])
        pending.push({ name: at === this.#root ? key : `${name}.${key}`, at: child });
    }
    const fields = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, bits]) => this.#fieldOf(name, bits));
    return { catalogue: catalogueOf(fields), diagnostics: this.#reports.diagnostics };
  }

  #childOf(at: SeenField, key: string): SeenField | undefined {
    at.children ??= new Map();
    let child = at.children.get(key);
    if (child === undefined && this.#count < mostFields) {
      this.#count++;
      at.children.set(key, (child = { kinds: 0, children: undefined }));
    }
    if (child === undefined) this.#leaveOut(`beyond the first ${mostFields}`);
    return child;
  }

  #fieldOf(name: string, bits: number): Field[] {
    if (bits === 0) return [];
    const scalars = bits & ~seen.object;
    if (scalars === 0) return [{ name, type: "object" }];
    const type = typeOf(scalars);
    if (scalars !== bits || (scalars & (scalars - 1)) !== 0) this.#disagree(name, bits, type);
    return [{ name, type }];
  }

  #disagree(name: string, bits: number, type: FieldType): void {
    const kinds = Object.entries(seen).flatMap(([kind, bit]) => ((bits & bit) === 0 ? [] : [kind]));
    this.#reports.add({
      code: "MAP011",
      message: `field [${name}] has values of several types: [${kinds.join(", ")}]`,
      help: `it is read as [${type}]; pass a \`mapping\` to decide otherwise`,
    });
  }

  #leaveOut(what: string): void {
    const help = "pass a `mapping` that names the fields that matter";
    this.#reports.add({ code: "MAP012", message: `fields ${what} are left out`, help });
  }
}

/** The bit of one value; once a field is known to hold both, dates are not told from other text any more. */
function kindOf(value: EcsValue | undefined, known: number): number {
  switch (typeof value) {
    case "string":
      return (known & textOrDate) !== textOrDate && isDateText(value) ? seen.date : seen.text;
    case "number":
      return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? seen.long : seen.double;
    case "bigint":
      return seen.long;
    case "boolean":
      return seen.boolean;
    default:
      return 0;
  }
}

const textOrDate = seen.text | seen.date;

/** Pure numbers are too often something else than a year. */
function isDateText(text: string): boolean {
  return /^[+-]?\d/.test(text) && text.includes("-", 1) && parseIsoDate(text) !== undefined;
}

/** The narrowest type that holds everything seen. */
function typeOf(scalars: number): FieldType {
  if (scalars === seen.boolean) return "boolean";
  if (scalars === seen.long) return "long";
  if ((scalars & ~(seen.long | seen.double)) === 0) return "double";
  // A date field also reads numbers, as epoch milliseconds.
  return (scalars & seen.date) !== 0 && (scalars & ~(seen.date | seen.long)) === 0 ? "date" : "keyword";
}
