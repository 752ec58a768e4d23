import { compareIp, type IpAddress, parseIp } from "../../../predicate/ip.ts";
import { compareCodePoints, compareNumbers } from "../../../predicate/value.ts";
import { compareVersions } from "../../../predicate/version.ts";
import type { EsqlType, GeoPoint, Single } from "../value.ts";

/**
 * Orders two values of comparable types: less than, equal to or greater than zero.
 *
 * Numbers by their exact value whatever their types, dates by time (date and date_nanos mixed), strings by code points
 * (which is the order of UTF-8 bytes), addresses by their 128 bits (IPv4 as mapped IPv6), versions by the rules of the
 * `version` field, false before true, points by longitude and latitude.
 */
export function compareSingles(a: Single, b: Single, typeA: EsqlType, typeB: EsqlType = typeA): number {
  if (typeA === "ip") return compareAddresses(a as string, b as string);
  if (typeA === "version") return compareVersions(a as string, b as string);
  if (typeof a === "string") return compareCodePoints(a, b as string);
  if (typeof a === "boolean") return Number(a) - Number(b);
  if (typeof a === "object") return comparePoints(a as GeoPoint, b as GeoPoint);
  if (typeA !== typeB && (typeA === "date_nanos" || typeB === "date_nanos")) {
    return compareNumbers(nanosOf(a, typeA), nanosOf(b as number, typeB));
  }
  return compareNumbers(a, b as number | bigint);
}

/** Epoch nanoseconds of a date of either type. */
export function nanosOf(value: number | bigint, type: EsqlType): bigint {
  return type === "date_nanos" ? BigInt(value) : BigInt(Math.trunc(Number(value))) * 1_000_000n;
}

/** Text that two values of one type share exactly when they are equal. */
export function keyOf(value: Single, type: EsqlType): string {
  if (typeof value === "object") return "lon" in value ? `${value.lon} ${value.lat}` : JSON.stringify(value);
  if (type === "double") return String((value as number) + 0);
  return String(value);
}

function compareAddresses(a: string, b: string): number {
  const left = parseIp(a);
  const right = parseIp(b);
  if (left === undefined || right === undefined) return compareCodePoints(a, b);
  return compareIp(left as IpAddress, right as IpAddress);
}

function comparePoints(a: GeoPoint, b: GeoPoint): number {
  return a.lon - b.lon || a.lat - b.lat;
}
