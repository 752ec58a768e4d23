import { escapeForTerminal } from "./terminal.ts";

/** One character as a terminal shows it; `offset` is its UTF-16 offset in the text it came from. */
export interface Cell {
  readonly text: string;
  readonly columns: number;
  readonly offset: number;
}

const tabStop = 4;
const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const combining = /[\p{Mn}\p{Me}]/u;

/** The cells of one line: tabs become spaces up to the next stop of four, unsafe characters their visible escapes. */
export function displayCells(text: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let offset = 0;
  for (const character of text) {
    const shown = character === "\t" ? " ".repeat(tabStop - (column % tabStop)) : escapeForTerminal(character);
    const columns = shown === character ? columnsOf(character) : shown.length;
    cells.push({ text: shown, columns, offset });
    column += columns;
    offset += character.length;
  }
  return cells;
}

function columnsOf(character: string): number {
  if (character.charCodeAt(0) < 0x300) return 1;
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
