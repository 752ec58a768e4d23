import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { Diagnostic, Label, Severity } from "../text/diagnostic.ts";
import { didYouMean } from "../text/didYouMean.ts";
import type { Source, Span } from "../text/source.ts";

/** Longest text that is read, in characters; a sidecar has a few thousand. */
const longest = 1_000_000;

/** A mapping of a YAML text, its keys in source order. */
export type YamlMapping = YAMLMap<Node, Node | null>;

/**
 * The mapping that a YAML text holds at its top, or null with the reason.
 *
 * Aliases are refused where they are read, so that a small text never grows; nothing throws.
 */
export function readYaml(source: Source): { mapping: YamlMapping | null; diagnostics: Diagnostic[] } {
  const start = { start: 0, end: Math.min(1, source.text.length) };
  if (source.text.length > longest) return failed(source, start, `it has more than ${longest} characters`);
  try {
    const document = parseDocument(source.text, { uniqueKeys: true, prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) return failed(source, { start: error.pos[0], end: error.pos[1] }, reasonOf(error));
    if (isMap(document.contents)) return { mapping: document.contents as YamlMapping, diagnostics: [] };
    return failed(source, start, "it must be a mapping of keys to values");
  } catch (error) {
    // The parser recurses on nesting; a text of brackets alone exhausts the stack.
    return failed(source, start, error instanceof RangeError ? "it is nested too deeply" : reasonOf(error));
  }
}

function failed(source: Source, span: Span, reason: string) {
  const message = `not a detection's sidecar: ${reason}`;
  return { mapping: null, diagnostics: [problem("PROOF001", "error", message, { source, span, message: "" })] };
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0]!.replace(/\.$/, "");
}

/** A diagnostic with one label. */
export function problem(code: string, severity: Severity, message: string, label: Label, help?: string): Diagnostic {
  return { code, severity, message, labels: [label], ...(help === undefined ? {} : { help }) };
}

/** Reads typed values out of YAML nodes; what does not fit is named in `diagnostics` and answered as undefined. */
export class YamlReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  /** The value node of a key; reports a required key that is not there. */
  get(mapping: YamlMapping, key: string, required: boolean): Node | undefined {
    const value = mapping.items.find((pair) => keyText(pair) === key)?.value ?? undefined;
    if (value === undefined && required) this.report("PROOF003", `\`${key}\` is missing`, mapping);
    return value;
  }

  /** Names the keys that are not among `known`. */
  onlyKeys(mapping: YamlMapping, known: readonly string[]): void {
    for (const pair of mapping.items) {
      const key = keyText(pair);
      if (key !== undefined && known.includes(key)) continue;
      const [meant] = key === undefined ? [] : didYouMean(key, known);
      const help = meant === undefined ? `known keys: ${known.join(", ")}` : `did you mean \`${meant}\`?`;
      this.report("PROOF004", `unknown key \`${key ?? "?"}\``, pair.key, help);
    }
  }

  string(node: Node | undefined, what: string): string | undefined {
    if (node === undefined) return undefined;
    if (isScalar(node) && typeof node.value === "string") return node.value;
    return this.wrong(node, what, "a string");
  }

  /** A whole number from `least` up. */
  count(node: Node | undefined, what: string, least: number): number | undefined {
    if (node === undefined) return undefined;
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
    return this.wrong(node, what, `a whole number from ${least} up`);
  }

  boolean(node: Node | undefined, what: string): boolean | undefined {
    if (node === undefined) return undefined;
    if (isScalar(node) && typeof node.value === "boolean") return node.value;
    return this.wrong(node, what, "true or false");
  }

  oneOf<T extends string>(node: Node | undefined, what: string, values: readonly T[]): T | undefined {
    const text = this.string(node, what);
    if (text === undefined) return undefined;
    const found = values.find((value) => value === text);
    if (found === undefined) {
      this.report("PROOF005", `\`${what}\` cannot be \`${text}\``, node, `use one of ${values.join(", ")}`);
    }
    return found;
  }

  mapping(node: Node | undefined, what: string): YamlMapping | undefined {
    if (node === undefined) return undefined;
    return isMap(node) ? (node as YamlMapping) : this.wrong(node, what, "a mapping");
  }

  /** Every item of a sequence that `read` could read; a missing sequence is empty. */
  list<T>(node: Node | undefined, what: string, read: (item: Node) => T | undefined): T[] {
    if (node === undefined) return [];
    if (!isSeq(node)) return this.wrong(node, what, "a list") ?? [];
    return node.items.flatMap((item) => {
      const value = read(item as Node);
      return value === undefined ? [] : [value];
    });
  }

  strings(node: Node | undefined, what: string): string[] {
    return this.list(node, what, (item) => this.string(item, what));
  }

  /** The keys and values of a mapping, keys that are not strings left out. */
  entries(mapping: YamlMapping): { readonly key: string; readonly value: Node | undefined }[] {
    return mapping.items.flatMap((pair) => {
      const key = keyText(pair);
      return key === undefined ? [] : [{ key, value: pair.value ?? undefined }];
    });
  }

  report(code: string, message: string, node: Node | undefined, help?: string): void {
    this.diagnostics.push(problem(code, "error", message, this.label(node), help));
  }

  label(node: Node | undefined): Label {
    const [start, end] = node?.range ?? [0, 1];
    return { source: this.source, span: { start, end: firstLineEnd(this.source.text, start, end) }, message: "" };
  }

  private wrong(node: Node, what: string, wanted: string): undefined {
    const found = isAlias(node) ? "an alias, which is not supported" : "something else";
    this.report("PROOF002", `\`${what}\` must be ${wanted}, not ${found}`, node);
    return undefined;
  }
}

function keyText(pair: Pair<Node, Node | null>): string | undefined {
  return isScalar(pair.key) && typeof pair.key.value === "string" ? pair.key.value : undefined;
}

function firstLineEnd(text: string, start: number, end: number): number {
  const stop = text.slice(start, end).search(/[\r\n]/);
  return stop < 0 ? end : start + Math.max(1, stop);
}
