import { compareText } from "./diagnostic.ts";

const longestWord = 80;
const mostCandidates = 20_000;
const mostSuggestions = 3;
/** More changes are no slip; looking for them is what would take the time. */
const mostChanges = 5;

/**
 * The candidates that a mistyped word most likely meant: nearest first, then alphabetical, at most three, none further
 * off than the nearest by more than one.
 *
 * Distance counts inserted, dropped, changed and swapped neighbouring characters, case aside; three changes in
 * ten characters are allowed, five at most. Words over 80 characters and candidates beyond the first 20,000 are not looked at, so
 * the time is bounded.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string[] {
  if (word.length === 0 || word.length > longestWord) return [];
  const limit = Math.min(mostChanges, Math.max(1, Math.floor(word.length * 0.3)));
  const folded = word.toLowerCase();
  const near: { candidate: string; distance: number }[] = [];
  let seen = 0;
  for (const candidate of candidates) {
    if (++seen > mostCandidates) break;
    if (candidate === word || Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(folded, candidate.toLowerCase(), limit);
    if (distance <= limit) near.push({ candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || compareText(a.candidate, b.candidate));
  const furthest = (near[0]?.distance ?? 0) + 1;
  const likely = near.filter(({ distance }) => distance <= furthest);
  return likely.slice(0, mostSuggestions).map(({ candidate }) => candidate);
}

/**
 * Optimal string alignment distance; anything over the limit is answered as `limit + 1`.
 *
 * Only cells within `limit` of the diagonal can hold so few changes, so only those are computed.
 */
function editDistance(a: string, b: string, limit: number): number {
  const far = limit + 1;
  let beforePrevious = new Uint8Array(b.length + 1);
  let previous = Uint8Array.from(beforePrevious, (_, column) => Math.min(column, far));
  let current = new Uint8Array(b.length + 1);
  for (let row = 1; row <= a.length; row++) {
    current.fill(far);
    if (row <= limit) current[0] = row;
    let best = current[0]!;
    for (let column = Math.max(1, row - limit); column <= Math.min(b.length, row + limit); column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && swapped(a, b, row, column)) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current[column] = Math.min(cost, far);
      best = Math.min(best, cost);
    }
    if (best > limit) return far;
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return previous[b.length]!;
}

function swapped(a: string, b: string, row: number, column: number): boolean {
  return a.charCodeAt(row - 1) === b.charCodeAt(column - 2) && a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
}
