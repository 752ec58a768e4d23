/** A line that stands for any lines left out. */
export const cut = "…";

/** Whether a text with cuts tells the truth about another: its pieces stand there in order, the ends at the ends. */
export function agrees(shown: readonly string[], actual: readonly string[]): boolean {
  const pieces = piecesOf(shown);
  if (pieces.length === 1) return shown.length === actual.length && startsAt(actual, shown, 0);
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  if (first.length + last.length > actual.length || !startsAt(actual, first, 0)) return false;
  let at = first.length;
  const end = actual.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    while (at + piece.length <= end && !startsAt(actual, piece, at)) at++;
    if (at + piece.length > end) return false;
    at += piece.length;
  }
  return startsAt(actual, last, end);
}

/** Whether the pieces of a text with cuts stand in another in order, wherever that begins and ends. */
export function isExcerpt(shown: readonly string[], actual: readonly string[]): boolean {
  return agrees([cut, ...shown, cut], actual);
}

function piecesOf(shown: readonly string[]): string[][] {
  const pieces: string[][] = [[]];
  for (const line of shown) {
    if (line.trim() === cut) pieces.push([]);
    else pieces.at(-1)!.push(line);
  }
  return pieces;
}

function startsAt(lines: readonly string[], piece: readonly string[], at: number): boolean {
  return piece.every((line, i) => lines[at + i] === line);
}
