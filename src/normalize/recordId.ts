import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** The id of a record that has none of its own: SHA-256, in hex, of its `event.original`. */
export function recordId(original: string): string {
  return bytesToHex(sha256(utf8ToBytes(original)));
}
