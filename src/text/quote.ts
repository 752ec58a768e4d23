import { unsafeOnTerminal } from "./terminal.ts";

const plain = /^[ !#-[\]-~]*$/;
const beyondAscii = /[^ -~]/;

/** A JSON string literal, as `JSON.stringify` writes it. */
export function quoteJson(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/**
 * A JSON string literal that no terminal acts upon; it reads back as the same text.
 *
 * What escapeForTerminal makes visible is written as `\uXXXX`: DEL, C1 and bidirectional controls, zero-width
 * and other format characters, line and paragraph separators, lone surrogates.
 */
export function quoteForTerminal(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  const literal = JSON.stringify(text);
  return beyondAscii.test(literal) ? literal.replace(unsafeOnTerminal, escapeUnits) : literal;
}

function escapeUnits(character: string): string {
  let escaped = "";
  for (let at = 0; at < character.length; at++) {
    escaped += `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}
