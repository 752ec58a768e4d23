/**
 * A TOML string that reads back as the same text.
 *
 * A text of several lines is a block, between `'''` where nothing in it needs an escape, else between `"""`. A text of one
 * line is quoted plainly, between `'` if that spares escapes. `isQuery` asks for a literal block even for one line, which
 * is where `eqlite fmt` lays queries out. Lone surrogates cannot be written; see {@link printToml}.
 */
export function tomlString(text: string, isQuery = false): string {
  const isLiteral = !needsEscape.test(text);
  if (text.includes("\n") || (isQuery && text !== "")) {
    if (isLiteral && !text.includes("'''") && !text.endsWith("'")) return `'''\n${text}'''`;
    if (text.includes("\n")) return `"""\n${block(text)}"""`;
  }
  const isSpared = /["\\]/.test(text) && isLiteral && !text.includes("'");
  return isSpared ? `'${text}'` : `"${basic(text)}"`;
}

/** A key, bare where that will do; a block cannot be one. */
export function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : `"${basic(key)}"`;
}

/**
 * What TOML forbids in a text, and what a terminal would act upon or a reader not see; a CR, too, which some readers drop.
 * Tabs and line feeds stand for themselves.
 */
const needsEscape = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const short: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
};

function basic(text: string): string {
  return text.replace(/["\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/** Within three quotes, line feeds, tabs and quotes stand for themselves, unless three would meet. */
function block(text: string): string {
  const plain = text.replace(/(?![\t\n])[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
  return /"""|"$/.test(text) ? plain.replace(/"/g, '\\"') : plain;
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return short[character] ?? (code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`);
}
