import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-1 of a text as UTF-8, in hexadecimal digits; lone surrogates count as U+FFFD. */
export function sha1OfText(text: string): string {
  return bytesToHex(sha1(utf8ToBytes(text)));
}

/** SHA-256 of the same. */
export function sha256OfText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
