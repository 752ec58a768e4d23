import { compareText } from "./diagnostic.ts";

const longestWord = 80;
const mostCandidates = 20_000;
const mostSuggestions = 3;

/**
 * The candidates that a mistyped word most likely meant: nearest first, then alphabetical, at most three, none further
 * off than the nearest by more than one.
 *
 * Distance counts inserted, dropped, changed and swapped neighbouring characters, case aside; about one change in
 * four characters is allowed. Words over 80 characters and candidates beyond the first 20,000 are not looked at, so
 * the time is bounded.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string[] {
  if (word.length === 0 || word.length > longestWord) return [];
  const limit = Math.max(1, Math.floor(word.length * 0.3));
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

/** Optimal string alignment distance; anything over the limit is answered as `limit + 1`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && swapped(a, b, row, column)) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current.push(cost);
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}

function swapped(a: string, b: string, row: number, column: number): boolean {
  return a.charCodeAt(row - 1) === b.charCodeAt(column - 2) && a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
}
