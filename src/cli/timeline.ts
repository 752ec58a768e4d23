import { utcTime } from "./layout.ts";

const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const steps = [60e3, 5 * 60e3, 15 * 60e3, 3600e3, 6 * 3600e3, 86_400e3, 7 * 86_400e3, 30 * 86_400e3, 365 * 86_400e3];
const names = ["minute", "5 minutes", "15 minutes", "hour", "6 hours", "day", "7 days", "30 days", "365 days"];

/**
 * Alerts over time as one line of bars, oldest first, with what a bar stands for and the zone.
 *
 * Times in any order; the narrowest of a few round bar widths that fits is taken. Empty for no times.
 */
export function timeline(timesMs: readonly number[], width: number): string {
  if (timesMs.length === 0) return "";
  const first = timesMs.reduce((a, b) => Math.min(a, b));
  const last = timesMs.reduce((a, b) => Math.max(a, b));
  const room = Math.max(10, Math.min(60, width - 60));
  const found = steps.findIndex((ms) => Math.floor(last / ms) - Math.floor(first / ms) < room);
  const index = found < 0 ? steps.length - 1 : found;
  const step = steps[index]!;
  const start = Math.floor(first / step);
  const counts = new Array<number>(Math.min(1000, Math.floor(last / step) - start + 1)).fill(0);
  for (const ms of timesMs) {
    const bar = Math.min(counts.length - 1, Math.floor(ms / step) - start);
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  const line = counts.map((n) => (n === 0 ? " " : bars[Math.ceil((n / most) * bars.length) - 1]!)).join("");
  return `${utcTime(first).slice(0, 16)} ${line} ${utcTime(last).slice(0, 16)}   one bar = ${names[index]}, tallest ${most}, UTC`;
}
