import { javaDouble } from "../../../ecs/javaNumber.ts";
import type { GeoPoint } from "../value.ts";

const number = "([+-]?(?:\\d{1,20}\\.?\\d{0,20}|\\.\\d{1,20})(?:[eE][+-]?\\d{1,3})?)";
const wellKnown = new RegExp(`^\\s{0,9}POINT\\s{0,9}\\(\\s{0,9}${number}\\s{1,9}${number}\\s{0,9}\\)\\s{0,9}$`, "i");

/** The point of `POINT(lon lat)` (well-known text); nothing for other shapes, or beyond 180 and 90 degrees. */
export function readPoint(text: string): GeoPoint | undefined {
  const parts = text.length > 200 ? null : wellKnown.exec(text);
  if (parts === null) return undefined;
  const point = { lon: Number(parts[1]), lat: Number(parts[2]) };
  return Math.abs(point.lon) <= 180 && Math.abs(point.lat) <= 90 ? point : undefined;
}

/** The point as `POINT (lon lat)`, numbers as Java prints them. */
export function printPoint({ lon, lat }: GeoPoint): string {
  return `POINT (${javaDouble(lon)} ${javaDouble(lat)})`;
}
