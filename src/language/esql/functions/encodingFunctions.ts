import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from "@noble/hashes/sha2.js";
import { sha3_224, sha3_256, sha3_384, sha3_512 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { always, parameter, strings } from "./types.ts";

type Digest = (bytes: Uint8Array) => Uint8Array;

/** By the names that Java's `MessageDigest` knows them by, upper case (they are not case-sensitive). */
const digests: ReadonlyMap<string, Digest> = new Map<string, Digest>([
  ["MD5", md5],
  ["SHA", sha1],
  ["SHA1", sha1],
  ["SHA-1", sha1],
  ["SHA-224", sha224],
  ["SHA-256", sha256],
  ["SHA-384", sha384],
  ["SHA-512", sha512],
  ["SHA-512/224", sha512_224],
  ["SHA-512/256", sha512_256],
  ["SHA3-224", sha3_224],
  ["SHA3-256", sha3_256],
  ["SHA3-384", sha3_384],
  ["SHA3-512", sha3_512],
]);

/** Hashes, Base64 and URL encoding of text in UTF-8. */
export const encodingFunctions: readonly ScalarFunction[] = [
  {
    name: "hash",
    kind: "single",
    parameters: [parameter("algorithm", strings), parameter("input", strings)],
    resultType: always("keyword"),
    constantProblem: ([algorithm]) =>
      typeof algorithm !== "string" || digests.has(algorithm.toUpperCase())
        ? undefined
        : `there is no hash "${algorithm}" here`,
    evaluate: ([algorithm, input], context) => {
      const digest = digests.get((algorithm as string).toUpperCase());
      if (digest !== undefined) return hex(digest, input as string);
      context.warn(`java.security.NoSuchAlgorithmException: ${algorithm} MessageDigest not available`);
      return null;
    },
    source: "esql/_snippets/functions/description/hash.md; scalar/string/Hash.java",
  },
  hashing("md5", md5),
  hashing("sha1", sha1),
  hashing("sha256", sha256),
  onText("to_base64", (text) => encodeBase64(utf8ToBytes(text))),
  onText("from_base64", (text, context) => {
    const bytes = decodeBase64(text);
    return typeof bytes === "string" ? failed(bytes, context) : utf8.decode(bytes);
  }),
  onText("url_encode", (text) => urlEncoded(text, "+")),
  onText("url_encode_component", (text) => urlEncoded(text, "%20")),
  onText("url_decode", urlDecoded),
];

function onText(name: string, evaluate: (text: string, context: EvaluationContext) => string | null): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [parameter("string", strings)],
    resultType: always("keyword"),
    evaluate: ([text], context) => evaluate(text as string, context),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

function hashing(name: string, digest: Digest): ScalarFunction {
  return onText(name, (text) => hex(digest, text));
}

function hex(digest: Digest, text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}

function failed(message: string, context: EvaluationContext): null {
  context.warn(`java.lang.IllegalArgumentException: ${message}`);
  return null;
}

/** What is not UTF-8 becomes U+FFFD: a value here is text, where Elasticsearch keeps bytes. */
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const places: ReadonlyMap<string, number> = new Map(Array.from(alphabet, (letter, place) => [letter, place]));

function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63]!);
    text += letters
      .slice(0, Math.min(4, bytes.length - at + 1))
      .join("")
      .padEnd(4, "=");
  }
  return text;
}

/** The bytes, or why Java's basic decoder refuses the text: padding may be missing but not wrong. */
function decodeBase64(text: string): Uint8Array | string {
  const unpadded = text.replace(/={1,2}$/, "");
  const rest = unpadded.length % 4;
  if (unpadded.length < text.length && text.length % 4 !== 0) return "Input byte array has wrong 4-byte ending unit";
  if (rest === 1) return "Last unit does not have enough valid bits";
  const bytes = new Uint8Array(Math.floor((unpadded.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const letter of unpadded) {
    const place = places.get(letter);
    if (place === undefined) return `Illegal base64 character ${letter.codePointAt(0)!.toString(16)}`;
    bits = ((bits << 6) | place) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = (bits >> count) & 255;
    }
  }
  return bytes;
}

/** All but RFC 3986's unreserved characters become `%XX` (UrlCodecUtils). */
function urlEncoded(text: string, space: string): string {
  let result = "";
  for (const byte of utf8ToBytes(text)) {
    const character = String.fromCharCode(byte);
    if (byte === 0x20) result += space;
    else if (byte < 128 && /[A-Za-z0-9\-._~]/.test(character)) result += character;
    else result += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return result;
}

/** Java's `URLDecoder`: `+` is a space, runs of `%XX` are UTF-8, anything else stays. */
function urlDecoded(text: string, context: EvaluationContext): string | null {
  if (!text.includes("%")) return text.replaceAll("+", " ");
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text[at]!;
    if (unit !== "%") {
      const codePoint = text.codePointAt(at)!;
      if (codePoint > 0xffff) at++;
      bytes.push(...(unit === "+" ? [0x20] : utf8ToBytes(String.fromCodePoint(codePoint))));
      continue;
    }
    const digits = text.slice(at + 1, at + 3);
    if (digits.length < 2) return failed("URLDecoder: Incomplete trailing escape (%) pattern", context);
    if (!/^[0-9a-fA-F]{2}$/.test(digits)) {
      return failed(
        `URLDecoder: Illegal hex characters in escape (%) pattern - Error at index 0 in: "${digits}"`,
        context,
      );
    }
    bytes.push(Number.parseInt(digits, 16));
    at += 2;
  }
  return utf8.decode(Uint8Array.from(bytes));
}
