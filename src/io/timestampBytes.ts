const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Epoch milliseconds of the `YYYY-MM-DDTHH:MM:SSZ` written at `start`, the only form CloudTrail writes; NaN for any
 * other form or an impossible date, which the normaliser then looks at.
 */
export function readTimestamp(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 20) return Number.NaN;
  const year = number(bytes, start, 4);
  const month = number(bytes, start + 5, 2);
  const day = number(bytes, start + 8, 2);
  const hour = number(bytes, start + 11, 2);
  const minute = number(bytes, start + 14, 2);
  const second = number(bytes, start + 17, 2);
  const isWritten =
    bytes[start + 4] === 0x2d &&
    bytes[start + 7] === 0x2d &&
    bytes[start + 10] === 0x54 &&
    bytes[start + 13] === 0x3a &&
    bytes[start + 16] === 0x3a &&
    bytes[start + 19] === 0x5a;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const isPossible =
    year >= 1 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn[month - 1]! + (month === 2 && isLeap ? 1 : 0) &&
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second < 60;
  if (!isWritten || !isPossible) return Number.NaN;
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const days = before * 365 + leapDays + daysBefore[month - 1]! + (month > 2 && isLeap ? 1 : 0) + day - 1 - daysToEpoch;
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

/** Days from 0001-01-01 to 1970-01-01. */
const daysToEpoch = 719_162;

/** −1 when one of the bytes is no digit. */
function number(bytes: Uint8Array, start: number, length: number): number {
  let value = 0;
  for (let i = start; i < start + length; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
