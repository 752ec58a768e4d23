import { parseDuration } from "../text/duration.ts";
import { UsageError } from "./exitCode.ts";

/**
 * Epoch milliseconds of a `--from` or `--to`: an ISO 8601 date or time (UTC unless it names a zone), or `now-7d`.
 *
 * @throws UsageError for anything else
 */
export function parseTime(flag: string, text: string, nowMs: number): number {
  const relative = /^now(?:-(\d+(?:ms|s|m|h|d)))?$/.exec(text);
  if (relative !== null) {
    const back = relative[1] === undefined ? 0 : parseDuration(relative[1]);
    if (back !== undefined) return nowMs - back;
  }
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  const atMs = iso === null ? Number.NaN : Date.parse(`${iso[1]}T${iso[2] ?? "00:00"}${iso[3] ?? "Z"}`);
  const isSameDay =
    iso !== null && !Number.isNaN(atMs) && new Date(`${iso[1]}T00:00Z`).toISOString().startsWith(iso[1]!);
  if (!isSameDay) {
    throw new UsageError(`--${flag} ${text}: not a time`, "write 2026-03-10, 2026-03-10T02:14:07Z or now-7d");
  }
  return atMs;
}

export interface RangeFlags {
  readonly from?: string;
  readonly to?: string;
}

/**
 * The range of `--from` and `--to`, epoch milliseconds, from inclusive.
 *
 * @throws UsageError for what is no time, or no range
 */
export function timeRange(flags: RangeFlags, nowMs: number): { fromMs?: number; toMs?: number } {
  const fromMs = flags.from === undefined ? undefined : parseTime("from", flags.from, nowMs);
  const toMs = flags.to === undefined ? undefined : parseTime("to", flags.to, nowMs);
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs)
    throw new UsageError("--from is not before --to", "swap them, or leave one out");
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
}
