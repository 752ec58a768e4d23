/**
 * A text folded so that two are the same exactly where Java's `compareToIgnoreCase` finds no difference: every code point
 * in upper case, then in lower, one for one (StringComparisons in x-pack/plugin/eql/…/operator/comparison).
 */
export function foldCase(text: string): string {
  return ascii.test(text) ? text.toLowerCase() : Array.from(text, foldCodePoint).join("");
}

const ascii = /^[\0-\x7f]*$/;

function foldCodePoint(character: string): string {
  return oneFor(oneFor(character, character.toUpperCase()), oneFor(character, character.toUpperCase()).toLowerCase());
}

/** Java maps a code point to one code point; where JavaScript gives several (`ß` to `SS`), Java leaves it. */
function oneFor(character: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : character;
}
