import { parseIsoDate } from "../../../ecs/date.ts";
import { chronoFields, dayOfWeek, type Moment, momentOf } from "./dateParts.ts";
import { isoDate } from "./isoDate.ts";

/** A compiled date pattern: epoch nanoseconds to text, and text to epoch milliseconds (undefined where it does not fit). */
export interface DatePattern {
  readonly format: (nanos: bigint) => string;
  readonly parse: (text: string) => number | undefined;
}

export const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const longestPattern = 256;
const longestText = 512;

/**
 * A pattern of Java's `DateTimeFormatter` or the name of one of Elasticsearch's formats, English names, UTC.
 *
 * Known letters: `y u M L d D E a H k K h m s S n A N X x Z z V` and quoted text; a pattern with others is a problem. Texts
 * are read strictly, as Elasticsearch's DateFormatters do: fixed widths, days that exist, nothing left over. What a text
 * does not say is the start of what it does say, and 1970 for a text without a date.
 */
export function compileDatePattern(pattern: string): DatePattern | { readonly problem: string } {
  const named = namedFormats.get(pattern);
  if (typeof named === "object") return named;
  const pieces = readPattern(named ?? pattern);
  if ("problem" in pieces) return pieces;
  return {
    format: (nanos) => formatted(pieces, momentOf(nanos)),
    parse: (text) => (text.length > longestText ? undefined : parsed(pieces, text)),
  };
}

const isoFormat: DatePattern = {
  format: (nanos) => isoDate(Number(nanos / 1_000_000n), "datetime"),
  parse: parseIsoDate,
};

const epoch = (unitNanos: bigint, unitMs: number): DatePattern => ({
  format: (nanos) => String(nanos / unitNanos),
  parse: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) * unitMs : undefined),
});

