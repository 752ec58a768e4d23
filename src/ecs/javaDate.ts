/** Whether a date is counted in milliseconds (`date`) or nanoseconds (`date_nanos`). */
export type DateUnit = "milliseconds" | "nanoseconds";

/**
 * A moment as Java prints it in UTC (`ZonedDateTime.toString`): seconds and their fraction are left out where they are
 * zero, and a fraction has three, six or nine digits: `2026-01-31T12:00Z`, `2026-01-31T12:00:05.250Z`.
 *
 * It is what a date is to a function in an Elasticsearch script (ScriptDocValues.Dates).
 */
export function javaDateText(value: number | bigint, unit: DateUnit): string {
  const nanos = unit === "nanoseconds" ? BigInt(value) : BigInt(Math.trunc(Number(value))) * 1_000_000n;
  const belowSecond = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const date = new Date(Number((nanos - belowSecond) / 1_000_000n));
  if (Number.isNaN(date.getTime())) return String(value);
  const day = `${yearText(date.getUTCFullYear())}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const minute = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return `${day}T${minute}${secondText(date.getUTCSeconds(), belowSecond)}Z`;
}

function yearText(year: number): string {
  if (year > 9999) return `+${year}`;
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
}

function secondText(second: number, nanos: bigint): string {
  if (nanos === 0n) return second === 0 ? "" : `:${two(second)}`;
  const digits = String(nanos)
    .padStart(9, "0")
    .replace(/(?:0{6}|0{3})$/, "");
  return `:${two(second)}.${digits}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
