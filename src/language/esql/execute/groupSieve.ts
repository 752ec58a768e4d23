import type { Field } from "../../../ecs/field.ts";
import type { CheckedCommand, CheckedEsql } from "../checked.ts";
import { type Demand, demandsOf } from "./demands.ts";
import { expressionsOf } from "./expressionsOf.ts";
import { slotsOf } from "./foldable.ts";
import { CompiledStats, type PreparedRow } from "./groups.ts";
import { neededCommands } from "./neededColumns.ts";
import { type Prepared, preparer } from "./prepare.ts";
import { type ColumnReader, pointParts, type SourceRow } from "./sourceRow.ts";

type StatsCommand = Extract<CheckedCommand, { kind: "stats" }>;

/**
 * Leaves documents out that can have no part in the result of any run, whichever of them it sees: those whose groups do
 * not come to what a condition behind STATS demands even with all documents together that one run can see.
 *
 * A run sees no two documents further apart than its window is long, so time is cut into spans of that length, and a document
 * has to do with those of its own span and the two beside it.
 *
 * Conditions before STATS are taken to hold, which leaves less out where they do not: documents are those that
 * `CompiledEsql.accepts` let through, and what the conditions read need not be looked at again.
 *
 * Sound because what a demand adds up never shrinks when there are more documents ({@link Demand}), and because a group
 * without a row in the result changes nothing else: groups stand in the order in which each was first seen. A run in which
 * groups are left out needs less memory, so it may succeed where it would have failed.
 */
export interface Sieve {
  /** Looks at a document; documents with equal values of all `fields` have one look. Answers its number. */
  readonly look: (document: SourceRow) => number;
  /** Counts a document with that look, of that time. */
  readonly count: (look: number, atMs: number) => void;
  /** Whether a document with that look, of that time, is to be in the runs, once all are counted. */
  readonly keeps: (look: number, atMs: number) => boolean;
}

export interface SieveMaker {
  /** What a look depends on. */
  readonly fields: readonly Field[];
  /** For about so many documents, of which a run sees those within so many milliseconds; infinitely many for all. */
  readonly start: (documents: number, windowMs: number) => Sieve;
}

/** Undefined when nothing is demanded of the groups, or when what is read of a document is more than its fields. */
export function sieveOf(
  { source, commands, width }: CheckedEsql,
  at: number,
  readers: ReadonlyMap<number, ColumnReader>,
): SieveMaker | undefined {
  const command = commands[at] as StatsCommand;
  const demands = demandsOf(command, commands.slice(at + 1));
  if (demands.length === 0 || command.by.length === 0 || source.kind === "row") return undefined;
  const asking: StatsCommand = { ...command, aggregates: demands.map(({ aggregate }) => aggregate), after: [] };
  const needed = new Set(expressionsOf(asking).flatMap(slotsOf));
  const before = neededCommands(commands.slice(0, at), needed);
  const asksDocument = [...before, asking].some((each) => expressionsOf(each).some(mentionsDocument));
  if (asksDocument || source.metadata.some(({ column }) => needed.has(column.slot))) return undefined;
  return {
    fields: source.fields
      .filter(({ column }) => needed.has(column.slot))
      .flatMap(({ field }) => (field.type === "geo_point" ? pointParts(field) : [field])),
    start: (documents, windowMs) => {
      const prepare = preparer(before, new CompiledStats(asking, readers), readers, width);
      return new GroupSieve(demands, prepare, documents, windowMs);
    },
  };
}

function mentionsDocument(expression: ReturnType<typeof expressionsOf>[number]): boolean {
  return expression.kind === "document" || (expression.kind === "call" && expression.args.some(mentionsDocument));
}

/** Groups of all looks together; beyond, nothing is left out any more, which bounds time and memory. */
const mostGroups = 5_000_000;

/** The look of what the runs are to see in any case: it may fail the query, which it is to do there. */
const unknown = 0;

/**
 * Groups of a span are counted at places told by a hash: two at one place are taken for one, so that sometimes less is left
 * out, and no key is kept.
 */
class GroupSieve implements Sieve {
  readonly #demands: readonly Demand[];
  readonly #prepare: (document: SourceRow) => Prepared;
  readonly #windowMs: number;
  /** The spans beside one that a run may see with it. */
  readonly #reach: number;
  readonly #mask: number;
  /** By demand, what each place comes to, counted up to what is demanded. */
  readonly #totals: readonly Int32Array[];
  /** By demand, what a row of each look adds. */
  readonly #amounts: readonly number[][];
  /** The groups of look n begin at the nth and end at the next. */
  readonly #ends: number[] = [0];
  /** Hashes of their keys. */
  readonly #groups: number[] = [];

  constructor(
    demands: readonly Demand[],
    prepare: (document: SourceRow) => Prepared,
    documents: number,
    windowMs: number,
  ) {
    this.#demands = demands;
    this.#prepare = prepare;
    this.#windowMs = Math.max(1, windowMs);
    this.#reach = windowMs === Number.POSITIVE_INFINITY ? 0 : 1;
    const places = 2 ** Math.ceil(Math.log2(Math.min(Math.max(documents, 256) * 4, 2 ** 22)));
    this.#mask = places - 1;
    this.#totals = demands.map(() => new Int32Array(places));
    this.#amounts = demands.map(() => [0]);
  }

  look(document: SourceRow): number {
    if (this.#isFull) return unknown;
    const row = this.#prepare(document);
    return row === null || "failure" in row ? unknown : this.#lookOf(row);
  }

  count(look: number, atMs: number): void {
    const span = this.#spanOf(atMs);
    for (let demand = 0; demand < this.#demands.length; demand++) {
      const amount = this.#amounts[demand]![look]!;
      if (amount === 0) continue;
      const { least } = this.#demands[demand]!;
      const totals = this.#totals[demand]!;
      for (let at = this.#ends[look]!; at < this.#endOf(look); at++) {
        const place = this.#placeOf(this.#groups[at]!, span);
        totals[place] = Math.min(totals[place]! + amount, least);
      }
    }
  }

  keeps(look: number, atMs: number): boolean {
    if (look === unknown || this.#isFull) return true;
    const span = this.#spanOf(atMs);
    for (let at = this.#ends[look]!; at < this.#endOf(look); at++)
      if (this.#passes(this.#groups[at]!, span)) return true;
    return false;
  }

  get #isFull(): boolean {
    return this.#groups.length > mostGroups;
  }

  #endOf(look: number): number {
    return this.#ends[look + 1] ?? this.#groups.length;
  }

  #spanOf(atMs: number): number {
    return Math.floor(atMs / this.#windowMs);
  }

  #placeOf(group: number, span: number): number {
    const mixed = Math.imul(group ^ Math.imul(span, 0x85ebca6b), 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }

  #lookOf({ groups, args }: PreparedRow): number {
    const look = this.#ends.push(this.#groups.length) - 1;
    for (const { key } of groups) this.#groups.push(hashOf(key));
    this.#demands.forEach(({ amountOf, least }, demand) => {
      this.#amounts[demand]!.push(Math.min(amountOf(args[demand]), least));
    });
    return look;
  }

  #passes(group: number, span: number): boolean {
    for (let demand = 0; demand < this.#demands.length; demand++) {
      const totals = this.#totals[demand]!;
      let total = 0;
      for (let near = span - this.#reach; near <= span + this.#reach; near++)
        total += totals[this.#placeOf(group, near)]!;
      if (total < this.#demands[demand]!.least) return false;
    }
    return true;
  }
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
