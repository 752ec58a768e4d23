import type { CheckedCommand } from "../checked.ts";
import { compileDissect } from "../functions/dissect.ts";
import { compileGrok } from "../functions/grok.ts";
import { isMultivalue, type Single, type Value, valueOfList, valuesOf } from "../value.ts";
import { compileExpression } from "./compileExpression.ts";
import { copyRow, type Evaluate, type Row } from "./row.ts";
import type { ColumnReader } from "./sourceRow.ts";
import type { StageMaker } from "./stage.ts";

type Command<Kind extends CheckedCommand["kind"]> = Extract<CheckedCommand, { kind: Kind }>;
type Readers = ReadonlyMap<number, ColumnReader>;

/** Changes a row in place, or says that it goes. */
export type RowStep = (row: Row, context: Parameters<Evaluate>[1]) => boolean;

const rowWise: ReadonlySet<CheckedCommand["kind"]> = new Set(["where", "eval", "project", "dissect", "grok"]);

/** Whether a command looks at one row alone, and hands on that or none. */
export function isRowWise({ kind }: CheckedCommand): boolean {
  return rowWise.has(kind);
}

/** The step of a command that looks at one row alone; undefined for the others. */
export function rowStep(command: CheckedCommand, readers: Readers): RowStep | undefined {
  switch (command.kind) {
    case "where": {
      const condition = compileExpression(command.condition, readers);
      return (row, context) => condition(row, context) === true;
    }
    case "eval":
      return evalStep(command, readers);
    case "project":
      return () => true;
    case "dissect":
      return extractionStep(command, compiledDissect(command), readers);
    case "grok":
      return extractionStep(command, compiledGrok(command), readers);
    default:
      return undefined;
  }
}

export function rowStage(step: RowStep): StageMaker {
  return (next, { evaluation }) => ({
    push: (row) => {
      if (step(row, evaluation)) next.push(row);
    },
    end: next.end,
    isDone: next.isDone,
  });
}

function evalStep({ columns }: Command<"eval">, readers: Readers): RowStep {
  const steps = columns.map(({ column, expression }) => ({
    slot: column.slot,
    evaluate: compileExpression(expression, readers),
  }));
  return (row, context) => {
    for (const { slot, evaluate } of steps) row.slots[slot] = evaluate(row, context);
    return true;
  };
}

type Extraction = (text: string) => ReadonlyMap<string, Value> | null;

function compiledDissect({ pattern, appendSeparator }: Command<"dissect">): Extraction {
  const compiled = compileDissect(pattern, appendSeparator);
  return "problem" in compiled ? () => null : compiled.match;
}

/** The first pattern that matches counts. */
function compiledGrok({ patterns }: Command<"grok">): Extraction {
  const matchers = patterns.flatMap((pattern) => {
    const compiled = compileGrok(pattern);
    return "problem" in compiled ? [] : [compiled.match];
  });
  return (text) => {
    for (const match of matchers) {
      const found = match(text);
      if (found !== null) return found;
    }
    return null;
  };
}

/** Several input values are taken apart each, and each column gathers what they give (StringExtractOperator.java). */
function extractionStep(command: Command<"dissect"> | Command<"grok">, match: Extraction, readers: Readers): RowStep {
  const input = compileExpression(command.input, readers);
  const { columns } = command;
  return (row, context) => {
    const value = input(row, context);
    const found = valuesOf(value).map((single) => match(single as string));
    for (const { key, column } of columns) {
      row.slots[column.slot] = valueOfList(found.flatMap((each) => valuesOf(each?.get(key) ?? null)));
    }
    return true;
  };
}

/** LIMIT: the first so many rows. */
export function limitStage({ count }: Command<"limit">): StageMaker {
  return (next) => {
    let left = count;
    return {
      push: (row) => {
        if (left-- > 0) next.push(row);
      },
      end: next.end,
      isDone: () => left <= 0 || next.isDone(),
    };
  };
}

/** MV_EXPAND: a row for each value, one for null. */
export function mvExpandStage({ from, column }: Command<"mvExpand">, readers: Readers): StageMaker {
  const read = compileExpression({ kind: "column", type: column.type, slot: from, name: column.name }, readers);
  return (next, { evaluation, budget }) => ({
    push: (row) => {
      const value = read(row, evaluation);
      if (!isMultivalue(value)) {
        row.slots[column.slot] = value;
        next.push(row);
        return;
      }
      budget.takeMade(value.length);
      for (const single of value as readonly Single[]) {
        if (next.isDone()) return;
        const expanded = copyRow(row);
        expanded.slots[column.slot] = single;
        next.push(expanded);
      }
    },
    end: next.end,
    isDone: next.isDone,
  });
}
