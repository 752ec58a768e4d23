const star = 42;
const question = 63;

/**
 * A matcher for a whole value against a pattern where `*` is any run of characters and `?` one code point.
 *
 * Nothing else is special and nothing escapes `*` or `?` (eql facts §6). `ignoreCase` folds A to Z only, as
 * Elasticsearch's automata do; other letters keep their case. Memory is constant; time is at most the product of the
 * two lengths, since only the last `*` is ever tried again, and for ordinary patterns one pass over the value.
 */
export function wildcardMatcher(
  pattern: string,
  options: { readonly ignoreCase: boolean },
): (value: string) => boolean {
  const wanted = options.ignoreCase ? foldAscii(pattern) : pattern;
  const test = plainPieces.test(wanted) ? piecesMatcher(wanted.split("*")) : (value: string) => walk(wanted, value);
  return options.ignoreCase ? (value) => test(foldAscii(value)) : test;
}

/** Whether a text holds `*` or `?`. */
export function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

/** The text with A to Z in lower case and everything else as it was. */
export function foldAscii(text: string): string {
  if (!upperCase.test(text)) return text;
  return notAscii.test(text) ? text.replace(upperRuns, (run) => run.toLowerCase()) : text.toLowerCase();
}

const upperCase = /[A-Z]/;
const upperRuns = /[A-Z]+/g;
const notAscii = /[^\0-\x7f]/;
/** Without `?` and surrogates, pieces between stars can be looked up by UTF-16 units. */
const plainPieces = /^[^?\ud800-\udfff]*$/;

function piecesMatcher(pieces: readonly string[]): (value: string) => boolean {
  const first = pieces[0]!;
  if (pieces.length === 1) return (value) => value === first;
  const last = pieces[pieces.length - 1]!;
  const middle = pieces.slice(1, -1).filter((piece) => piece !== "");
  const least = first.length + last.length;
  return (value) => {
    if (value.length < least || !value.startsWith(first) || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let at = first.length;
    for (const piece of middle) {
      const found = value.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= end;
  };
}

/** Greedy walk: on a mismatch the last star takes one code point more. */
function walk(pattern: string, value: string): boolean {
  let at = 0;
  let p = 0;
  let afterStar = -1;
  let starAt = 0;
  while (at < value.length) {
    const unit = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (unit === star) {
      afterStar = ++p;
      starAt = at;
    } else if (unit === question) {
      p++;
      at += widthAt(value, at);
    } else if (unit !== -1 && pattern.codePointAt(p) === value.codePointAt(at)) {
      p += widthAt(pattern, p);
      at += widthAt(value, at);
    } else if (afterStar >= 0) {
      starAt += widthAt(value, starAt);
      at = starAt;
      p = afterStar;
    } else return false;
  }
  while (p < pattern.length && pattern.charCodeAt(p) === star) p++;
  return p === pattern.length;
}

function widthAt(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}
