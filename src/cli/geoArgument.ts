import { readFileSync } from "node:fs";
import type { NormalizeSettings } from "../io/normalizeSettings.ts";
import { UsageError } from "./exitCode.ts";

/**
 * Which of the named MaxMind databases tells places and which tells networks, by the type each states about itself.
 *
 * @throws UsageError when a file cannot be read or states neither
 */
export function geoSettings(files: readonly string[]): NormalizeSettings {
  let settings: NormalizeSettings = {};
  for (const file of files) {
    const type = databaseType(file);
    if (/ASN|ISP/i.test(type)) settings = { ...settings, geoAsn: file };
    else if (/City|Country/i.test(type)) settings = { ...settings, geoCity: file };
    else
      throw new UsageError(
        `--geo ${file}: neither a City nor an ASN database`,
        "use a MaxMind .mmdb file such as GeoLite2-City.mmdb",
      );
  }
  return settings;
}

/** The `database_type` of the metadata at the end of a MaxMind file, read as text. */
function databaseType(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UsageError(`--geo ${file}: ${(error as Error).message}`);
  }
  const metadata = bytes.lastIndexOf(Buffer.from("\xab\xcd\xefMaxMind.com", "latin1"));
  if (metadata < 0)
    throw new UsageError(`--geo ${file}: not a MaxMind database`, "use an .mmdb file such as GeoLite2-City.mmdb");
  const text = bytes.toString("latin1", metadata);
  const key = text.indexOf("database_type");
  return key < 0 ? "" : text.slice(key + 13, key + 60);
}
