import { type CodePointSet, complementOf, type Range, singleSet, unionOf } from "./codePointSet.ts";
import { decimalInterval } from "./decimalInterval.ts";
import { anyCharacter, concatenation, emptyText, type RegexNode, repeat, union } from "./regexNode.ts";

/** `index.max_regex_length`: Elasticsearch refuses longer patterns. */
const longestPattern = 1000;
const deepestNesting = 100;
const mostRepetitions = 2 ** 31 - 1;

export type ParsedRegex = { readonly ok: true; readonly node: RegexNode } | RegexFailure;

/** Why a pattern cannot run: what is wrong, lower case without full stop. */
export interface RegexFailure {
  readonly ok: false;
  readonly reason: string;
}

/**
 * Reads Lucene's regular expressions with every optional operator: `~ & < > @ #` (eql facts §6).
 *
 * The grammar is that of Lucene's RegExp class to the letter, surprises included: `^` and `$` are literal, `"…"` quotes,
 * an operator where an operand must stand is a literal (`*a`, `(|b)`), a backslash before a letter other than `dDsSwW`
 * is refused. `ignoreCase` folds single ASCII letters but not ranges: `[a-c]` never matches `B`
 * (apache/lucene#14378, documented in elastic/elasticsearch#125412).
 */
export function parseLuceneRegex(pattern: string, ignoreCase: boolean): ParsedRegex {
  if (pattern.length > longestPattern) {
    return { ok: false, reason: `pattern longer than ${longestPattern} characters` };
  }
  const parser = new LuceneRegexParser(pattern, ignoreCase);
  const node = pattern === "" ? emptyText : parser.union();
  if (parser.failure === undefined && !parser.atEnd) parser.fail(`expected the end at position ${parser.position}`);
  return parser.failure === undefined ? { ok: true, node } : { ok: false, reason: parser.failure };
}

const predefined: Readonly<Record<string, CodePointSet>> = {
  d: [[0x30, 0x39]],
  s: [
    [0x09, 0x0a],
    [0x0d, 0x0d],
    [0x20, 0x20],
  ],
  w: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
};

/** Recursive descent; after a failure every method returns at once, the first failure stands. */
class LuceneRegexParser {
  failure: string | undefined;
  position = 0;
  private readonly pattern: string;
  private readonly ignoreCase: boolean;
  private depth = 0;

