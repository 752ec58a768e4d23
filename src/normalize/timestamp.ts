import { parseIsoDate } from "../ecs/date.ts";

/** The last millisecond of year 9999, beyond which ISO dates take another form. */
const latest = 253_402_300_799_999;

/** Epoch milliseconds of an ISO 8601 time in years 0 to 9999, cut to milliseconds; no zone means UTC. */
export function parseIsoTimestamp(text: string): number | undefined {
  const ms = parseIsoDate(text);
  return ms === undefined || ms > latest || ms < -62_167_219_200_000 ? undefined : ms;
}

/** The form in which documents hold times: `2026-03-10T02:14:07.000Z`. */
export function printTimestamp(ms: number): string {
  return new Date(ms).toISOString();
}
