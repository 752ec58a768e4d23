import assert from "node:assert/strict";
import { type Mapping, mappingCatalogue } from "../../src/ecs/mapping.ts";
import { queryOf } from "../../src/engine/search/checkText.ts";
import { EqlError } from "../../src/engine/search/eqlError.ts";
import { search } from "../../src/engine/search/search.ts";
import { candidatesOf, type SearchDocument, viewOf } from "../../src/engine/search/searchDocument.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import { mappingOf } from "../search/searchCase.ts";
import { Random } from "./random.ts";
import { randomQuery } from "./randomQuery.ts";
import type { Target } from "./target.ts";

const mapping = mappingOf({
  "event.category": "keyword",
  "user.name": "keyword",
  n: "long",
  ratio: "double",
  "source.ip": "ip",
  flag: "boolean",
  at: "date",
  v: "version",
});

const queries = [
  'any where user.name == "ana" and not n in (1, 2)',
  'process where user.name : ("a*", "?o") or ratio * 2 >= 1 and flag | tail 3',
  'any where cidrMatch(source.ip, "10.0.0.0/8", "::/64") and source.ip != "10.0.0.1"',
  'any where length(user.name) == 3 and string(n) regex "[0-9]+" or user.name regex~ "(a|b).*"',
  'any where n + 1 == 2 or n % 2 == 0 or ?nope == null or at > "2026-01-01"',
  "sequence by user.name with maxspan=9s [process where true] [file where n > 1] until [any where flag]",
  "sequence by ?n [any where true] with runs=2 [any where user.name != null] | head 2",
  "sequence with maxspan=9s [process where true] ![file where n == 1] [any where true]",
  "sample by user.name [process where true] [file where true]",
];
const words = [
  ..."and or not in in~ : like like~ regex == != < >= + * / % ( ) [ ] ![ | any process file where by until true false null".split(
    " ",
  ),
  ..."with maxspan=1s runs=2 head tail 1 0.5 user.name n ratio source.ip flag at v ?nope concat( number( substring( between(".split(
    " ",
  ),
  ...['"ana"', '"10.0.0.0/8"', '"*"', '"2026-01-01||/d"', "-9223372036854775808", "1e308"],
];

const values: readonly unknown[] = [
  ...["ana", "Bo", "", "a*", "10.0.0.1", "::1", "none", "1", "1.5", "true", "1.0.0-a", "\ud800", "2026-02-30", "1e999"],
  ...[0, -0, 1, 2, 3.5, 1e300, 2 ** 53, Number.NaN, true, false, null, undefined, [], {}, 5n],
  ...[["ana", "Bo"], [1, null, [2]], [[], [[3]]], { name: "ana" }, [{ name: "ana" }, { name: 1 }]],
];
const names = [
  "user",
  "user.name",
  "n",
  "ratio",
  "source",
  "source.ip",
  "flag",
  "at",
  "v",
  "event.category",
  "nope",
  "__proto__",
];
const startMs = Date.UTC(2026, 2, 10);

function someDocument(random: Random, index: number): SearchDocument {
  const fields = Array.from({ length: 2 + random.below(8) }, () => [random.of(names), random.of(values)] as const);
  const time = new Date(startMs + random.below(12) * 1000).toISOString();
  const event = { category: random.of<unknown>(["process", "file", ["process", "file"], null]) };
  const stamped = random.below(20) === 0 ? {} : { "@timestamp": time };
  return { _id: `id-${index}`, _source: { ...stamped, event, ...Object.fromEntries(fields) } };
}

/** Documents, options and query come of the input alone, so that a finding can be made again from it. */
function seedOf(input: Buffer): number {
  return input.reduce((hash, byte) => Math.imul(hash ^ byte, 16_777_619), 0x811c9dc5);
}

/**
 * A search over random documents, with the input as the query, or, since hardly any mutated query is understood, mostly
 * with a random one: an answer or an EqlError, the same one each time; never more than was asked for, no event that was
 * not given, and of event queries exactly those that the reference evaluator takes.
 */
export const searchTarget: Target = {
  name: "search",
  seeds: queries.map((query) => Buffer.from(query)),
  words,
  run: (input) => {
    const random = new Random(seedOf(input));
    const text = random.below(4) === 0 ? input.toString("utf8") : randomQuery(random);
    const documents = Array.from({ length: random.below(24) }, (_, index) => someDocument(random, index));
    const size = random.below(8);
    const options = { size, ...(random.below(2) === 0 ? { mapping } : {}) };
    const first = outcome(text, documents, options);
    assert.deepEqual(outcome(text, documents, options), first, "a second search answers otherwise");
    if (typeof first === "string") return;
    const { events, sequences, total } = first.hits;
    const found = events ?? sequences ?? [];
    assert.ok(found.length <= size && total?.value === found.length, "more than was asked for");
    const ids = (sequences ?? []).flatMap((one) => one.events.map(({ _id }) => _id));
    const known = new Set(documents.map(({ _id }) => _id));
    for (const id of ids) assert.ok(id === "" || known.has(id), `unknown ${id}`);
    if (events !== undefined)
      agreesWithReference(
        text,
        documents,
        options,
        events.map(({ _id }) => _id),
      );
  },
};

function agreesWithReference(
  text: string,
  documents: readonly SearchDocument[],
  options: { readonly size: number; readonly mapping?: Mapping },
  ids: readonly string[],
): void {
  if (options.mapping === undefined) return;
  const query = queryOf(text, mappingCatalogue(options.mapping).catalogue, "event.category");
  if (query.kind !== "event" || (query.pipes ?? []).length > 0) return;
  const wanted = candidatesOf(documents).filter((candidate) => evaluate(query.predicate, viewOf(candidate)));
  const wantedIds = new Set(wanted.map(({ document }) => document._id));
  assert.equal(ids.length, Math.min(options.size, wantedIds.size), "as many as the reference finds");
  for (const id of ids) assert.ok(wantedIds.has(id), `the reference does not find ${id}`);
}

/** The answer, or the message of the refusal; anything else that is thrown is a fault. */
function outcome(text: string, documents: readonly SearchDocument[], options: object) {
  try {
    return search(text, documents, options);
  } catch (error) {
    if (!(error instanceof EqlError)) throw error;
    assert.notEqual(error.message, "");
    return error.message;
  }
}
