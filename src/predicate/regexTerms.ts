import { type CodePointSet, setHolds, unionOf } from "./codePointSet.ts";
import type { RegexNode } from "./regexNode.ts";

/** A regular expression in the table; equal terms are the same number. */
export type Term = number;

type Shape =
  | { readonly kind: "nothing" | "empty" }
  | { readonly kind: "set"; readonly set: CodePointSet }
  | { readonly kind: "concatenation"; readonly first: Term; readonly rest: Term }
  | { readonly kind: "union" | "intersection"; readonly parts: readonly Term[] }
  | { readonly kind: "complement"; readonly part: Term }
  | { readonly kind: "repeat"; readonly part: Term; readonly least: number; readonly most: number };

/**
 * Regular expressions as hash-consed terms with their derivatives.
 *
 * Constructors simplify modulo associativity, commutativity and idempotence, which keeps the number of derivatives of
 * any term finite (Brzozowski 1964). `exhausted` turns true after `budget` steps; answers are then worthless.
 */
export class RegexTerms {
  readonly nothing: Term;
  readonly empty: Term;
  private readonly everything: Term;
  private readonly shapes: Shape[] = [];
  private readonly nullable: boolean[] = [];
  private readonly known = new Map<string, Term>();
  private budget: number;

  constructor(budget: number) {
    this.budget = budget;
    this.nothing = this.add("nothing", { kind: "nothing" }, false);
    this.empty = this.add("empty", { kind: "empty" }, true);
    this.everything = this.complement(this.nothing);
  }

  /** Steps left of the budget. */
  get left(): number {
    return this.budget;
  }

  get exhausted(): boolean {
    return this.budget <= 0;
  }

  isNullable(term: Term): boolean {
    return this.nullable[term]!;
  }

  fromNode(node: RegexNode): Term {
    switch (node.kind) {
      case "nothing":
        return this.nothing;
      case "set":
        return this.set(node.set);
      case "concatenation":
        return node.parts.reduceRight((rest, part) => this.concatenation(this.fromNode(part), rest), this.empty);
      case "union":
        return this.union(node.parts.map((part) => this.fromNode(part)));
      case "intersection":
        return this.intersection(node.parts.map((part) => this.fromNode(part)));
      case "complement":
        return this.complement(this.fromNode(node.part));
      case "repeat":
        return this.repeat(this.fromNode(node.part), node.least, node.most);
    }
  }

  /** What must follow the code point for the whole to be in the term's language. */
  derive(term: Term, codePoint: number): Term {
    if (--this.budget <= 0) return this.nothing;
    const shape = this.shapes[term]!;
    switch (shape.kind) {
      case "nothing":
      case "empty":
        return this.nothing;
      case "set":
        return setHolds(shape.set, codePoint) ? this.empty : this.nothing;
      case "concatenation": {
        const after = this.concatenation(this.derive(shape.first, codePoint), shape.rest);
        return this.isNullable(shape.first) ? this.union([after, this.derive(shape.rest, codePoint)]) : after;
      }
      case "union":
        return this.union(shape.parts.map((part) => this.derive(part, codePoint)));
      case "intersection":
        return this.intersection(shape.parts.map((part) => this.derive(part, codePoint)));
      case "complement":
        return this.complement(this.derive(shape.part, codePoint));
      case "repeat": {
        const rest = this.repeat(shape.part, Math.max(0, shape.least - 1), shape.most - 1);
        return this.concatenation(this.derive(shape.part, codePoint), rest);
      }
    }
  }

  private set(set: CodePointSet): Term {
    if (set.length === 0) return this.nothing;
    return this.add(`set ${set.join(" ")}`, { kind: "set", set }, false);
  }

  private concatenation(first: Term, rest: Term): Term {
    if (first === this.nothing || rest === this.nothing) return this.nothing;
    if (first === this.empty) return rest;
    if (rest === this.empty) return first;
    const shape = this.shapes[first]!;
    if (shape.kind === "concatenation") {
      return this.concatenation(shape.first, this.concatenation(shape.rest, rest));
    }
    const nullable = this.isNullable(first) && this.isNullable(rest);
    return this.add(`. ${first} ${rest}`, { kind: "concatenation", first, rest }, nullable);
  }

  private union(terms: readonly Term[]): Term {
    const parts = new Set<Term>();
    const sets: CodePointSet[] = [];
    for (const part of this.flat("union", terms)) {
      const shape = this.shapes[part]!;
      if (shape.kind === "set") sets.push(shape.set);
      else if (part !== this.nothing) parts.add(part);
    }
    if (sets.length > 0) parts.add(this.set(unionOf(sets.flat())));
    if (parts.has(this.everything)) return this.everything;
    return this.combined("union", parts, this.nothing);
  }

  private intersection(terms: readonly Term[]): Term {
    const parts = new Set(this.flat("intersection", terms));
    if (parts.has(this.nothing)) return this.nothing;
    parts.delete(this.everything);
    return this.combined("intersection", parts, this.everything);
  }

  private combined(kind: "union" | "intersection", set: ReadonlySet<Term>, neutral: Term): Term {
    const parts = [...set].sort((a, b) => a - b);
    if (parts.length === 0) return neutral;
    if (parts.length === 1) return parts[0]!;
    const isNullable = (part: Term) => this.isNullable(part);
    const nullable = kind === "union" ? parts.some(isNullable) : parts.every(isNullable);
    return this.add(`${kind} ${parts.join(" ")}`, { kind, parts }, nullable);
  }

  private flat(kind: "union" | "intersection", terms: readonly Term[]): Term[] {
    this.budget -= terms.length;
    return terms.flatMap((term) => {
      const shape = this.shapes[term]!;
      return shape.kind === kind ? shape.parts : [term];
    });
  }

  private complement(part: Term): Term {
    const shape = this.shapes[part]!;
    if (shape.kind === "complement") return shape.part;
    return this.add(`~ ${part}`, { kind: "complement", part }, !this.isNullable(part));
  }

  private repeat(part: Term, least: number, most: number): Term {
    if (most === 0 || part === this.empty) return this.empty;
    if (part === this.nothing) return least === 0 ? this.empty : this.nothing;
    if (least === 1 && most === 1) return part;
    const shape = this.shapes[part]!;
    if (shape.kind === "repeat" && shape.least === 0 && shape.most === Number.POSITIVE_INFINITY) return part;
    const nullable = least === 0 || this.isNullable(part);
    return this.add(`${part} {${least},${most}}`, { kind: "repeat", part, least, most }, nullable);
  }

  private add(key: string, shape: Shape, nullable: boolean): Term {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const term = this.shapes.push(shape) - 1;
    this.nullable.push(nullable);
    this.known.set(key, term);
    return term;
  }
}
