import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { identifyGeoDatabase, openGeo } from "../../../src/normalize/geo.ts";
import { maxmindDatabase } from "./maxmindDatabase.ts";

const place = {
  continent: { code: "EU", names: { en: "Europe" } },
  country: { iso_code: "GB", names: { en: "United Kingdom", de: "Großbritannien" } },
  subdivisions: [{ iso_code: "ENG", names: { en: "England" } }],
  city: { names: { en: "London" } },
  location: { latitude: 51.5142, longitude: -0.0931 },
};
const city = maxmindDatabase({
  "203.0.113.0/24": place,
  "2001:db8::/32": { country: { iso_code: "FR", names: { en: "France" } } },
  "10.0.0.0/8": place,
  "198.51.100.0/24": {},
});
const asn = maxmindDatabase({
  "203.0.113.0/24": { autonomous_system_number: 64500, autonomous_system_organization: "Example Net" },
});

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

describe("openGeo", () => {
  const lookup = openGeo({ city, asn });
  const both = {
    geo: {
      continent_name: "Europe",
      country_iso_code: "GB",
      country_name: "United Kingdom",
      region_iso_code: "GB-ENG",
      region_name: "England",
      city_name: "London",
      location: { lat: 51.5142, lon: -0.0931 },
    },
    as: { number: 64500, organization: { name: "Example Net" } },
  };
  const answers: readonly (readonly [string, unknown])[] = [
    ["203.0.113.9", both],
    ["::ffff:203.0.113.9", both],
    ["2001:db8:0::7", { geo: { country_iso_code: "FR", country_name: "France" } }],
    ["198.51.100.1", undefined],
    ["192.0.2.1", undefined],
    ["10.1.2.3", undefined],
    ["127.0.0.1", undefined],
    ["172.31.0.1", undefined],
    ["192.168.0.1", undefined],
    ["169.254.169.254", undefined],
    ["::1", undefined],
    ["fd00::1", undefined],
    ["fe80::1", undefined],
    ["cloudtrail.amazonaws.com", undefined],
    ["", undefined],
  ];
  for (const [address, answer] of answers) {
    it(`answers for ${JSON.stringify(address)}`, () => assert.deepEqual(plain(lookup(address)), answer));
  }

  it("takes either database alone, or none", () => {
    assert.deepEqual(plain(openGeo({ asn })("203.0.113.9")), { as: both.as });
    assert.deepEqual(plain(openGeo({ city })("203.0.113.9")), { geo: both.geo });
    assert.equal(openGeo({})("203.0.113.9"), undefined);
  });

  it("never throws on damaged databases", () => {
    assert.equal(openGeo({ city: new Uint8Array(64) })("203.0.113.9"), undefined);
    for (let at = 0; at < city.length; at++) {
      const damaged = city.slice();
      damaged[at] = damaged[at]! ^ 0xff;
      openGeo({ city: damaged })("203.0.113.9");
      openGeo({ city: city.slice(0, at) })("203.0.113.9");
    }
  });

  it("never throws when a damaged database is asked what it is", () => {
    for (let at = 0; at < city.length; at++) {
      const damaged = city.slice();
      damaged[at] = damaged[at]! ^ 0xff;
      identifyGeoDatabase(damaged);
      identifyGeoDatabase(city.slice(0, at));
    }
  });

  const databases: readonly (readonly [note: string, database: Uint8Array, identity: object])[] = [
    ["City", maxmindDatabase({}, "GeoLite2-City"), { kind: "city" }],
    ["Country", maxmindDatabase({}, "GeoIP2-Country"), { kind: "city" }],
    ["ASN", maxmindDatabase({}, "GeoLite2-ASN"), { kind: "asn" }],
    [
      "another type",
      maxmindDatabase({}, "GeoIP2-Domain"),
      { kind: "unusable", problem: "neither a City nor an ASN database but of type GeoIP2-Domain" },
    ],
    [
      "a truncated beginning",
      maxmindDatabase({ "203.0.113.0/24": place }, "GeoLite2-City").slice(-200),
      { kind: "unusable", problem: "not a MaxMind database, or a damaged one" },
    ],
    [
      "text",
      new TextEncoder().encode("database_type City"),
      { kind: "unusable", problem: "not a MaxMind database, or a damaged one" },
    ],
    ["nothing", new Uint8Array(), { kind: "unusable", problem: "not a MaxMind database, or a damaged one" }],
  ];
  for (const [note, database, identity] of databases) {
    it(`identifies ${note}`, () => assert.deepEqual(identifyGeoDatabase(database), identity));
  }
});
