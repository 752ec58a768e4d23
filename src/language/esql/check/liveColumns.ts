import type { Catalogue } from "../../../ecs/field.ts";
import { wildcardMatcher } from "../../../text/wildcard.ts";
import type { Column } from "../checked.ts";
import type { CheckContext } from "./checkContext.ts";
import { isReadable, sourceColumn } from "./sourceColumn.ts";

/** All fields of FROM that no command has named: too many to list, so they stand as one between named columns. */
interface Rest {
  /** Names that are columns of their own, or dropped. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * The columns at one place of a query, in order. Immutable.
 *
 * Behind FROM all mapped fields are there, as the rest; KEEP and STATS close the list.
 */
export class LiveColumns {
  readonly #context: CheckContext;
  /** Before the rest. */
  readonly #first: readonly Column[];
  readonly #rest: Rest | null;
  /** Behind the rest; all of them when there is none. */
  readonly #last: readonly Column[];
  readonly #named: ReadonlyMap<string, Column>;

  private constructor(context: CheckContext, first: readonly Column[], rest: Rest | null, last: readonly Column[]) {
    this.#context = context;
    this.#first = first;
    this.#rest = rest;
    this.#last = last;
    this.#named = new Map([...first, ...last].map((column) => [column.name, column]));
  }

  static ofSource(context: CheckContext, metadata: readonly Column[]): LiveColumns {
    return new LiveColumns(context, [], { hidden: new Set(metadata.map(({ name }) => name)) }, metadata);
  }

  static of(context: CheckContext, columns: readonly Column[]): LiveColumns {
    return new LiveColumns(context, [], null, lastOfEachName(columns));
  }

  /** Whether fields are there that no command has named. */
  get isOpen(): boolean {
    return this.#rest !== null;
  }

  find(name: string): Column | undefined {
    const named = this.#named.get(name);
    if (named !== undefined || this.#rest === null || this.#rest.hidden.has(name)) return named;
    return sourceColumn(this.#context, name);
  }

  /** The columns that the query has named so far, in order; those of the rest by name, as Elasticsearch lists them. */
  listed(): readonly Column[] {
    return [...this.#first, ...this.#mentioned(), ...this.#last];
  }

  /** Every name there is, named or not, for proposals. */
  names(): Iterable<string> {
    return [...this.#named.keys(), ...(this.#rest === null ? [] : this.#context.options.catalogue.names())];
  }

  /** The columns whose names match a pattern with `*`, in order; of the rest only what can be read. */
  matching(pattern: string): readonly Column[] {
    const matches = wildcardMatcher(pattern.replaceAll("?", "\u0000"), { ignoreCase: false });
    const prefix = pattern.slice(0, Math.max(0, pattern.indexOf("*")));
    const rest = this.#restNames(prefix, matches).map((name) => sourceColumn(this.#context, name)!);
    return [
      ...this.#first.filter(({ name }) => matches(name)),
      ...rest,
      ...this.#last.filter(({ name }) => matches(name)),
    ];
  }

  /** Columns appended, each in place of one of its name, which is how EVAL and the like define them. */
  with(columns: readonly Column[]): LiveColumns {
    const added = lastOfEachName(columns);
    const left = this.without(added.map(({ name }) => name));
    return new LiveColumns(this.#context, left.#first, left.#rest, [...left.#last, ...added]);
  }

  without(names: readonly string[]): LiveColumns {
    const gone = new Set(names);
    const stays = ({ name }: Column) => !gone.has(name);
    return new LiveColumns(this.#context, this.#first.filter(stays), hide(this.#rest, names), this.#last.filter(stays));
  }

  /** A column in the place of another, under its own name; a second one of that name goes. */
  replaced(old: Column, by: Column): LiveColumns {
    const put = (columns: readonly Column[]) =>
      columns.flatMap((column) => (column === old ? [by] : column.name === by.name ? [] : [column]));
    const isNamed = this.#named.get(old.name) === old;
    const rest = hide(this.#rest, [old.name, by.name]);
    return new LiveColumns(this.#context, put(this.#first), rest, [...put(this.#last), ...(isNamed ? [] : [by])]);
  }

  /** The columns of KEEP: those before its `*`, the rest where it has one, those behind. */
  kept(first: readonly Column[], keepsRest: boolean, last: readonly Column[]): LiveColumns {
    const rest = keepsRest
      ? hide(
          this.#rest,
          [...first, ...last].map(({ name }) => name),
        )
      : null;
    return new LiveColumns(this.#context, first, rest, last);
  }

  /** Columns with names of their own, before and behind the rest. */
  get parts(): { readonly first: readonly Column[]; readonly last: readonly Column[] } {
    return { first: this.#first, last: this.#last };
  }

  #mentioned(): Column[] {
    if (this.#rest === null) return [];
    const { hidden } = this.#rest;
    const columns = [...this.#context.sourceColumns.values()].map(({ column }) => column);
    return columns.filter(({ name }) => !hidden.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #restNames(prefix: string, matches: (name: string) => boolean): string[] {
    if (this.#rest === null) return [];
    const { hidden } = this.#rest;
    const { catalogue } = this.#context.options;
    const names = new Set<string>();
    for (const list of [namesBelow(catalogue, prefix), this.#context.sourceColumns.keys()])
      for (const name of list) if (name.startsWith(prefix) && matches(name)) names.add(name);
    return [...names].filter((name) => !hidden.has(name) && isReadable(catalogue, name)).sort();
  }
}

/** By catalogue its names by what stands before their first dot: there are thousands, and queries ask for few of them. */
const byRoot = new WeakMap<Catalogue, ReadonlyMap<string, readonly string[]>>();

/** At least the names that begin with a prefix. */
function namesBelow(catalogue: Catalogue, prefix: string): Iterable<string> {
  if (!prefix.includes(".")) return catalogue.names();
  let names = byRoot.get(catalogue);
  if (names === undefined) byRoot.set(catalogue, (names = rootsOf(catalogue)));
  return names.get(rootOf(prefix)) ?? [];
}

function rootsOf(catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const name of catalogue.names()) {
    const root = rootOf(name);
    const same = names.get(root);
    if (same === undefined) names.set(root, [name]);
    else same.push(name);
  }
  return names;
}

function rootOf(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? name : name.slice(0, dot);
}

function hide(rest: Rest | null, names: readonly string[]): Rest | null {
  return rest === null ? null : { hidden: new Set([...rest.hidden, ...names]) };
}

/** Of several columns of one name the last, in its place (esql commands/eval.md, stats-by.md). */
function lastOfEachName(columns: readonly Column[]): readonly Column[] {
  const last = new Map(columns.map((column) => [column.name, column]));
  return columns.filter((column) => last.get(column.name) === column);
}
