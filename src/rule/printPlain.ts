import { printTree, type TreeForm } from "../text/printTree.ts";
import { quoteForTerminal } from "../text/quote.ts";
import { isPlainObject, type PlainObject, type PlainValue } from "./plain.ts";

/**
 * JSON text of a document, without spaces, that reads back as the same document ({@link plainOf}).
 *
 * A double that is whole but not a safe integer gets an exponent, for without it would read as a bigint; infinity and NaN,
 * which JSON has not, must not be in it. What a terminal would act upon is escaped. Iterative, so any depth will do.
 */
export function printPlain(document: PlainObject): string {
  return printTree<PlainValue>(document, form);
}

const form: TreeForm<PlainValue> = {
  branch: (value) => {
    if (Array.isArray(value)) return { values: value };
    return isPlainObject(value) ? { keys: Object.keys(value), values: Object.values(value) } : undefined;
  },
  leaf: (value) => {
    if (typeof value === "string") return quoteForTerminal(value);
    return typeof value === "number" ? printNumber(value) : String(value);
  },
  key: quoteForTerminal,
};

function printNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}
