import { type ArithmeticOperator, arithmetic } from "./arithmetic.ts";
import type { FunctionDefinition, FunctionTable } from "./functionDefinition.ts";
import { canonicalNumber, type Value } from "./value.ts";

/** The functions on numbers of eql facts §7. */
export const numberFunctions = {
  add: onTwoNumbers("+"),
  subtract: onTwoNumbers("-"),
  multiply: onTwoNumbers("*"),
  divide: onTwoNumbers("/"),
  modulo: onTwoNumbers("%"),
  number: {
    arity: { least: 1, most: 2 },
    evaluate: ([text, base]) => (typeof text === "string" ? parseNumber(text, base ?? null) : null),
  },
} as const satisfies Partial<FunctionTable>;

function onTwoNumbers(operator: ArithmeticOperator): FunctionDefinition {
  return {
    arity: { least: 2, most: 2 },
    evaluate: ([left, right], { floating }) =>
      arithmetic(operator, left ?? null, right ?? null, floating.includes(true)),
  };
}

/**
 * The number a text spells: base 10, or 16 after `0x`, unless told; null where there is none.
 *
 * As Java reads it (ToNumberFunctionProcessor): a long, in base 10 else a double, which may have blanks around it, an
 * exponent and a `d` or `f` at the end; its hexadecimal form (`0x1p3`) is not read. Elasticsearch fails the whole query
 * on a text that is no number (eql facts §7). Here that would let one event silence a rule, so the value is null and the
 * leaf is not met by it.
 */
function parseNumber(text: string, base: Value): Value {
  const hexadecimal = text.startsWith("0x");
  const radix = base ?? (hexadecimal ? 16 : 10);
  if (typeof radix !== "number" || !Number.isInteger(radix) || text.length > longestNumber) return null;
  if (radix === 10) return parseLong(text, radix) ?? parseDouble(text);
  return parseLong(hexadecimal && radix === 16 ? text.slice(2) : text, radix);
}

const longestNumber = 1024;

/** Java's `Long.parseLong`: an optional sign, digits of the radix, 64 bits. */
function parseLong(text: string, radix: number): Value {
  if (radix < 2 || radix > 36) return null;
  const negative = text.startsWith("-");
  const digits = negative || text.startsWith("+") ? text.slice(1) : text;
  if (digits === "") return null;
  let value = 0n;
  for (const character of digits) {
    const digit = digitOf(character);
    if (digit >= radix) return null;
    value = value * BigInt(radix) + BigInt(digit);
  }
  const signed = negative ? -value : value;
  return BigInt.asIntN(64, signed) === signed ? canonicalNumber(signed) : null;
}

function digitOf(character: string): number {
  return /^[0-9a-zA-Z]$/.test(character) ? Number.parseInt(character, 36) : Number.POSITIVE_INFINITY;
}

const javaDoubleForm =
  /^[\0-\x20]*([+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?))[dDfF]?[\0-\x20]*$/;

/** Java's `Double.valueOf`, except for hexadecimal texts; NaN is a value. */
function parseDouble(text: string): Value {
  const number = javaDoubleForm.exec(text)?.[1];
  if (number === undefined) return null;
  return number.endsWith("NaN") ? Number.NaN : Number(number) || 0;
}
