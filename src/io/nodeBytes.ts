/**
 * Node's conversions in the form of `@noble/hashes/utils.js`, which `scripts/build.mjs` puts in their place in the command line.
 *
 * As with the digests, what the pure core computes is the same with either.
 */

/** Lone surrogates become U+FFFD. */
export function utf8ToBytes(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

export function bytesToHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** Of an even number of hexadecimal digits. */
export function hexToBytes(digits: string): Uint8Array {
  return Buffer.from(digits, "hex");
}
