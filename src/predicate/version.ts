import { compareCodePoints } from "./value.ts";

/** More dotted identifiers than this, or a number longer than 127 digits, make a version illegal (VersionEncoder). */
const mostIdentifiers = 32;
const tooLongNumber = /^[0-9]{128,}$/;

const legalMain = /^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*$/;
const legalIdentifier = /^(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)$/;
const legalBuildIdentifier = /^[0-9a-zA-Z-]+$/;
const digits = /[0-9]+/g;

/**
 * Orders two versions as Elasticsearch's `version` field does.
 *
 * Number groups compare as numbers, a pre-release is before its release, a build suffix counts as text, and what is not
 * a version sorts after every version, by code points. Two texts are equal only if they are the same text: `1.0` is
 * before `1.0.0`.
 */
export function compareVersions(a: string, b: string): number {
  return compareCodePoints(sortKey(a), sortKey(b));
}

/**
 * A text whose code-point order is the order of versions: each group of digits is preceded by its length, a pre-release
 * by U+0002 and its absence by U+0003 (VersionEncoder).
 */
function sortKey(version: string): string {
  const { main, preRelease, build } = partsOf(version);
  if (!isLegal(main, preRelease, build)) return version === "" ? "\u0003" : version;
  const release = preRelease === undefined ? "\u0003" : `\u0002-${preRelease.split(".").map(identifierKey).join(".")}`;
  return numbersKey(main) + release + (build === undefined ? "" : `+${build}`);
}

interface Parts {
  readonly main: string;
  readonly preRelease: string | undefined;
  readonly build: string | undefined;
}

function partsOf(version: string): Parts {
  const [beforeBuild, build] = cutAt(version, "+");
  const [main, preRelease] = cutAt(beforeBuild, "-");
  return { main, preRelease, build };
}

/** The text before and after the first separator, unless that stands first. */
function cutAt(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
}

function isLegal(main: string, preRelease: string | undefined, build: string | undefined): boolean {
  return (
    isShort(main) &&
    legalMain.test(main) &&
    (preRelease === undefined || everyIdentifier(preRelease, legalIdentifier)) &&
    (build === undefined || everyIdentifier(build, legalBuildIdentifier))
  );
}

function everyIdentifier(text: string, legal: RegExp): boolean {
  return isShort(text) && text.split(".").every((identifier) => legal.test(identifier));
}

function isShort(text: string): boolean {
  const identifiers = text.split(".", mostIdentifiers + 1);
  return identifiers.length <= mostIdentifiers && !identifiers.some((part) => tooLongNumber.test(part));
}

function identifierKey(identifier: string): string {
  return /^[0-9]+$/.test(identifier) ? numbersKey(identifier) : identifier;
}

function numbersKey(text: string): string {
  return text.replace(digits, (group) => `\u0001${String.fromCharCode(0x80 | group.length)}${group}`);
}
