import type { EsqlType } from "../value.ts";

/**
 * A date as Elasticsearch prints it by default (`strict_date_optional_time`, in nanoseconds for date_nanos): always with
 * milliseconds, `2026-01-31T12:00:05.000Z`; nanoseconds have three to nine digits without trailing zeros.
 */
export function isoDate(value: number | bigint, type: EsqlType): string {
  if (type === "date_nanos") return isoNanos(BigInt(value));
  const date = new Date(Number(value));
  if (Number.isNaN(date.getTime())) return String(value);
  return yearsAsJava(date.toISOString());
}

function isoNanos(nanos: bigint): string {
  const below = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const digits = String(below)
    .padStart(9, "0")
    .replace(/0{1,6}$/, "")
    .padEnd(3, "0");
  const seconds = new Date(Number((nanos - below) / 1_000_000n)).toISOString();
  return `${seconds.slice(0, -5)}.${digits}Z`;
}

/** Years beyond 9999 have a sign and, unlike JavaScript's, no leading zeros; negative ones are filled to four digits. */
function yearsAsJava(text: string): string {
  return text.replace(/^([+-])0*(\d{4,})/, "$1$2");
}