  constructor(pattern: string, ignoreCase: boolean) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
  }

  get atEnd(): boolean {
    return this.failure !== undefined || this.position >= this.pattern.length;
  }

  fail(reason: string): RegexNode {
    this.failure ??= reason;
    return emptyText;
  }

  union(): RegexNode {
    if (++this.depth > deepestNesting) return this.fail(`nested deeper than ${deepestNesting}`);
    const parts = [this.intersection()];
    while (this.take("|")) parts.push(this.intersection());
    this.depth--;
    return union(parts);
  }

  private intersection(): RegexNode {
    const parts = [this.concatenation()];
    while (this.take("&")) parts.push(this.concatenation());
    return parts.length === 1 ? parts[0]! : { kind: "intersection", parts };
  }

  private concatenation(): RegexNode {
    const parts = [this.repetition()];
    while (!this.atEnd && !this.sees(")|&")) parts.push(this.repetition());
    return concatenation(parts);
  }

  private repetition(): RegexNode {
    let node = this.complement();
    let stacked = 0;
    while (this.sees("?*+{")) {
      if (++stacked > deepestNesting) return this.fail(`nested deeper than ${deepestNesting}`);
      if (this.take("?")) node = repeat(node, 0, 1);
      else if (this.take("*")) node = repeat(node, 0, Number.POSITIVE_INFINITY);
      else if (this.take("+")) node = repeat(node, 1, Number.POSITIVE_INFINITY);
      else node = this.counted(node);
    }
    return node;
  }

  private counted(node: RegexNode): RegexNode {
    this.take("{");
    const least = this.integer();
    if (least === undefined) return this.fail(`expected an integer at position ${this.position}`);
    const most = this.take(",") ? (this.integer() ?? Number.POSITIVE_INFINITY) : least;
    if (!this.take("}")) return this.fail(`expected } at position ${this.position}`);
    if (most < least) return this.fail(`repetition {${least},${most}} is out of order`);
    return repeat(node, least, most);
  }

  private integer(): number | undefined {
    const start = this.position;
    while (this.sees("0123456789")) this.position++;
    if (start === this.position) return undefined;
    const value = Number(this.pattern.slice(start, this.position));
    if (value > mostRepetitions) this.fail(`number too large at position ${start}`);
    return value;
  }

  private complement(): RegexNode {
    let negated = false;
    let any = false;
    while (this.take("~")) {
      negated = !negated;
      any = true;
    }
    const part = this.characterClass();
    if (!any) return part;
    return negated ? { kind: "complement", part } : part;
  }

  private characterClass(): RegexNode {
    if (!this.take("[")) return this.simple();
    const negated = this.take("^");
    const ranges: Range[] = [...this.classItem()];
    while (!this.atEnd && !this.sees("]")) ranges.push(...this.classItem());
    if (!this.take("]")) return this.fail(`expected ] at position ${this.position}`);
    const set = unionOf(ranges);
    return { kind: "set", set: negated ? complementOf(set) : set };
  }

  private classItem(): CodePointSet {
    const escaped = this.escapedSet();
    if (escaped !== undefined) return escaped;
    const from = this.character();
    if (!this.take("-")) return singleSet(from, this.ignoreCase);
    const to = this.character();
    if (from > to) this.fail(`range out of order at position ${this.position}`);
    return [[from, to]];
  }

  /** What a backslash stands before, unless that is an ordinary character, which is then next. */
  private escapedSet(): CodePointSet | undefined {
    if (!this.take("\\")) return undefined;
    const next = this.pattern[this.position] ?? "";
    const set = predefined[next.toLowerCase()];
    if (set !== undefined) {
      this.position++;
      return next === next.toLowerCase() ? set : complementOf(set);
    }
    if (this.take("\\")) return singleSet(0x5c, false);
    if (/[a-zA-Z]/.test(next)) this.fail(`unknown escape \\${next} at position ${this.position - 1}`);
    return undefined;
  }

  private simple(): RegexNode {
    if (this.take(".")) return anyCharacter;
    if (this.take("#")) return { kind: "nothing" };
    if (this.take("@")) return repeat(anyCharacter, 0, Number.POSITIVE_INFINITY);
    if (this.take('"')) return this.quoted();
    if (this.take("(")) return this.group();
    if (this.take("<")) return this.interval();
    const set = this.escapedSet() ?? singleSet(this.character(), this.ignoreCase);
    return { kind: "set", set };
  }

  private quoted(): RegexNode {
    const text = this.upTo('"');
    if (text === undefined) return this.fail(`expected " at position ${this.position}`);
    const characters = [...text].map((c): RegexNode => {
      return { kind: "set", set: singleSet(c.codePointAt(0)!, this.ignoreCase) };
    });
    return concatenation(characters);
  }

  private group(): RegexNode {
    if (this.take(")")) return emptyText;
    const node = this.union();
    return this.take(")") ? node : this.fail(`expected ) at position ${this.position}`);
  }

  private interval(): RegexNode {
    const text = this.upTo(">");
    if (text === undefined) return this.fail(`expected > at position ${this.position}`);
    const bounds = /^([0-9]{1,10})-([0-9]{1,10})$/.exec(text);
    if (bounds === null) return this.fail(`<${text}> is not an interval of integers; named automata do not exist here`);
    const [a, b] = [Number(bounds[1]), Number(bounds[2])];
    if (Math.max(a, b) > mostRepetitions) return this.fail(`interval <${text}> is too large`);
    const width = bounds[1]!.length === bounds[2]!.length ? bounds[1]!.length : 0;
    return decimalInterval(Math.min(a, b), Math.max(a, b), width);
  }

  /** The text up to the mark, which is passed over; nothing if the mark does not come. */
  private upTo(mark: string): string | undefined {
    const end = this.pattern.indexOf(mark, this.position);
    if (end < 0) return undefined;
    const text = this.pattern.slice(this.position, end);
    this.position = end + 1;
    return text;
  }

  /** The next code point, a backslash before it dropped. */
  private character(): number {
    this.take("\\");
    const codePoint = this.atEnd ? undefined : this.pattern.codePointAt(this.position);
    if (codePoint === undefined) {
      this.fail("unexpected end");
      return 0;
    }
    this.position += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  private sees(characters: string): boolean {
    return !this.atEnd && characters.includes(this.pattern[this.position]!);
  }

  private take(character: string): boolean {
    if (this.atEnd || this.pattern[this.position] !== character) return false;
    this.position++;
    return true;
  }
}
