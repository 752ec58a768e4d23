import { type AsnResponse, type CityResponse, Reader } from "mmdb-lib";
import { parseAddress, printAddress } from "../ecs/address.ts";
import { type EcsObject, emptyObject } from "../ecs/value.ts";
import type { GeoLookup } from "./record.ts";

/** The bytes of MaxMind databases that the user brings; GeoLite2's licence forbids us to ship them. */
export interface GeoDatabases {
  readonly city?: Uint8Array;
  readonly asn?: Uint8Array;
}

/**
 * Looks addresses up as Elasticsearch's `geoip` processor does: `geo` with names in English, `as` with the number and
 * the organisation's name; nothing for private and other special addresses, or for what is no address.
 *
 * Never throws: a database that cannot be read answers nothing. Ask {@link identifyGeoDatabase} before opening one.
 */
export function openGeo({ city, asn }: GeoDatabases): GeoLookup {
  const cities = city && openReader<CityResponse>(city);
  const systems = asn && openReader<AsnResponse>(asn);
  return (address) => {
    const bytes = parseAddress(address);
    if (bytes === undefined || isSpecial(bytes)) return undefined;
    const printed = printAddress(bytes);
    const place = cities && describe(cities, printed, describePlace);
    const system = systems && describe(systems, printed, describeSystem);
    if (place === undefined && system === undefined) return undefined;
    return { ...(place && { geo: place }), ...(system && { as: system }) };
  };
}

/** As which of {@link GeoDatabases} a database serves, or why as neither: lower case without full stop. */
export type GeoDatabaseIdentity =
  | { readonly kind: keyof GeoDatabases }
  | { readonly kind: "unusable"; readonly problem: string };

/** Reads what a database says of itself; `problem` may quote it, so escape it for a terminal. Never throws. */
export function identifyGeoDatabase(database: Uint8Array): GeoDatabaseIdentity {
  const reader = openReader(database);
  if (reader === undefined) return { kind: "unusable", problem: "not a MaxMind database, or a damaged one" };
  const type = String(reader.metadata.databaseType);
  if (/ASN|ISP/i.test(type)) return { kind: "asn" };
  if (/City|Country/i.test(type)) return { kind: "city" };
  return { kind: "unusable", problem: `neither a City nor an ASN database but of type ${type.slice(0, 64)}` };
}

function openReader<T extends CityResponse | AsnResponse>(bytes: Uint8Array): Reader<T> | undefined {
  try {
    return new Reader<T>(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    return undefined;
  }
}

/** A damaged database makes the reader throw or answer something odd, which counts as nothing found. */
function describe<T extends CityResponse | AsnResponse>(
  reader: Reader<T>,
  address: string,
  print: (response: T) => EcsObject | undefined,
): EcsObject | undefined {
  try {
    const response = reader.get(address);
    return response === null ? undefined : print(response);
  } catch {
    return undefined;
  }
}

function describePlace({ continent, country, subdivisions, city, location }: CityResponse): EcsObject | undefined {
  const region = subdivisions?.at(-1);
  const regionCode = country?.iso_code && region?.iso_code && `${country.iso_code}-${region.iso_code}`;
  return filled([
    ["continent_name", continent?.names.en],
    ["country_iso_code", country?.iso_code],
    ["country_name", country?.names.en],
    ["region_iso_code", regionCode],
    ["region_name", region?.names.en],
    ["city_name", city?.names.en],
    [
      "location",
      location &&
        filled([
          ["lat", location.latitude],
          ["lon", location.longitude],
        ]),
    ],
  ]);
}

function describeSystem(system: AsnResponse): EcsObject | undefined {
  return filled([
    ["number", system.autonomous_system_number],
    ["organization", filled([["name", system.autonomous_system_organization]])],
  ]);
}

/** An object of the members that are there; undefined without any. */
function filled(
  members: readonly (readonly [string, EcsObject | string | number | undefined])[],
): EcsObject | undefined {
  const there = members.filter(([, value]) => value !== undefined && value !== "");
  return there.length === 0 ? undefined : Object.assign(emptyObject(), Object.fromEntries(there));
}

/** Address blocks that stand for no place: first bytes and how many bits of them count. */
const specialBlocks: readonly (readonly [address: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
];

const specialBytes = specialBlocks.map(([address, bits]) => ({
  bytes: parseAddress(address)!,
  bits: address.includes(":") ? bits : bits + 96,
}));

function isSpecial(address: Uint8Array): boolean {
  return specialBytes.some(({ bytes, bits }) => sharesBits(address, bytes, bits));
}

function sharesBits(left: Uint8Array, right: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let at = 0; at < whole; at++) if (left[at] !== right[at]) return false;
  const rest = bits & 7;
  return rest === 0 || (left[whole]! ^ right[whole]!) >> (8 - rest) === 0;
}
