import type { Expression } from "../ast.ts";
import type { Column, TypedExpression } from "../checked.ts";

export type CallNode = Extract<Expression, { kind: "call" }>;

/** Where an expression stands: what its names mean, and which functions it may call. */
export interface ExpressionScope {
  /** The column of a name; undefined when there is none. */
  readonly find: (name: string) => Column | undefined;
  /** Names to propose for one that is not there. */
  readonly names: () => Iterable<string>;
  /** What the place is called in messages: `WHERE`, `EVAL`, `STATS`. */
  readonly place: string;
  /** Why full-text functions cannot stand here; undefined where they can. */
  readonly noDocument?: string;
  /** Of STATS: what a call of an aggregate comes to; undefined when it is wrong and reported. */
  readonly aggregate?: (node: CallNode) => TypedExpression | undefined;
  /** Of STATS: an expression that BY has too stands for its group's value. */
  readonly grouped?: (node: Expression) => TypedExpression | undefined;
  /** Of the arguments of an aggregate. */
  readonly isInAggregate?: boolean;
  /** Of BY: BUCKET may stand here. */
  readonly isGrouping?: boolean;
  /** Says why a name that is there cannot be used; answers whether it did. */
  readonly refuse?: (column: Column, node: Expression) => boolean;
}
