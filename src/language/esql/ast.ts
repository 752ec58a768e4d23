import type { Span } from "../../text/source.ts";

/** What ES|QL text says; every node carries the span it was read from. */
export interface EsqlQuery {
  readonly span: Span;
  /** The source command, `from` or `row`, then the processing commands in order. */
  readonly commands: readonly Command[];
}

/** A name and where it stands; backquotes are taken off, `.`-joined parts are one name. */
export interface NameNode {
  readonly name: string;
  readonly span: Span;
}

/** A name that may hold `*` wildcards outside backquotes. */
export interface NamePattern extends NameNode {
  readonly isPattern: boolean;
}

export type Command =
  | FromCommand
  | RowCommand
  | WhereCommand
  | EvalCommand
  | KeepCommand
  | DropCommand
  | RenameCommand
  | SortCommand
  | LimitCommand
  | StatsCommand
  | DissectCommand
  | GrokCommand
  | MvExpandCommand
  | LookupJoinCommand
  | EnrichCommand
  | UnsupportedCommand;

interface CommandBase {
  /** From the command's name. */
  readonly span: Span;
}

/** `FROM logs-*, other METADATA _id, _index`. */
export interface FromCommand extends CommandBase {
  readonly kind: "from";
  readonly indices: readonly NameNode[];
  readonly metadata: readonly NameNode[];
}

/** `ROW a = 1, b = "x"`. */
export interface RowCommand extends CommandBase {
  readonly kind: "row";
  readonly fields: readonly Assignment[];
}

/**
 * `name = expression`, or a bare expression whose column is named by its text: that of `span`, which has the outermost
 * parentheses and, of an aggregate, its WHERE in it, as Elasticsearch's `ExpressionBuilder.visitField` has it.
 */
export interface Assignment {
  readonly span: Span;
  /** Null when none is written. */
  readonly name: NameNode | null;
  readonly expression: Expression;
}

export interface WhereCommand extends CommandBase {
  readonly kind: "where";
  readonly condition: Expression;
}

export interface EvalCommand extends CommandBase {
  readonly kind: "eval";
  readonly fields: readonly Assignment[];
}

export interface KeepCommand extends CommandBase {
  readonly kind: "keep";
  readonly columns: readonly NamePattern[];
}

export interface DropCommand extends CommandBase {
  readonly kind: "drop";
  readonly columns: readonly NamePattern[];
}

/** `RENAME old AS new`, or `RENAME new = old`. */
export interface RenameCommand extends CommandBase {
  readonly kind: "rename";
  readonly renamings: readonly { readonly from: NamePattern; readonly to: NamePattern; readonly span: Span }[];
}

export interface SortCommand extends CommandBase {
  readonly kind: "sort";
  readonly orders: readonly SortOrder[];
}

export interface SortOrder {
  readonly span: Span;
  readonly expression: Expression;
  readonly direction: "asc" | "desc";
  /** As written; null: last when ascending, first when descending. */
  readonly nulls: "first" | "last" | null;
}

export interface LimitCommand extends CommandBase {
  readonly kind: "limit";
  readonly count: Expression;
}

/** `STATS …` and, with `inline`, `INLINE STATS …` (`INLINESTATS` too). */
export interface StatsCommand extends CommandBase {
  readonly kind: "stats";
  readonly inline: boolean;
  readonly aggregates: readonly AggregateNode[];
  readonly by: readonly Assignment[];
}

/** `name = aggregate WHERE condition`. */
export interface AggregateNode extends Assignment {
  readonly filter: Expression | null;
}

export interface DissectCommand extends CommandBase {
  readonly kind: "dissect";
  readonly input: Expression;
  readonly pattern: StringNode;
  /** `APPEND_SEPARATOR=","`; null: none written. */
  readonly appendSeparator: StringNode | null;
}

export interface GrokCommand extends CommandBase {
  readonly kind: "grok";
  readonly input: Expression;
  /** Tried in order; the first that matches counts. */
  readonly patterns: readonly StringNode[];
}

export interface StringNode {
  readonly value: string;
  readonly span: Span;
}

export interface MvExpandCommand extends CommandBase {
  readonly kind: "mvExpand";
  readonly column: NameNode;
}

/** `LOOKUP JOIN table ON a, b`. */
export interface LookupJoinCommand extends CommandBase {
  readonly kind: "lookupJoin";
  readonly table: NameNode;
  readonly on: readonly NameNode[];
}

/** `ENRICH policy ON column WITH new = field, other`. */
export interface EnrichCommand extends CommandBase {
  readonly kind: "enrich";
  /** As written, in lower case: `_any`, `_coordinator` or `_remote`; null: none written. */
  readonly mode: string | null;
  /** Without a mode (`_any:policy`). */
  readonly policy: NameNode;
  readonly on: NameNode | null;
  readonly with: readonly { readonly name: NameNode | null; readonly field: NamePattern; readonly span: Span }[];
}

/** A command of the language that needs what is not here (COMPLETION, FORK, RERANK …); text up to the next pipe. */
export interface UnsupportedCommand extends CommandBase {
  readonly kind: "unsupported";
  /** Upper case. */
  readonly name: string;
  /** What stands behind the name, unread. */
  readonly text: string;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "=~";

export type Expression = { readonly span: Span } & (
  | { readonly kind: "string"; readonly value: string }
  /** `integer` reaches up to 2^31−1, `long` to 2^63−1, `unsigned_long` to 2^64−1; beyond, and with `.` or `e`, double. */
  | {
      readonly kind: "number";
      readonly value: number | bigint;
      readonly type: "integer" | "long" | "unsigned_long" | "double";
    }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  /** `5 minutes`: unit in lower case as written (`m`, `minutes`, …). */
  | { readonly kind: "timeSpan"; readonly amount: number; readonly unit: string }
  /** `[1, 2]`: literals of one type. */
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "column"; readonly name: string }
  /** Only as the argument of COUNT. */
  | { readonly kind: "star" }
  | {
      readonly kind: "call";
      /** Lower case. */
      readonly name: string;
      readonly nameSpan: Span;
      readonly args: readonly Expression[];
      /** Named options, `MATCH(f, "q", {"operator": "and"})`: the map's entries. */
      readonly options: readonly { readonly name: string; readonly value: Expression; readonly span: Span }[];
    }
  /** `operand :: type`, type in lower case. */
  | { readonly kind: "cast"; readonly operand: Expression; readonly type: NameNode }
  | { readonly kind: "negate"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "isNull"; readonly operand: Expression; readonly negated: boolean }
  | {
      readonly kind: "in";
      readonly operand: Expression;
      readonly values: readonly Expression[];
      readonly negated: boolean;
    }
  | {
      readonly kind: "like" | "rlike";
      readonly operand: Expression;
      readonly patterns: readonly StringNode[];
      readonly negated: boolean;
    }
  /** `field : "query"`; the field may carry a cast. */
  | { readonly kind: "match"; readonly field: Expression; readonly query: Expression }
);
