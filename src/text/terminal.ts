/** What a terminal acts upon, or a reader cannot see. */
export const unsafeOnTerminal: RegExp = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const names: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Text that a terminal, and a reader, sees as it is: nothing in it moves the cursor, reorders or hides.
 *
 * Control characters (C0 with newline and tab, DEL, C1), bidirectional controls, zero-width and other format
 * characters, line and paragraph separators and lone surrogates become visible: `\n`, `\r`, `\t`, `\u{202e}`.
 * Backslashes stay single, so the result is for eyes, not for reading back (reliability facts §2, "Terminal escapes").
 */
export function escapeForTerminal(text: string): string {
  return plain.test(text) ? text : text.replace(unsafeOnTerminal, visible);
}

/** What nearly all texts are, told sooner. */
const plain = /^[\x20-\x7e]*$/;

function visible(character: string): string {
  return names[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
