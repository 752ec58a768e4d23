import { parseIsoTimestamp } from "./timestamp.ts";

/** `M/d/yyyy h:mm:ss a`, the same with an offset, and `M/d/yyyy H:mm:ss`. */
const slashForm = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d)(?: (AM|PM)(?: (Z|[+-]\d\d:\d\d))?)?$/;

/** ISO 8601 but for a single-digit hour. */
const shortHourForm = /^(\d{4}-\d\d-\d\dT)(\d:\d\d:\d\d\.\d{3}Z)$/;

/**
 * Epoch milliseconds of a record's `time` in the forms that the activity log pipeline accepts (ecs-mapping facts §2);
 * undefined for any other text. Without an offset the time is UTC.
 */
export function parseAzureTimestamp(text: string): number | undefined {
  const slashed = slashForm.exec(text);
  if (slashed !== null) return slashMs(slashed);
  const short = shortHourForm.exec(text);
  return parseIsoTimestamp(short === null ? text : `${short[1]}0${short[2]}`);
}

function slashMs([, month = "", day = "", year, hour = "", minute, second, half, zone]: RegExpExecArray) {
  const hours = hourOfDay(Number(hour), half);
  if (hours === undefined) return undefined;
  const pad = (part: string) => part.padStart(2, "0");
  return parseIsoTimestamp(`${year}-${pad(month)}-${pad(day)}T${pad(String(hours))}:${minute}:${second}${zone ?? "Z"}`);
}

/** The hour from 0 to 23; with AM or PM the clock shows 1 to 12. */
function hourOfDay(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  return hour >= 1 && hour <= 12 ? (hour % 12) + (half === "PM" ? 12 : 0) : undefined;
}
