import { parseIsoDate } from "./date.ts";

const unitsMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  H: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const step = /([+-])(\d{0,6})([yMwdhHms])|\/([yMwdhHms])/y;
const longest = 100;

/**
 * Epoch milliseconds of Elasticsearch's date mathematics (`now-1d/d`, `2026-01-01||+1M`), or undefined if it is none or
 * lies outside of what dates can be; `up` rounds to the last millisecond of a unit instead of the first (JavaDateMathParser).
 */
export function dateMathMs(text: string, nowMs: number, up: boolean): number | undefined {
  if (text.length > longest) return undefined;
  const bar = text.indexOf("||");
  const startMs = text.startsWith("now") ? nowMs : bar < 0 ? undefined : parseIsoDate(text.slice(0, bar));
  if (startMs === undefined) return undefined;
  let ms = startMs;
  let at = text.startsWith("now") ? 3 : bar + 2;
  while (at < text.length) {
    step.lastIndex = at;
    const match = step.exec(text);
    if (match === null) return undefined;
    at = step.lastIndex;
    const [, sign, count, unit, rounded] = match;
    ms =
      rounded === undefined
        ? moved(ms, `${unit}`, Number(`${sign}${count === "" ? 1 : count}`))
        : round(ms, rounded, up);
    if (!Number.isFinite(ms)) return undefined;
  }
  return ms;
}

/** Months keep the day, or take the month's last. */
function moved(ms: number, unit: string, count: number): number {
  const unitMs = unitsMs[unit];
  if (unitMs !== undefined) return ms + count * unitMs;
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count * (unit === "y" ? 12 : 1));
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, lastDay));
}

function round(ms: number, unit: string, up: boolean): number {
  const first = floor(ms, unit);
  return up ? moved(first, unit, 1) - 1 : first;
}

/** Weeks begin on Monday; the first of the epoch was a Thursday. */
function floor(ms: number, unit: string): number {
  if (unit === "w") return Math.floor((ms + 3 * 86_400_000) / 604_800_000) * 604_800_000 - 3 * 86_400_000;
  const unitMs = unitsMs[unit];
  if (unitMs !== undefined) return Math.floor(ms / unitMs) * unitMs;
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), unit === "y" ? 0 : date.getUTCMonth(), 1);
}
