/**
 * Epoch milliseconds of a date as Elasticsearch's default format reads it
 * (`strict_date_optional_time||epoch_millis`); fractions are cut to milliseconds, no zone means UTC.
 */
export function parseDate(text: string): number | undefined {
  const ms = parseIsoDate(text);
  if (ms !== undefined || text.length > 64) return ms;
  return /^-?\d{1,18}(\.\d{1,9})?$/.test(text) ? Math.trunc(Number(text)) : undefined;
}

/**
 * Epoch nanoseconds of a date as a `date_nanos` field reads it (`strict_date_optional_time_nanos||epoch_millis`);
 * undefined outside of what it can hold, the years 1970 to 2262 (Elasticsearch reference, date_nanos).
 */
export function parseDateNanos(text: string): bigint | undefined {
  const ms = parseDate(text);
  if (ms === undefined) return undefined;
  const nanos = BigInt(ms) * 1_000_000n + BigInt(belowMillisecond(text));
  return nanos >= 0n && nanos < 2n ** 63n ? nanos : undefined;
}

/** The nanoseconds of a date after its last whole millisecond. */
function belowMillisecond(text: string): number {
  const iso = isoForm.exec(text)?.[7];
  const fraction = iso === undefined ? /^\d+\.(\d{1,6})/.exec(text)?.[1] : iso.slice(3);
  return fraction === undefined ? 0 : Number(fraction.padEnd(6, "0"));
}

/** Epoch milliseconds of an ISO 8601 date, of which a time, and of a time a zone, may be missing. */
export function parseIsoDate(text: string): number | undefined {
  const parts = text.length > 64 ? null : isoForm.exec(text);
  return parts === null ? undefined : isoMs(parts);
}

const isoForm =
  /^([+-]\d{5,9}|\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?)?)?$/;

function isoMs(parts: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((at) =>
    Number(parts[at] ?? (at < 4 ? 1 : 0)),
  );
  const fraction = Number((parts[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const offset = offsetMs(parts[8]);
  if (offset === undefined || hour! > 23 || minute! > 59 || second! > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  // A day that the month does not have would run over into the next.
  if (date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day!) return undefined;
  const ms = date.setUTCHours(hour!, minute!, second!, fraction) - offset;
  return Number.isFinite(ms) ? ms : undefined;
}

function offsetMs(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === "Z") return 0;
  const [hours = 0, minutes = 0, seconds = 0] = zone.slice(1).replaceAll(":", "").match(/\d\d/g)!.map(Number);
  // java.time.ZoneOffset goes to eighteen hours.
  if (hours > 18 || minutes > 59 || seconds > 59) return undefined;
  return (zone.startsWith("-") ? -1000 : 1000) * (hours * 3600 + minutes * 60 + seconds);
}
