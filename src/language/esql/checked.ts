import type { Field } from "../../ecs/field.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import type { EsqlType, Value } from "./value.ts";

/**
 * A query whose names and types are known: plain data, so that it can be posted to a worker.
 *
 * Every column has a slot: rows are arrays of values by slot, wide enough for the whole query. A column that a command
 * defines anew gets a new slot, so no command overwrites what an earlier one read.
 */
export interface CheckedEsql {
  /** What FROM reads, or the constants of ROW. */
  readonly source: SourceColumns | RowSource;
  /** After FROM or ROW, in order. */
  readonly commands: readonly CheckedCommand[];
  /** The columns of the result, in order. */
  readonly output: readonly Column[];
  /** How many slots a row has. */
  readonly width: number;
  /** STATS (not INLINE STATS) is among the commands: rows stand for groups, no longer for documents. */
  readonly isAggregating: boolean;
  /** NOW() is mentioned, or a time relative to it. */
  readonly readsClock: boolean;
  /**
   * No KEEP, STATS or other command closed the list of columns: Elasticsearch would answer every mapped field, `output`
   * has only those that the query names, and the rest is in the source document.
   */
  readonly isOpen: boolean;
}

export interface SourceColumns {
  readonly kind: "from";
  /** Index patterns, as written. */
  readonly indices: readonly string[];
  /** Only the columns that the query reads or gives out. */
  readonly fields: readonly { readonly column: Column; readonly field: Field }[];
  readonly metadata: readonly { readonly column: Column; readonly name: MetadataName }[];
}

export type MetadataName = "_id" | "_index" | "_version" | "_source" | "_score" | "_ignored" | "_index_mode" | "_tier";

export interface RowSource {
  readonly kind: "row";
  readonly columns: readonly { readonly column: Column; readonly expression: TypedExpression }[];
}

export interface Column {
  readonly name: string;
  readonly type: EsqlType;
  readonly slot: number;
}

export type CheckedCommand =
  | { readonly kind: "where"; readonly condition: TypedExpression }
  /** Later ones may read earlier ones. */
  | {
      readonly kind: "eval";
      readonly columns: readonly { readonly column: Column; readonly expression: TypedExpression }[];
    }
  /** KEEP, DROP and RENAME change names and order only; what is left of them is the set of live columns. */
  | { readonly kind: "project"; readonly columns: readonly Column[] }
  | { readonly kind: "sort"; readonly orders: readonly CheckedOrder[] }
  | { readonly kind: "limit"; readonly count: number }
  | {
      readonly kind: "stats";
      readonly inline: boolean;
      readonly aggregates: readonly CheckedAggregate[];
      readonly by: readonly { readonly column: Column; readonly expression: TypedExpression }[];
      /** Computed of aggregates (`MAX(a) - MIN(b)`), behind them; in order. */
      readonly after: readonly { readonly column: Column; readonly expression: TypedExpression }[];
    }
  | {
      readonly kind: "dissect";
      readonly input: TypedExpression;
      readonly pattern: string;
      readonly appendSeparator: string;
      /** By key of the pattern. */
      readonly columns: readonly { readonly key: string; readonly column: Column }[];
    }
  | {
      readonly kind: "grok";
      readonly input: TypedExpression;
      readonly patterns: readonly string[];
      readonly columns: readonly { readonly key: string; readonly column: Column }[];
    }
  | { readonly kind: "mvExpand"; readonly from: number; readonly column: Column }
  /** LOOKUP JOIN, which multiplies rows, and ENRICH, which gathers matches into one multi-valued column. */
  | {
      readonly kind: "lookup";
      readonly mode: "join" | "enrich";
      readonly table: LocalTable;
      readonly on: readonly { readonly slot: number; readonly tableColumn: string }[];
      readonly columns: readonly { readonly tableColumn: string; readonly column: Column }[];
    };

export interface CheckedOrder {
  readonly expression: TypedExpression;
  readonly direction: "asc" | "desc";
  readonly nulls: "first" | "last";
}

export interface CheckedAggregate {
  readonly column: Column;
  /** Lower case: a name of the table of aggregates. */
  readonly name: string;
  readonly args: readonly TypedExpression[];
  readonly filter?: TypedExpression;
}

/** A table beside the rules, for LOOKUP JOIN and ENRICH. */
export interface LocalTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: EsqlType }[];
  readonly rows: readonly (readonly Value[])[];
}

/** Line and column, both from 1, and the text, as Elasticsearch's warnings name an expression. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/**
 * An expression whose type is known.
 *
 * Operators are calls too: `==`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `-`, `*`, `/`, `%`, `negate`, `and`, `or`, `not`,
 * `is_null`, `is_not_null`, `in` (operand, then values), `like` and `rlike` (operand, then constant patterns), casts as
 * their `to_…` function. `and` and `or` have two operands and more.
 */
export type TypedExpression =
  | { readonly kind: "constant"; readonly type: EsqlType; readonly value: Value }
  | { readonly kind: "column"; readonly type: EsqlType; readonly slot: number; readonly name: string }
  | {
      readonly kind: "call";
      readonly type: EsqlType;
      readonly name: string;
      readonly args: readonly TypedExpression[];
      /** Where it stands, for warnings; absent on what the query does not spell (an implicit cast). */
      readonly place?: Place;
    }
  /** KQL(), MATCH() and `:` over the document that the row came from. */
  | { readonly kind: "document"; readonly type: "boolean"; readonly predicate: Predicate };
