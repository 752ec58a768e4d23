const escapes: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
};

/** Also everything that a reader or a terminal would not see as it is; NUL has no escape in EQL. */
const special = /["\\]|[^\0\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The value as an EQL string literal in double quotes (eql facts §1). */
export function quoteString(value: string): string {
  return `"${value.replace(special, (character) => escapes[character] ?? unicodeEscape(character))}"`;
}

/** The value as a raw literal, or undefined when it holds a line end or three quotes in a row. */
export function quoteRaw(value: string): string | undefined {
  return /[\r\n]|"""/.test(value) ? undefined : `"""${value}"""`;
}

function unicodeEscape(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16).padStart(2, "0")}}`;
}
