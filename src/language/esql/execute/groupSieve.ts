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
 * not come to what a condition behind STATS demands even with all documents together.
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
  /** Counts a document with that look. */
  readonly count: (look: number) => void;
  /** Whether a document with that look is to be in the runs, once all are counted. */
  readonly keeps: (look: number) => boolean;
}

export interface SieveMaker {
  /** What a look depends on. */
  readonly fields: readonly Field[];
  /** For about so many documents. */
  readonly start: (documents: number) => Sieve;
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
    start: (documents) =>
      new GroupSieve(demands, preparer(before, new CompiledStats(asking, readers), readers, width), documents),
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
 * Groups are counted at places told by a hash of their key: two at one place are taken for one group, so that sometimes
 * less is left out, and no key is kept.
 */
class GroupSieve implements Sieve {
  readonly #demands: readonly Demand[];
  readonly #prepare: (document: SourceRow) => Prepared;
  readonly #mask: number;
  /** By demand, what each place comes to, counted up to what is demanded. */
  readonly #totals: readonly Int32Array[];
  /** By demand, what a row of each look adds. */
  readonly #amounts: readonly number[][];
  /** The places of look n begin at the nth and end at the next. */
  readonly #ends: number[] = [0];
  readonly #places: number[] = [];

  constructor(demands: readonly Demand[], prepare: (document: SourceRow) => Prepared, documents: number) {
    this.#demands = demands;
    this.#prepare = prepare;
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

  count(look: number): void {
    for (let demand = 0; demand < this.#demands.length; demand++) {
      const amount = this.#amounts[demand]![look]!;
      if (amount === 0) continue;
      const { least } = this.#demands[demand]!;
      const totals = this.#totals[demand]!;
      for (let at = this.#ends[look]!; at < this.#endOf(look); at++) {
        const place = this.#places[at]!;
        totals[place] = Math.min(totals[place]! + amount, least);
      }
    }
  }

  keeps(look: number): boolean {
    if (look === unknown || this.#isFull) return true;
    for (let at = this.#ends[look]!; at < this.#endOf(look); at++) if (this.#passes(this.#places[at]!)) return true;
    return false;
  }

  get #isFull(): boolean {
    return this.#places.length > mostGroups;
  }

  #endOf(look: number): number {
    return this.#ends[look + 1] ?? this.#places.length;
  }

  #lookOf({ groups, args }: PreparedRow): number {
    const look = this.#ends.push(this.#places.length) - 1;
    for (const { key } of groups) this.#places.push(hashOf(key) & this.#mask);
    this.#demands.forEach(({ amountOf, least }, demand) => {
      this.#amounts[demand]!.push(Math.min(amountOf(args[demand]), least));
    });
    return look;
  }

  #passes(place: number): boolean {
    for (let demand = 0; demand < this.#demands.length; demand++) {
      if (this.#totals[demand]![place]! < this.#demands[demand]!.least) return false;
    }
    return true;
  }
}

/** FNV-1a over UTF-16 units, its high bits folded into the low ones that are used. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}
