import { hash } from "node:crypto";

/**
 * Node's digests in the form of `@noble/hashes`, which `scripts/build.mjs` puts in their place in the command line.
 *
 * The pure core may not import Node's modules; what it computes is the same with either.
 */
type Digest = (bytes: Uint8Array) => Uint8Array;

const named =
  (name: string): Digest =>
  (bytes) =>
    hash(name, bytes, "buffer");

export const md5: Digest = named("md5");
export const sha1: Digest = named("sha1");
export const sha224: Digest = named("sha224");
export const sha256: Digest = named("sha256");
export const sha384: Digest = named("sha384");
export const sha512: Digest = named("sha512");
export const sha512_224: Digest = named("sha512-224");
export const sha512_256: Digest = named("sha512-256");
