/**
 * Whether Kibana reads the text as a date or as date maths: `now-6m`, `now/d`, `2026-03-10T00:00:00Z||+1d`.
 *
 * Units are `ms s m h d w M y`; a step without a number means one; rounding (`/`) takes no number.
 */
export function isDateMath(text: string): boolean {
  if (text.length > 100) return false;
  const parts = /^(now|\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?(?:\|\||$))(.*)$/.exec(text);
  return parts !== null && /^(?:[+-]\d*(?:ms|[smhdwMy])|\/[smhdwMy])*$/.test(parts[2]!);
}

/** Whether the text is a whole number and one of s, m, h, d: a rule's `interval`. */
export function isInterval(text: string): boolean {
  return /^\d{1,15}[smhd]$/.test(text);
}

/** Milliseconds of an ISO date with time and zone, as Kibana writes `expire_time`; undefined for anything else. */
export function parseTimestamp(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
