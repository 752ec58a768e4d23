import type { Value } from "./value.ts";

/** A value as EQL would write it: texts quoted with control characters escaped, all else plain. */
export function printScalar(value: Value): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** One text as itself, several in parentheses. */
export function printList(texts: readonly string[]): string {
  return texts.length === 1 ? printScalar(texts[0]!) : `(${texts.map(printScalar).join(", ")})`;
}

/** The value, its text cut after `longest` characters. */
export function printShortened(value: Value, longest: number): string {
  if (typeof value !== "string" || value.length <= longest) return printScalar(value);
  return `${printScalar(value.slice(0, longest))}…`;
}
