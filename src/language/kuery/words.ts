/**
 * Words as Elasticsearch's `standard` analyser makes them (UAX #29), for texts of ASCII: runs of letters, digits and
 * underscores; a single `.`, `'` or `:` between letters, or `.`, `,`, `;` or `'` between digits joins them to one.
 *
 * Beyond ASCII every character counts as a letter here, so a word next to, say, a long dash is not found.
 */
const word = /[A-Za-z0-9_]+(?:(?:(?<=[A-Za-z])[.':](?=[A-Za-z])|(?<=[0-9])[.,;'](?=[0-9]))[A-Za-z0-9_]+)*/g;
const notAscii = /[^\0-\x7f]/;

/** The words of a query's text, or undefined where they are not sure to be those that Elasticsearch makes. */
export function wordsOf(text: string): string[] | undefined {
  return notAscii.test(text) ? undefined : (text.match(word) ?? []);
}

const beyond = "\u0080-\u{10ffff}";
const inWords = `A-Za-z0-9_${beyond}`;
const letters = `A-Za-z${beyond}`;
/** By the class of the character next to it: what joins, and what it joins to. */
const joints = {
  letter: { marks: "\\.':", kind: letters },
  digit: { marks: "\\.,;'", kind: "0-9" },
} as const;

/** A Lucene regular expression, to be matched without regard to case, for texts in which the words follow each other. */
export function phraseRegex(words: readonly string[]): string {
  const quoted = words.map((one) => one.replace(/[^A-Za-z0-9_]/g, "\\$&"));
  let regex = before(classOf(words[0]!.charAt(0)));
  for (const [at, one] of quoted.entries()) {
    if (at > 0) regex += between(words[at - 1]!, words[at]!);
    regex += one;
  }
  return regex + after(classOf(words.at(-1)!.slice(-1)));
}

function classOf(character: string): keyof typeof joints | undefined {
  if (/[A-Za-z]/.test(character)) return "letter";
  return /[0-9]/.test(character) ? "digit" : undefined;
}

function before(first: keyof typeof joints | undefined): string {
  if (first === undefined) return `(.*[^${inWords}])?`;
  const { marks, kind } = joints[first];
  return `((.*[^${inWords}${marks}])?|(.*[^${kind}])?[${marks}])`;
}

function after(last: keyof typeof joints | undefined): string {
  if (last === undefined) return `([^${inWords}].*)?`;
  const { marks, kind } = joints[last];
  return `(([^${inWords}${marks}].*)?|[${marks}]([^${kind}].*)?)`;
}

function between(left: string, right: string): string {
  const last = classOf(left.slice(-1));
  const isJoinable = last !== undefined && last === classOf(right.charAt(0));
  const one = isJoinable ? `[^${inWords}${joints[last].marks}]` : `[^${inWords}]`;
  return `(${one}|[^${inWords}][^${inWords}]+)`;
}

/** Lucene refuses longer ones. */
export const longestRegex = 1000;

/**
 * As {@link phraseRegex} for one word given by its pieces between stars; `"never"` if no word is like that, for it would be
 * cut within a piece; undefined where that is not sure: beyond ASCII, and for a star between two pieces.
 */
export function wordPatternRegex(pieces: readonly string[]): readonly string[] | "never" | undefined {
  const texts = pieces.filter((piece) => piece !== "");
  if (texts.some((text) => notAscii.test(text))) return undefined;
  if (texts.some((text) => !canBeWithin(text))) return "never";
  const [text] = texts;
  if (text === undefined) return [`.*[${inWords}].*`];
  if (texts.length > 1) return undefined;
  const [opensWithStar, endsWithStar] = [pieces[0] === "", pieces.at(-1) === ""];
  const start = opensWithStar ? `.*${kindAround(text[0]!, text[1])}` : before(classOf(text[0]!));
  const end = endsWithStar ? `${kindAround(text.at(-1)!, text.at(-2))}.*` : after(classOf(text.at(-1)!));
  if (classOf(text[0]!) === undefined && text[0] !== "_" && !opensWithStar) return "never";
  if (classOf(text.at(-1)!) === undefined && !text.endsWith("_") && !endsWithStar) return "never";
  const regex = start + text.replace(/[^A-Za-z0-9_]/g, "\\$&") + end;
  return regex.length > longestRegex ? undefined : [regex];
}

/** Whether a text, more of a word allowed on both sides, can be in one word. */
function canBeWithin(text: string): boolean {
  const [found] = `a${text}a`.match(word) ?? [];
  const [numeric] = `1${text}1`.match(word) ?? [];
  const [left] = `a${text}1`.match(word) ?? [];
  const [right] = `1${text}a`.match(word) ?? [];
  return [found, numeric, left, right].some((one) => one?.length === text.length + 2);
}

/** What must stand beyond a mark at a piece's edge, so that it joins. */
function kindAround(edge: string, inner: string | undefined): string {
  if (/[A-Za-z0-9_]/.test(edge)) return "";
  const kind = classOf(inner ?? "");
  return kind === undefined ? `[${letters}0-9]` : `[${joints[kind].kind}]`;
}
