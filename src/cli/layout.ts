/** Cuts a text to a width in characters, the cut shown by `…`; already escaped text only. */
export function fit(text: string, width: number): string {
  // Of the characters there are no more than of their units.
  if (text.length <= width) return text;
  const characters = [...text];
  if (characters.length <= width) return text;
  return width <= 1 ? "…".slice(0, Math.max(0, width)) : `${characters.slice(0, width - 1).join("")}…`;
}

/** Cuts or pads to exactly a width. */
export function column(text: string, width: number): string {
  const cut = fit(text, width);
  return cut + " ".repeat(Math.max(0, width - characterCount(cut)));
}

/** How many code points a text has, a lone surrogate being one. */
export function characterCount(text: string): number {
  return text.length - (text.match(surrogatePairs)?.length ?? 0);
}

const surrogatePairs = /[\ud800-\udbff][\udc00-\udfff]/g;

/** `1,234,567`. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `3 files`, `1 file`. */
export function plural(value: number, noun: string, many = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : many}`;
}

/** `501.8 MB`; decimal units, as disks and AWS count. */
export function byteSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** `2026-03-10 02:14:07`, UTC. */
export function utcTime(atMs: number): string {
  if (!Number.isFinite(atMs)) return "–";
  const wholeMs = Math.trunc(atMs);
  const day = Math.floor(wholeMs / dayMs);
  if (day !== lastDay.number) lastDay = { number: day, text: new Date(wholeMs).toISOString().slice(0, 10) };
  const second = Math.floor((wholeMs - day * dayMs) / 1000);
  return `${lastDay.text} ${twoDigits[Math.floor(second / 3600)]}:${twoDigits[Math.floor(second / 60) % 60]}:${twoDigits[second % 60]}`;
}

const dayMs = 86_400_000;
/** Most lines are of the same day as the one before. */
let lastDay = { number: Number.NaN, text: "" };
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

const timeUnits = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

/** `1h 1m`, `500ms`: exact, each unit that counts. */
export function durationText(ms: number): string {
  let rest = Math.abs(ms);
  const parts: string[] = [];
  for (const [unit, size] of timeUnits) {
    const whole = Math.trunc(rest / size);
    if (whole > 0) parts.push(`${whole}${unit}`);
    rest -= whole * size;
  }
  return parts.length === 0 ? "0s" : `${ms < 0 ? "-" : ""}${parts.join(" ")}`;
}
