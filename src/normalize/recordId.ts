import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { type JsonObject, printJson } from "../text/json.ts";

/** The id of a record that has none of its own: SHA-256, in hex, of its JSON without spaces, members as they stand. */
export function recordId(record: JsonObject): string {
  return bytesToHex(sha256(utf8ToBytes(printJson(record))));
}
