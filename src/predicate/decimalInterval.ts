import { concatenation, type RegexNode, repeat, union } from "./regexNode.ts";

/**
 * The decimal numbers from `least` to `most`, both included: `<3-120>` (Lucene, Automata.makeDecimalInterval).
 *
 * With `width` each is padded with zeros to exactly that many digits; with 0 any number of leading zeros is allowed.
 */
export function decimalInterval(least: number, most: number, width: number): RegexNode {
  if (width > 0) return digitsBetween(String(least).padStart(width, "0"), String(most).padStart(width, "0"));
  const lengths: RegexNode[] = [];
  const shortest = String(least).length;
  const longest = String(most).length;
  for (let length = shortest; length <= longest; length++) {
    const from = length === shortest ? String(least) : `1${"0".repeat(length - 1)}`;
    const to = length === longest ? String(most) : "9".repeat(length);
    lengths.push(digitsBetween(from, to));
  }
  return concatenation([repeat(digit("0", "0"), 0, Number.POSITIVE_INFINITY), union(lengths)]);
}

/** The texts of digits between two of the same length. */
function digitsBetween(from: string, to: string): RegexNode {
  const low = from[0];
  const high = to[0];
  if (low === undefined || high === undefined) return concatenation([]);
  const lowRest = from.slice(1);
  const highRest = to.slice(1);
  if (low === high) return concatenation([digit(low, low), digitsBetween(lowRest, highRest)]);
  const parts = [
    concatenation([digit(low, low), digitsBetween(lowRest, "9".repeat(lowRest.length))]),
    concatenation([digit(high, high), digitsBetween("0".repeat(highRest.length), highRest)]),
  ];
  if (Number(high) - Number(low) > 1) {
    const between = digit(String(Number(low) + 1), String(Number(high) - 1));
    parts.push(concatenation([between, repeat(digit("0", "9"), lowRest.length, lowRest.length)]));
  }
  return union(parts);
}

function digit(from: string, to: string): RegexNode {
  return { kind: "set", set: [[from.charCodeAt(0), to.charCodeAt(0)]] };
}
