/** A compiled DISSECT pattern. */
export interface Dissect {
  /** The names of what it extracts, each once, in order of the pattern. */
  readonly keys: readonly string[];
  /** The texts by key; null where the pattern does not fit. */
  readonly match: (text: string) => ReadonlyMap<string, string> | null;
}

interface Pair {
  readonly key: Key;
  /** The literal text behind the key; empty at the end of most patterns. */
  readonly delimiter: string;
}

interface Key {
  readonly name: string;
  readonly isSkipped: boolean;
  readonly isAppended: boolean;
  /** The place among the appended values; undefined: in order of appearance, before those that have one. */
  readonly place: number | undefined;
  /** `->`: repeated delimiters behind it count as one. */
  readonly isPadded: boolean;
}

const longestPattern = 10_000;

/**
 * Compiles a DISSECT pattern as Elasticsearch's DissectParser reads it (`libs/dissect`; esql/commands/dissect.md).
 *
 * Modifiers: `+` append, `/n` its place, `->` right padding, `?` and the empty name skip; `*` and `&` are refused, as ES|QL
 * refuses them. Matching walks the text once: each delimiter is taken where it first occurs, so a value may be empty, and
 * the last key without a delimiter behind it takes the rest.
 */
export function compileDissect(pattern: string, appendSeparator: string): Dissect | { readonly problem: string } {
  if (pattern.length > longestPattern) return { problem: `pattern longer than ${longestPattern} characters` };
  const leading = leadingText(pattern);
  const pairs = readPairs(pattern.slice(leading.length));
  if ("problem" in pairs) return pairs;
  const keys = [...new Set(pairs.filter(({ key }) => !key.isSkipped).map(({ key }) => key.name))];
  if (keys.length === 0) return { problem: "unable to find any keys or delimiters" };
  return { keys, match: (text) => gathered(matchPairs(text, leading, pairs), pairs, keys, appendSeparator) };
}

/** Text before the first key, which must be within one line to count (LEADING_DELIMITER_PATTERN). */
function leadingText(pattern: string): string {
  const at = pattern.indexOf("%{");
  const leading = at < 0 ? "" : pattern.slice(0, at);
  return /[\n\r\u0085\u2028\u2029]/.test(leading) ? "" : leading;
}

function readPairs(pattern: string): readonly Pair[] | { readonly problem: string } {
  const pairs: Pair[] = [];
  for (let at = pattern.indexOf("%{"); at >= 0; ) {
    const close = pattern.indexOf("}", at);
    if (close < 0) break;
    // A delimiter has at least one character unless it is the last, so a key right behind another is text.
    const next = pattern.indexOf("%{", close + 2);
    const key = readKey(pattern.slice(at + 2, close));
    if ("problem" in key) return key;
    pairs.push({ key, delimiter: pattern.slice(close + 1, next < 0 ? pattern.length : next) });
    at = next;
  }
  const appended = new Set(pairs.filter(({ key }) => key.isAppended).map(({ key }) => key.name));
  return pairs.map((pair) =>
    !pair.key.isSkipped && appended.has(pair.key.name) ? { ...pair, key: { ...pair.key, isAppended: true } } : pair,
  );
}

function readKey(text: string): Key | { readonly problem: string } {
  const modifiers = text.match(/[/+*&?]/g) ?? [];
  if (modifiers.length > 1 && modifiers.join("") !== "+/") {
    return { problem: `multiple modifiers are not allowed in key ${quoted(text)}` };
  }
  const modifier = modifiers[0];
  if (modifier === "*" || modifier === "&")
    return { problem: `reference keys such as ${quoted(text)} are not supported` };
  const isPadded = text.endsWith("->");
  const body = isPadded ? text.slice(0, -2) : text;
  const name = modifier === undefined ? body : body.slice(body.indexOf(modifier) + 1);
  const ordered = modifiers.length === 2 || modifier === "/" ? /^(.*?)\/(\d{1,5})$/s.exec(name) : null;
  if (modifier === "/" || (modifiers.length === 2 && (ordered === null || Number(ordered[2]) > 32_767))) {
    return { problem: `the key name could not be determined in ${quoted(text)}` };
  }
  const isSkipped = modifier === "?" || (modifier === undefined && name === "");
  const plain = ordered?.[1] ?? name;
  if (plain === "" && !isSkipped) return { problem: `the key name could not be determined in ${quoted(text)}` };
  const place = ordered === null ? undefined : Number(ordered[2]);
  return { name: plain, isSkipped, isAppended: modifier === "+", place, isPadded };
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

/** The values of the first pairs, in order: as many as were found. */
function matchPairs(text: string, leading: string, pairs: readonly Pair[]): readonly string[] {
  if (text.length <= leading.length || !text.startsWith(leading)) return [];
  const values: string[] = [];
  let pair = 0;
  let start = leading.length;
  let delimiter = pairs[0]!.delimiter;
  while (delimiter !== "") {
    const found = text.indexOf(delimiter, start);
    if (found < 0) return values;
    values.push(text.slice(start, found));
    start = found + delimiter.length;
    while (text.startsWith(delimiter, start)) {
      start += delimiter.length;
      if (pairs[pair]!.key.isPadded) continue;
      // Each further delimiter is the end of an empty value of the next key; the delimiter looked for stays the same.
      if (pair + 1 === pairs.length) break;
      pair++;
      values.push("");
    }
    if (pair + 1 === pairs.length) return values;
    pair++;
    delimiter = pairs[pair]!.delimiter;
    if (start >= text.length && delimiter !== "") return values;
  }
  if (values.length < pairs.length) values.push(text.slice(start));
  return values;
}

/** What was found by key, if every key has a value; order places come behind the others, ties as they stand. */
function gathered(
  values: readonly string[],
  pairs: readonly Pair[],
  keys: readonly string[],
  separator: string,
): ReadonlyMap<string, string> | null {
  if (values.length !== pairs.length) return null;
  const appended = new Map<string, { readonly value: string; readonly place: number }[]>();
  const results = new Map<string, string>();
  for (const [at, { key }] of pairs.entries()) {
    if (key.isSkipped) continue;
    if (!key.isAppended) results.set(key.name, values[at]!);
    else {
      const list = appended.get(key.name) ?? [];
      list.push({ value: values[at]!, place: key.place ?? -1000 + at });
      appended.set(key.name, list);
    }
  }
  for (const [name, list] of appended) {
    results.set(
      name,
      list
        .sort((a, b) => a.place - b.place)
        .map(({ value }) => value)
        .join(separator),
    );
  }
  return results.size === keys.length ? results : null;
}
