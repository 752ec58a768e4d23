const escapes: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

/**
 * The value as an ES|QL string literal.
 *
 * In three double quotes when that spares backslashes, as patterns are written; else in double quotes, where `\t`, `\n`,
 * `\r`, `\"` and `\\` are the only escapes (`lexer/Expression.g4`, QUOTED_STRING).
 */
export function quoteString(value: string): string {
  if (/[\\"]/.test(value) && fitsRaw(value)) return `"""${value}"""`;
  return `"${value.replace(/[\t\n\r"\\]/g, (character) => escapes[character]!)}"`;
}

/** Quotes at an end would be read as part of the marks. */
function fitsRaw(value: string): boolean {
  return !/[\r\n\t]|"""|^"|"$/.test(value);
}

/**
 * A column's name as it may stand in a query: each part that is no plain identifier in backquotes.
 *
 * The whole stands in backquotes when a part is empty, for empty backquotes are no name.
 */
export function quoteName(name: string, isPlain: (word: string) => boolean): string {
  const parts = name.split(".");
  if (parts.includes("")) return backquoted(name);
  return parts.map((part) => (isPlain(part) ? part : backquoted(part))).join(".");
}

function backquoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
