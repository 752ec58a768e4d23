import { type Field, familyOf } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { verbatimFields } from "../normalize/cloudtrailFields.ts";
import type { Predicate, Test, TestAtom } from "../predicate/predicate.ts";

/** Texts of which one must stand in the record. */
export type Alternatives = readonly string[];

/**
 * What must stand in a plain CloudTrail record for a predicate to hold: of each list at least one text.
 *
 * The texts come from string conditions on fields that are copied from the record as they are, cut at what JSON may write
 * in another way (quotes, backslashes, slashes, anything not ASCII). So a record of plain JSON, in which no character is
 * written as `\\u…`, cannot satisfy the predicate unless it holds a text of every list. No list: nothing is known.
 * Conditions on `event.action` and `event.provider` are left out, since dispatch has seen to them.
 */
export function necessaryLiterals(predicate: Predicate): readonly Alternatives[] {
  return needsOf(predicate)
    .filter(({ isIdentity }) => !isIdentity)
    .sort((a, b) => rarity(b) - rarity(a))
    .slice(0, mostLists)
    .map(({ texts }) => texts);
}

interface Need {
  readonly texts: Alternatives;
  /** All of it follows from the action or the provider. */
  readonly isIdentity: boolean;
}

/** More lists, or longer ones, cost more to look for than they save. */
const mostLists = 6;
const mostTexts = 16;

function needsOf(predicate: Predicate): readonly Need[] {
  switch (predicate.kind) {
    case "constant":
      return predicate.value ? [] : [{ texts: [], isIdentity: false }];
    case "and":
      return predicate.operands.flatMap(needsOf);
    case "or":
      return either(predicate.operands.map(needsOf));
    case "test":
      return ofAtom(predicate);
    case "not":
    case "expression":
      return [];
  }
}

/** One operand must hold: of each the rarest need, unless one has none. */
function either(operands: readonly (readonly Need[])[]): readonly Need[] {
  const best: Need[] = [];
  for (const needs of operands) {
    const rarest = needs.reduce<Need | undefined>(
      (found, need) => (found === undefined || rarity(need) > rarity(found) ? need : found),
      undefined,
    );
    if (rarest === undefined) return [];
    best.push(rarest);
  }
  const texts = [...new Set(best.flatMap((need) => need.texts))];
  return texts.length > mostTexts ? [] : [{ texts, isIdentity: best.every(({ isIdentity }) => isIdentity) }];
}

/** What is found least often comes first: a rare text, a long one, few of them. */
function rarity({ texts }: Need): number {
  const lengths = texts.map((text) => (commonplace.test(text) ? 0 : text.length));
  return texts.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...lengths) - texts.length / 8;
}

/** Texts that very many records of any trail hold: keys, kinds of identities and of events, services, regions. */
const commonplace =
  /^"?(?:true|false|event[A-Z]\w+|awsRegion|sourceIPAddress|userAgent|requestID|principalId|userId|accountId|accessKeyId|userName|UserName|recipientAccountId|awsAccountId|readOnly|Root|IAMUser|AssumedRole|Role|FederatedUser|AWSAccount|AWSService|AWS Internal|AwsApiCall|Management|success|[\w.-]*amazonaws\.com|[a-z]{2}-[a-z]+-\d)"?$/;

const flattened = "aws.cloudtrail.flattened.";

function ofAtom({ field, test }: TestAtom): readonly Need[] {
  const isIdentity = field.name === "event.action" || field.name === "event.provider";
  const texts = test.kind === "exists" ? keysOf(field) : ofField(field, test);
  return texts === undefined ? [] : [{ texts, isIdentity }];
}

/** A field that has a value has it from a member with one of these keys. */
function keysOf({ name }: Field): Alternatives | undefined {
  const keys = name.startsWith(flattened) ? [name.slice(name.lastIndexOf(".") + 1)] : verbatimFields.get(name);
  // A path may be written as one key with dots in it, so only its end is sure.
  return keys?.every((key) => /^[A-Za-z][\w-]{3,}$/.test(key)) ? keys.map((key) => `${key}"`) : undefined;
}

function ofField(field: Field, test: Test): Alternatives | undefined {
  if (field.name === "user_agent.name") return ofUserAgent(test);
  if (familyOf(field.type) !== "string") return undefined;
  return verbatimFields.has(field.name) || field.name.startsWith(flattened) ? ofTest(test) : undefined;
}

/**
 * A name of a user agent stands in its text unless uap-core makes it up, and each name that it makes up holds a capital
 * letter, a blank or a dot, which a test holds it to.
 */
function ofUserAgent(test: Test): Alternatives | undefined {
  if (test.kind !== "equals" || typeof test.value !== "string") return undefined;
  return /^[a-z0-9-]{4,}$/.test(test.value) ? [test.value] : undefined;
}

function ofTest(test: Test): Alternatives | undefined {
  switch (test.kind) {
    case "equals":
      return union([wholeText(test.value)]);
    case "oneOf":
      return test.ignoreCase ? undefined : union(test.values.map(wholeText));
    case "wildcard":
      return test.ignoreCase ? undefined : union(test.patterns.map(partText));
    default:
      return undefined;
  }
}

function union(texts: readonly (string | undefined)[]): Alternatives | undefined {
  const found = [...new Set(texts)];
  return found.length > mostTexts || found.includes(undefined) ? undefined : (found as string[]);
}

/** A string with its quotes, where JSON writes it in one way only: not what may be a boolean or a number there. */
function wholeText(value: Scalar): string | undefined {
  if (typeof value !== "string") return undefined;
  const part = longestPiece([value]);
  return part === value && value !== "true" && value !== "false" ? `"${part}"` : part;
}

function partText(pattern: string): string | undefined {
  return /[*?]/.test(pattern) ? longestPiece(pattern.split(/[*?]/)) : wholeText(pattern);
}

/** The longest piece without a character that JSON may write in another way. */
function longestPiece(texts: readonly string[]): string | undefined {
  const pieces = texts.flatMap((text) => text.split(/[^ !#-.0-;=?-[\]-~]+/));
  const best = pieces.reduce((longer, piece) => (piece.length > longer.length ? piece : longer), "");
  return best.length >= 4 && /[a-df-zA-DF-Z]/.test(best) ? best : undefined;
}
