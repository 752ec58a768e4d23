import type { GeoPoint } from "../value.ts";
import type { ScalarFunction } from "./scalarFunction.ts";
import { always, parameter } from "./types.ts";

const point = ["geo_point"] as const;

/** Functions on points. */
export const spatialFunctions: readonly ScalarFunction[] = [
  {
    name: "st_distance",
    kind: "single",
    parameters: [parameter("geomA", point), parameter("geomB", point)],
    resultType: always("double"),
    evaluate: ([a, b]) => distance(a as GeoPoint, b as GeoPoint),
    source: "esql/_snippets/functions/description/st_distance.md; GeoDistance.ARC, Lucene's SloppyMath.haversinMeters",
  },
  coordinate("st_x", ({ lon }) => lon),
  coordinate("st_y", ({ lat }) => lat),
];

function coordinate(name: string, of: (at: GeoPoint) => number): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [parameter("point", point)],
    resultType: always("double"),
    evaluate: ([value]) => of(value as GeoPoint),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

/** Lucene's mean radius of the earth, metres. */
const earthRadius = 6_371_008.7714;

/**
 * Metres along the great circle, by the haversine of the angle.
 *
 * Lucene's sines come from tables, so Elasticsearch's last digits can differ; by less than a millimetre a kilometre.
 */
function distance(a: GeoPoint, b: GeoPoint): number {
  const [latA, latB] = [radians(a.lat), radians(b.lat)];
  const twice = 1 - Math.cos(latA - latB) + Math.cos(latA) * Math.cos(latB) * (1 - Math.cos(radians(a.lon - b.lon)));
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(twice * 0.5)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
