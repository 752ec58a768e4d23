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
 * Elasticsearch fails the whole query on a text that is no number (eql facts §7). Here that would let one event silence
 * a rule, so the value is null and the leaf is not met by it.
 */
function parseNumber(text: string, base: Value): Value {
  const hexadecimal = text.startsWith("0x");
  const radix = base ?? (hexadecimal ? 16 : 10);
  if (typeof radix !== "number" || !Number.isInteger(radix)) return null;
  if (radix === 10) return parseDecimal(text);
  return parseInteger(hexadecimal && radix === 16 ? text.slice(2) : text, radix);
}

const decimal = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(E-?[0-9]+)?$/;
const longestNumber = 1024;

function parseDecimal(text: string): Value {
  if (text.length > longestNumber || !decimal.test(text)) return null;
  if (/^[+-]?[0-9]+$/.test(text)) {
    const whole = BigInt(text.replace("+", ""));
    if (BigInt.asIntN(64, whole) === whole) return canonicalNumber(whole);
  }
  return Number(text) || 0;
}

/** Java's `Integer.parseInt`: an optional sign, digits of the radix, 32 bits. */
function parseInteger(text: string, radix: number): Value {
  if (radix < 2 || radix > 36) return null;
  const negative = text.startsWith("-");
  const digits = negative || text.startsWith("+") ? text.slice(1) : text;
  if (digits === "") return null;
  let value = 0;
  for (const character of digits) {
    const digit = digitOf(character);
    if (digit >= radix) return null;
    value = value * radix + digit;
    if (value > 2 ** 31) return null;
  }
  if (negative) return value === 0 ? 0 : -value;
  return value < 2 ** 31 ? value : null;
}

function digitOf(character: string): number {
  return /^[0-9a-zA-Z]$/.test(character) ? Number.parseInt(character, 36) : Number.POSITIVE_INFINITY;
}