const namedFormats: ReadonlyMap<string, DatePattern | string> = new Map<string, DatePattern | string>([
  ["strict_date_optional_time", isoFormat],
  ["date_optional_time", isoFormat],
  ["iso8601", isoFormat],
  ["strict_date_optional_time_nanos", { format: (nanos) => isoDate(nanos, "date_nanos"), parse: parseIsoDate }],
  ["epoch_millis", epoch(1_000_000n, 1)],
  ["epoch_second", epoch(1_000_000_000n, 1000)],
  ["basic_date", "yyyyMMdd"],
  ["strict_date", "yyyy-MM-dd"],
  ["date", "yyyy-MM-dd"],
  ["strict_date_time", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"],
  ["date_time", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"],
  ["strict_date_time_no_millis", "yyyy-MM-dd'T'HH:mm:ssXXX"],
  ["date_time_no_millis", "yyyy-MM-dd'T'HH:mm:ssXXX"],
  ["basic_date_time", "yyyyMMdd'T'HHmmss.SSSXX"],
  ["basic_date_time_no_millis", "yyyyMMdd'T'HHmmssXX"],
  ["date_hour_minute_second", "yyyy-MM-dd'T'HH:mm:ss"],
  ["strict_date_hour_minute_second", "yyyy-MM-dd'T'HH:mm:ss"],
  ["year_month", "yyyy-MM"],
  ["strict_year_month", "yyyy-MM"],
  ["year", "yyyy"],
  ["strict_year", "yyyy"],
]);

/** What parsing has found out so far. */
interface Found {
  [field: string]: number;
}

interface Piece {
  readonly format: (moment: Moment) => string;
  /** The offset behind what was read; −1 where the text does not fit. */
  readonly parse: (text: string, at: number, found: Found) => number;
}

function readPattern(pattern: string): readonly Piece[] | { readonly problem: string } {
  if (pattern.length > longestPattern) return { problem: `date pattern longer than ${longestPattern} characters` };
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; ) {
    const character = pattern[at]!;
    if (/[a-zA-Z]/.test(character)) {
      let end = at + 1;
      while (pattern[end] === character) end++;
      const piece = letterPiece(character, end - at, followingDigits(pattern, end));
      if (typeof piece === "string") return { problem: piece };
      pieces.push(piece);
      at = end;
    } else if (character === "'") {
      const end = closingQuote(pattern, at + 1);
      if (end < 0) return { problem: "date pattern ends within quotes" };
      pieces.push(literal(end === at + 1 ? "'" : pattern.slice(at + 1, end).replaceAll("''", "'")));
      at = end + 1;
    } else if ("[]{}#".includes(character)) {
      return { problem: `${character} in a date pattern is not supported` };
    } else {
      pieces.push(literal(character));
      at++;
    }
  }
  return pieces;
}

function closingQuote(pattern: string, from: number): number {
  for (let at = from; at < pattern.length; at++) {
    if (pattern[at] !== "'") continue;
    if (at > from && pattern[at + 1] === "'") at++;
    else return at;
  }
  return -1;
}

/** How many digits the fixed numbers right behind take: a number before them leaves so many ("adjacent values"). */
function followingDigits(pattern: string, from: number): number {
  let digits = 0;
  for (let at = from; at < pattern.length; ) {
    const letter = pattern[at]!;
    let end = at + 1;
    while (pattern[end] === letter) end++;
    const width = end - at;
    const isFixed = width === 2 && "MdHhKkms".includes(letter);
    if (!isFixed && letter !== "S") break;
    digits += width;
    at = end;
  }
  return digits;
}

function literal(text: string): Piece {
  return {
    format: () => text,
    parse: (input, at) => (input.startsWith(text, at) ? at + text.length : -1),
  };
}

const numberLetters: Readonly<Record<string, string>> = {
  M: "MONTH_OF_YEAR",
  L: "MONTH_OF_YEAR",
  d: "DAY_OF_MONTH",
  D: "DAY_OF_YEAR",
  H: "HOUR_OF_DAY",
  k: "CLOCK_HOUR_OF_DAY",
  K: "HOUR_OF_AMPM",
  h: "CLOCK_HOUR_OF_AMPM",
  m: "MINUTE_OF_HOUR",
  s: "SECOND_OF_MINUTE",
  n: "NANO_OF_SECOND",
  A: "MILLI_OF_DAY",
  N: "NANO_OF_DAY",
};

function letterPiece(letter: string, width: number, following: number): Piece | string {
  switch (letter) {
    case "y":
    case "u":
      return yearPiece(width, following);
    case "E":
      return width === 5 ? unsupported(letter, width) : namePiece("DAY_OF_WEEK", dayNames, width === 4);
    case "a":
      return namePiece("AMPM_OF_DAY", ["AM", "PM"], true, 0);
    case "S":
      return fractionPiece(width);
    case "X":
    case "x":
    case "Z":
      return offsetPiece(letter, width);
    case "z":
    case "V":
      return zonePiece();
    default: {
      const field = numberLetters[letter];
      if (field === undefined) return unsupported(letter, width);
      if ((letter === "M" || letter === "L") && width > 2) {
        return width === 5 ? unsupported(letter, width) : namePiece(field, monthNames, width === 4);
      }
      return numberPiece(field, width, following);
    }
  }
}

function unsupported(letter: string, width: number): string {
  return `${letter.repeat(width)} in a date pattern is not supported`;
}

function numberPiece(field: string, width: number, following: number): Piece {
  const read = chronoFields.get(field)!;
  return {
    format: (moment) => String(read(moment)).padStart(width, "0"),
    parse: (text, at, found) => {
      const most = width === 1 ? 19 : width;
      return digits(text, at, width, most, width === 1 ? following : 0, field, found);
    },
  };
}

/** Reads `least` to `most` digits but leaves `reserved` for what follows. */
function digits(
  text: string,
  at: number,
  least: number,
  most: number,
  reserved: number,
  field: string,
  found: Found,
): number {
  let end = at;
  while (end < text.length && end - at < most && isDigit(text.charCodeAt(end))) end++;
  if (reserved > 0) {
    let run = end;
    while (run < text.length && isDigit(text.charCodeAt(run))) run++;
    end = Math.min(end, Math.max(at + least, run - reserved));
  }
  if (end - at < least) return -1;
  found[field] = Number(text.slice(at, end));
  return end;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** `yy` is within 2000 to 2099; others have at least so many digits, more with a sign only if four or wider. */
function yearPiece(width: number, following: number): Piece {
  if (width === 2) {
    return {
      format: ({ year }) => String(((year % 100) + 100) % 100).padStart(2, "0"),
      parse: (text, at, found) => {
        const end = digits(text, at, 2, 2, 0, "YEAR", found);
        if (end >= 0) found["YEAR"]! += 2000;
        return end;
      },
    };
  }
  return {
    format: ({ year }) =>
      `${year < 0 ? "-" : year > 9999 && width >= 4 ? "+" : ""}${String(Math.abs(year)).padStart(width, "0")}`,
    parse: (text, at, found) => {
      const sign = text[at] === "-" ? -1 : 1;
      const start = text[at] === "-" || (text[at] === "+" && width >= 4) ? at + 1 : at;
      const end = digits(
        text,
        start,
        width,
        start > at ? 9 : Math.max(width, width < 4 ? 9 : 4),
        following,
        "YEAR",
        found,
      );
      if (end >= 0) found["YEAR"]! *= sign;
      return end;
    },
  };
}

function namePiece(field: string, names: readonly string[], full: boolean, first = 1): Piece {
  const shown = full ? names : names.map((name) => name.slice(0, 3));
  const read = chronoFields.get(field)!;
  return {
    format: (moment) => shown[Number(read(moment)) - first]!,
    parse: (text, at, found) => {
      const index = shown.findIndex((name) => text.startsWith(name, at));
      if (index < 0) return -1;
      found[field] = index + first;
      return at + shown[index]!.length;
    },
  };
}

function fractionPiece(width: number): Piece | string {
  if (width > 9) return "a fraction of a second has at most nine digits";
  return {
    format: ({ nanoOfDay }) =>
      String(nanoOfDay % 1_000_000_000n)
        .padStart(9, "0")
        .slice(0, width),
    parse: (text, at, found) => {
      const end = digits(text, at, width, width, 0, "fraction", found);
      if (end >= 0) found["NANO_OF_SECOND"] = Number(text.slice(at, end).padEnd(9, "0"));
      return end;
    },
  };
}

const offsetForms: Readonly<Record<string, { readonly utc: string; readonly form: RegExp }>> = {
  X: { utc: "Z", form: /^(?:Z|[+-]\d\d(?:\d\d)?)/ },
  XX: { utc: "Z", form: /^(?:Z|[+-]\d{4})/ },
  XXX: { utc: "Z", form: /^(?:Z|[+-]\d\d:\d\d)/ },
  XXXX: { utc: "Z", form: /^(?:Z|[+-]\d{4}(?:\d\d)?)/ },
  XXXXX: { utc: "Z", form: /^(?:Z|[+-]\d\d:\d\d(?::\d\d)?)/ },
  x: { utc: "+00", form: /^[+-]\d\d(?:\d\d)?/ },
  xx: { utc: "+0000", form: /^[+-]\d{4}/ },
  xxx: { utc: "+00:00", form: /^[+-]\d\d:\d\d/ },
  Z: { utc: "+0000", form: /^[+-]\d{4}/ },
  ZZ: { utc: "+0000", form: /^[+-]\d{4}/ },
  ZZZ: { utc: "+0000", form: /^[+-]\d{4}/ },
  ZZZZZ: { utc: "Z", form: /^(?:Z|[+-]\d\d:\d\d(?::\d\d)?)/ },
};

function offsetPiece(letter: string, width: number): Piece | string {
  const known = offsetForms[letter.repeat(width)];
  if (known === undefined) return unsupported(letter, width);
  return {
    format: () => known.utc,
    parse: (text, at, found) => {
      const offset = known.form.exec(text.slice(at, at + 9))?.[0];
      if (offset === undefined) return -1;
      found["OFFSET_SECONDS"] = offsetSeconds(offset);
      return at + offset.length;
    },
  };
}

function offsetSeconds(offset: string): number {
  if (offset === "Z") return 0;
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).replaceAll(":", "").match(/\d\d/g)!.map(Number);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}

/** Zone names: UTC and GMT alone or with an offset; the rules of other zones are not known here. */
function zonePiece(): Piece {
  return {
    format: () => "Z",
    parse: (text, at, found) => {
      const zone = /^(?:UTC|GMT|Z)?(?:[+-]\d\d?(?::?\d\d)?)?/.exec(text.slice(at, at + 12))![0];
      if (zone === "") return -1;
      const offset = zone.replace(/^(?:UTC|GMT|Z)/, "").replace(/^([+-])(\d)$/, "$10$2");
      found["OFFSET_SECONDS"] = offset === "" ? 0 : offsetSeconds(offset);
      return at + zone.length;
    },
  };
}

function formatted(pieces: readonly Piece[], moment: Moment): string {
  return pieces.map((piece) => piece.format(moment)).join("");
}

function parsed(pieces: readonly Piece[], text: string): number | undefined {
  const found: Found = {};
  let at = 0;
  for (const piece of pieces) {
    at = piece.parse(text, at, found);
    if (at < 0) return undefined;
  }
  return at === text.length ? resolved(found) : undefined;
}

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  MONTH_OF_YEAR: [1, 12],
  DAY_OF_MONTH: [1, 31],
  DAY_OF_YEAR: [1, 366],
  HOUR_OF_DAY: [0, 23],
  CLOCK_HOUR_OF_DAY: [1, 24],
  HOUR_OF_AMPM: [0, 11],
  CLOCK_HOUR_OF_AMPM: [1, 12],
  MINUTE_OF_HOUR: [0, 59],
  SECOND_OF_MINUTE: [0, 59],
  OFFSET_SECONDS: [-64_800, 64_800],
};

