import type { CheckedCommand } from "../checked.ts";
import { compareSingles } from "../functions/comparison.ts";
import type { EvaluationContext } from "../functions/scalarFunction.ts";
import { type EsqlType, isMultivalue, type Single, type Value } from "../value.ts";
import { compileExpression } from "./compileExpression.ts";
import type { Row } from "./row.ts";
import { sizeOfRow } from "./rowSize.ts";
import type { ColumnReader } from "./sourceRow.ts";
import type { StageMaker } from "./stage.ts";

interface Keyed {
  readonly row: Row;
  readonly keys: readonly (Single | null)[];
}

/**
 * SORT: all rows, or the first `limit` of them when only so many are wanted, which is all that is kept.
 *
 * Rows that compare alike stay in order. Of several values the least counts ascending, the greatest descending
 * (esql/_snippets/commands/layout/sort.md).
 */
export function sortStage(
  { orders }: Extract<CheckedCommand, { kind: "sort" }>,
  readers: ReadonlyMap<number, ColumnReader>,
  limit: number | undefined,
): StageMaker {
  const keys = orders.map(({ expression, direction }) => {
    const evaluate = compileExpression(expression, readers);
    const sign = direction === "asc" ? 1 : -1;
    return (row: Row, context: EvaluationContext) => outermost(evaluate(row, context), expression.type, sign);
  });
  const compare = comparator(orders);
  return (next, { evaluation, budget, kept }) => {
    const rows: Keyed[] = [];
    const trim = () => {
      rows.sort(compare);
      if (limit !== undefined) rows.length = Math.min(rows.length, limit);
    };
    return {
      push: (row) => {
        rows.push({ row: kept(row), keys: keys.map((key) => key(row, evaluation)) });
        // Of a limit only so many are kept for long.
        if (limit === undefined || rows.length <= limit) {
          budget.checkRows(rows.length);
          budget.takeBytes(sizeOfRow(row));
        }
        if (limit !== undefined && rows.length >= 2 * limit + 1024) trim();
      },
      end: () => {
        trim();
        for (const { row } of rows) next.push(row);
        next.end();
      },
      isDone: () => limit === 0,
    };
  };
}

function comparator(orders: Extract<CheckedCommand, { kind: "sort" }>["orders"]): (a: Keyed, b: Keyed) => number {
  return (a, b) => {
    for (let at = 0; at < orders.length; at++) {
      const { direction, nulls, expression } = orders[at]!;
      const left = a.keys[at]!;
      const right = b.keys[at]!;
      if (left === null || right === null) {
        if (left === right) continue;
        return (left === null) === (nulls === "first") ? -1 : 1;
      }
      const order = compareSingles(left, right, expression.type);
      if (order !== 0) return direction === "asc" ? order : -order;
    }
    return 0;
  };
}

function outermost(value: Value, type: EsqlType, sign: 1 | -1): Single | null {
  if (!isMultivalue(value)) return value as Single | null;
  return value.reduce((best, single) => (compareSingles(single, best, type) * sign < 0 ? single : best));
}
