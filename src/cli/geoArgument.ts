import type { NormalizeSettings } from "../io/normalizeSettings.ts";
import { readRegularFile } from "../io/regularFile.ts";
import { identifyGeoDatabase } from "../normalize/geo.ts";
import { UsageError } from "./exitCode.ts";

/**
 * Which of the named MaxMind databases tells places and which tells networks, by what each says of itself.
 *
 * @throws UsageError when a file cannot be read or is no such database
 */
export function geoSettings(files: readonly string[]): NormalizeSettings {
  let settings: NormalizeSettings = {};
  for (const file of files) {
    const identity = identifyGeoDatabase(readDatabase(file));
    if (identity.kind === "unusable") {
      const help = "use a MaxMind .mmdb file such as GeoLite2-City.mmdb or GeoLite2-ASN.mmdb";
      throw new UsageError(`--geo ${file}: ${identity.problem}`, help);
    }
    settings = { ...settings, [identity.kind === "asn" ? "geoAsn" : "geoCity"]: file };
  }
  return settings;
}

/** GeoIP2 Enterprise, the largest, has less than half of it. */
const largestDatabase = 2 ** 30;

function readDatabase(file: string): Uint8Array {
  const bytes = readRegularFile(file, largestDatabase);
  if (!Buffer.isBuffer(bytes)) throw new UsageError(`--geo ${file}: ${bytes.detail ?? bytes.reason}`);
  return bytes;
}