/** What was found as epoch milliseconds; undefined where its parts contradict the calendar or one another. */
function resolved(found: Found): number | undefined {
  for (const [field, [least, most]] of Object.entries(ranges)) {
    const value = found[field];
    if (value !== undefined && (value < least || value > most)) return undefined;
  }
  const year = found["YEAR"] ?? 1970;
  const date = new Date(0);
  if (found["DAY_OF_YEAR"] !== undefined) date.setUTCFullYear(year, 0, found["DAY_OF_YEAR"]);
  else {
    const [month, day] = [found["MONTH_OF_YEAR"] ?? 1, found["DAY_OF_MONTH"] ?? 1];
    date.setUTCFullYear(year, month - 1, day);
    if (date.getUTCDate() !== day) return undefined;
  }
  if (date.getUTCFullYear() !== year) return undefined;
  const weekday = found["DAY_OF_WEEK"];
  if (weekday !== undefined && dayOfWeek(momentOf(BigInt(date.getTime()) * 1_000_000n)) !== weekday) return undefined;
  const seconds = hourOf(found) * 3600 + (found["MINUTE_OF_HOUR"] ?? 0) * 60 + (found["SECOND_OF_MINUTE"] ?? 0);
  const below = Math.floor((found["NANO_OF_SECOND"] ?? 0) / 1_000_000);
  const ms = date.getTime() + (seconds - (found["OFFSET_SECONDS"] ?? 0)) * 1000 + below;
  return Number.isFinite(ms) ? ms + (found["MILLI_OF_DAY"] ?? 0) : undefined;
}

function hourOf(found: Found): number {
  const half = (found["AMPM_OF_DAY"] ?? 0) * 12;
  const clock = found["CLOCK_HOUR_OF_AMPM"];
  if (clock !== undefined) return (clock % 12) + half;
  if (found["HOUR_OF_AMPM"] !== undefined) return found["HOUR_OF_AMPM"] + half;
  const clockOfDay = found["CLOCK_HOUR_OF_DAY"];
  return clockOfDay !== undefined ? clockOfDay % 24 : (found["HOUR_OF_DAY"] ?? 0);
}
