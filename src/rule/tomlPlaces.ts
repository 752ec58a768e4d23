import type { Span } from "../text/source.ts";
import { mapString } from "./mappedString.ts";
import type { StringForm, ValuePlace } from "./places.ts";

/** A place that is still growing. */
interface Node {
  key: Span;
  value: Span;
  members?: Map<string, Node>;
  items?: Node[];
  form?: StringForm;
}

interface KeyPart {
  readonly name: string;
  readonly span: Span;
}

const deepest = 128;

/**
 * Finds where every key and value of a TOML text stands.
 *
 * Made for text that a TOML parser has accepted; on other text it skips what it cannot read and never fails. Time is
 * linear in the text; below 128 levels of inline values or of a dotted key nothing is told apart.
 */
export function tomlPlaces(text: string): ValuePlace {
  const root: Node = { key: { start: 0, end: 0 }, value: { start: 0, end: 0 }, members: new Map() };
  const scanner = new TomlScanner(text);
  scanner.document(root);
  return root;
}

class TomlScanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  document(root: Node): void {
    let table = root;
    while (true) {
      this.skipBlank();
      if (this.at >= this.text.length) return;
      const before = this.at;
      if (this.peek() === "[") table = this.header(root);
      else this.pair(table, 0);
      if (this.at === before) this.at++;
    }
  }

  private header(root: Node): Node {
    const start = this.at;
    const list = this.text[start + 1] === "[";
    this.at += list ? 2 : 1;
    const parts = this.keyParts();
    while (this.peek() === "]") this.at++;
    const span = { start, end: this.at };
    const last = parts.pop();
    if (last === undefined) return root;
    const parent = this.descend(root, parts);
    return list ? this.appendTable(parent, last, span) : this.openTable(parent, last, span);
  }

  private openTable(parent: Node, part: KeyPart, span: Span): Node {
    const node = memberOf(parent, part);
    node.key = span;
    node.value = span;
    return node;
  }

  private appendTable(parent: Node, part: KeyPart, span: Span): Node {
    const list = tableOf(parent).get(part.name) ?? { key: span, value: span };
    tableOf(parent).set(part.name, list);
    const node: Node = { key: span, value: span, members: new Map() };
    list.items ??= [];
    list.items.push(node);
    return node;
  }

  private descend(root: Node, parts: readonly KeyPart[]): Node {
    let node = root;
    for (const part of parts.slice(0, deepest)) {
      const next = memberOf(node, part);
      node = next.items?.at(-1) ?? next;
    }
    return node;
  }

  /** `key = value`, or `a.b = value`, below `table`. */
  private pair(table: Node, depth: number): void {
    const parts = this.keyParts();
    const last = parts.pop();
    this.skipSpaces();
    const value = last !== undefined && this.peek() === "=" ? this.valueAfterEquals(depth) : undefined;
    if (last === undefined || value === undefined) this.skipLine();
    else tableOf(this.descend(table, parts)).set(last.name, { ...value, key: last.span });
  }

  private valueAfterEquals(depth: number): Node | undefined {
    this.at++;
    this.skipSpaces();
    return this.value(depth);
  }

  private keyParts(): KeyPart[] {
    const parts: KeyPart[] = [];
    while (true) {
      this.skipSpaces();
      const part = this.keyPart();
      if (part === undefined) return parts;
      parts.push(part);
      this.skipSpaces();
      if (this.peek() !== ".") return parts;
      this.at++;
    }
  }

  private keyPart(): KeyPart | undefined {
    const first = this.peek();
    if (first === '"' || first === "'") {
      const node = this.string();
      return { name: mapString(this.text, node).text, span: node.value };
    }
    const start = this.at;
    while (/[A-Za-z0-9_-]/.test(this.peek())) this.at++;
    return this.at === start ? undefined : { name: this.text.slice(start, this.at), span: { start, end: this.at } };
  }

  private value(depth: number): Node | undefined {
    const first = this.peek();
    if (first === '"' || first === "'") return this.string();
    if (depth >= deepest) return undefined;
    if (first === "[") return this.list(depth + 1);
    if (first === "{") return this.inlineTable(depth + 1);
    return this.bareValue();
  }

  private bareValue(): Node | undefined {
    const start = this.at;
    while (this.at < this.text.length && !",]}#\r\n".includes(this.peek())) this.at++;
    let end = this.at;
    while (end > start && " \t".includes(this.text[end - 1]!)) end--;
    return end === start ? undefined : nodeAt({ start, end });
  }

  private list(depth: number): Node {
    const start = this.at++;
    const items: Node[] = [];
    while (true) {
      this.skipBlank();
      if (this.closes("]")) break;
      const item = this.value(depth);
      if (item === undefined) break;
      items.push(item);
      this.skipBlank();
      if (this.peek() === ",") this.at++;
    }
    return { ...nodeAt({ start, end: this.at }), items };
  }

  private inlineTable(depth: number): Node {
    const start = this.at++;
    const node: Node = { ...nodeAt({ start, end: start }), members: new Map() };
    while (true) {
      this.skipBlank();
      if (this.closes("}")) break;
      const before = this.at;
      this.pair(node, depth);
      this.skipBlank();
      if (this.peek() === ",") this.at++;
      if (this.at === before) break;
    }
    const span = { start, end: this.at };
    return { ...node, key: span, value: span };
  }

  private string(): Node {
    const quote = this.peek();
    const start = this.at;
    const multiline = this.text.startsWith(quote.repeat(3), start);
    this.at += multiline ? 3 : 1;
    this.skipStringBody(quote, multiline);
    return { ...nodeAt({ start, end: this.at }), form: formOf(quote, multiline) };
  }

  private skipStringBody(quote: string, multiline: boolean): void {
    const close = multiline ? quote.repeat(3) : quote;
    while (this.at < this.text.length) {
      if (quote === '"' && this.peek() === "\\") this.at += 2;
      else if (this.text.startsWith(close, this.at)) break;
      else this.at++;
    }
    this.at = Math.min(this.at + close.length, this.text.length);
    // Up to two quotes right before the closing ones belong to a multi-line string.
    for (let i = 0; multiline && i < 2 && this.peek() === quote; i++) this.at++;
  }

  /** Whether the value ends here; also at the end of the text. */
  private closes(bracket: string): boolean {
    if (this.at >= this.text.length) return true;
    if (this.peek() !== bracket) return false;
    this.at++;
    return true;
  }

  private peek(): string {
    return this.text[this.at] ?? "";
  }

  private skipSpaces(): void {
    while (this.peek() === " " || this.peek() === "\t") this.at++;
  }

  private skipBlank(): void {
    while (this.at < this.text.length) {
      if (this.peek() === "#") this.skipLine();
      else if (" \t\r\n".includes(this.peek())) this.at++;
      else return;
    }
  }

  private skipLine(): void {
    const end = this.text.indexOf("\n", this.at);
    this.at = end < 0 ? this.text.length : end + 1;
  }
}

function nodeAt(span: Span): Node {
  return { key: span, value: span };
}

function formOf(quote: string, multiline: boolean): StringForm {
  if (quote === '"') return multiline ? "multilineBasic" : "basic";
  return multiline ? "multilineLiteral" : "literal";
}

function tableOf(node: Node): Map<string, Node> {
  node.members ??= new Map();
  return node.members;
}

function memberOf(parent: Node, part: KeyPart): Node {
  const members = tableOf(parent);
  const known = members.get(part.name);
  if (known !== undefined) return known;
  const node = nodeAt(part.span);
  members.set(part.name, node);
  return node;
}
