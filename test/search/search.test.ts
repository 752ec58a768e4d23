import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type SearchDocument, type SearchOptions, search } from "../../src/eql.ts";
import { documentsOf, idsOf, mappingOf } from "./searchCase.ts";

interface SearchCase {
  readonly note: string;
  readonly query: string;
  readonly documents: readonly SearchDocument[];
  readonly options?: SearchOptions;
  readonly finds: readonly unknown[];
}

/** Twelve events of one kind, an id each, a second apart. */
const dozen = documentsOf(Array.from({ length: 12 }, (_, n) => ({ event: { category: "process" }, n: n + 1 })));
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => String(from + n));

const logins = documentsOf([
  { "event.action": "fail", user: { name: "ana" } },
  { event: { action: "fail" }, "user.name": "bo" },
  { "event.action": "login", user: { name: "ana" } },
  { event: { action: "login" }, user: [{ name: "bo" }] },
  { "event.action": "logout", "user.name": ["ana", "bo"] },
]);
const loginSequence = 'sequence by user.name [any where event.action == "fail"] [any where event.action == "login"]';

const at = (time: string, sequence: number | undefined, step: string): object => ({
  "@timestamp": time,
  event: { action: step, ...(sequence === undefined ? {} : { sequence }) },
});
const sameTime = documentsOf([at("2026-01-01", 2, "b"), at("2026-01-01", 1, "a"), at("2026-01-01", undefined, "c")]);

const cases: readonly SearchCase[] = [
  { note: "size is 10, the last ones, ascending", query: "any where true", documents: dozen, finds: numbers(3, 12) },
  { note: "size", query: "any where true", documents: dozen, options: { size: 3 }, finds: numbers(10, 12) },
  { note: "size 0", query: "any where true", documents: dozen, options: { size: 0 }, finds: [] },
  {
    note: "the first ones",
    query: "any where true",
    documents: dozen,
    options: { size: 3, result_position: "head" },
    finds: numbers(1, 3),
  },
  { note: "head", query: "any where true | head 2", documents: dozen, finds: numbers(1, 2) },
  { note: "tail", query: "any where true | tail 2", documents: dozen, finds: numbers(11, 12) },
  { note: "a pipe never exceeds size", query: "any where true | tail 12", documents: dozen, finds: numbers(3, 12) },
  {
    note: "the first pipe works on at most size, from its own end",
    query: "any where true | head 12 | tail 2",
    documents: dozen,
    options: { size: 5, result_position: "tail" },
    finds: numbers(4, 5),
  },
  {
    note: "pipes on sequences",
    query: "sequence [any where true] [any where true] | tail 3 | head 1",
    documents: dozen,
    finds: ["9 10"],
  },
  {
    note: "the last sequences",
    query: "sequence [any where true] [any where true]",
    documents: dozen,
    options: { size: 1 },
    finds: ["11 12"],
  },
  {
    note: "dotted and nested keys are one",
    query: 'any where user.name == "bo"',
    documents: logins,
    finds: ["2", "4", "5"],
  },
  { note: "a sequence by user", query: loginSequence, documents: logins, finds: ["1 3", "2 4"] },
  {
    note: "an array is several join keys",
    query: 'sequence by user.name [any where event.action == "login"] [any where event.action == "logout"]',
    documents: logins,
    finds: ["3 5", "4 5"],
  },
  {
    note: "until",
    query: `${loginSequence} until [any where event.action == "login" and user.name == "ana"]`,
    documents: logins,
    finds: ["1 3", "2 4"],
  },
  {
    note: "a missing event between two",
    query:
      'sequence by user.name with maxspan=1m [any where event.action == "fail"] ![any where event.action == "login"] [any where event.action == "logout"]',
    documents: logins,
    finds: [],
  },
  {
    note: "a missing event that is not there",
    query:
      'sequence by user.name with maxspan=1m [any where event.action == "fail"] ![any where event.action == "x"] [any where event.action == "logout"] ![any where true]',
    documents: logins,
    finds: ["1 - 5 -", "2 - 5 -"],
  },
  {
    note: "one time without a tiebreaker: as given",
    query: "any where true",
    documents: sameTime,
    finds: ["1", "2", "3"],
  },
  {
    note: "one time with a tiebreaker, those without one last",
    query: "any where true",
    documents: sameTime,
    options: { tiebreaker_field: "event.sequence" },
    finds: ["2", "1", "3"],
  },
  {
    note: "a sequence goes by the tiebreaker",
    query: 'sequence [any where event.action == "a"] [any where event.action == "b"]',
    documents: sameTime,
    options: { tiebreaker_field: "event.sequence" },
    finds: ["2 1"],
  },
  {
    note: "a sequence without a tiebreaker goes as given",
    query: 'sequence [any where event.action == "a"] [any where event.action == "b"]',
    documents: sameTime,
    finds: [],
  },
  { note: "the category", query: "process where n == 1", documents: dozen, finds: ["1"] },
  { note: "a category of another case", query: "Process where n == 1", documents: dozen, finds: [] },
  {
    note: "another category field",
    query: "fail where true",
    documents: logins,
    options: { event_category_field: "event.action" },
    finds: ["1", "2"],
  },
  {
    note: "another timestamp field, milliseconds in a number",
    query: "sequence [any where true] [any where true]",
    documents: documentsOf([{ at: 2 }, { at: 1 }]),
    options: { timestamp_field: "at" },
    finds: ["2 1"],
  },
  {
    note: "events without a time are last",
    query: "any where true",
    documents: documentsOf([{ "@timestamp": null }, { "@timestamp": "2026-01-01" }, { "@timestamp": "no date" }]),
    finds: ["2", "1", "3"],
  },
  {
    note: "nanoseconds decide the order of a sequence",
    query: 'sequence with maxspan=1ms [any where f == "a"] [any where f == "b"]',
    documents: documentsOf([
      { "@timestamp": "2026-01-01T00:00:00.000000002Z", f: "b" },
      { "@timestamp": "2026-01-01T00:00:00.000000001Z", f: "a" },
      { "@timestamp": "2026-01-01T00:00:00.001000000Z", f: "x" },
    ]),
    options: { mapping: mappingOf({ "@timestamp": "date_nanos", f: "keyword" }) },
    finds: ["2 1"],
  },
  {
    note: "maxspan is exact to the nanosecond, and inclusive",
    query: "sequence by f with maxspan=1ms [any where true] [any where true]",
    documents: documentsOf([
      { "@timestamp": "2026-01-01T00:00:00.000000001Z", f: "in" },
      { "@timestamp": "2026-01-01T00:00:00.001000001Z", f: "in" },
      { "@timestamp": "2026-01-02T00:00:00.000000001Z", f: "out" },
      { "@timestamp": "2026-01-02T00:00:00.001000002Z", f: "out" },
    ]),
    options: { mapping: mappingOf({ "@timestamp": "date_nanos", f: "keyword" }) },
    finds: ["1 2"],
  },
  { note: "_id", query: 'any where _id in ("3", "5")', documents: dozen, finds: ["3", "5"] },
  {
    note: "_index",
    query: 'any where _index : "logs-*"',
    documents: [
      { _id: "a", _index: "logs-x", _source: {} },
      { _id: "b", _source: { data_stream: { type: "logs", dataset: "y", namespace: "default" } } },
      { _id: "c", _source: {} },
    ],
    finds: ["a", "b"],
  },
  {
    note: "a sample of each key, distinct events, the first that serve",
    query: 'sample by user.name [any where event.action == "fail"] [any where user.name != null]',
    documents: logins,
    finds: ["1 3", "2 4"],
  },
  {
    note: "more samples of a key",
    query: 'sample by user.name [any where event.action == "fail"] [any where user.name != null]',
    documents: logins,
    options: { max_samples_per_key: 2, size: 3 },
    finds: ["1 3", "1 5", "2 4"],
  },
  {
    note: "a sample needs no time",
    query: "sample by f [any where true] [any where true]",
    documents: [
      { _id: "a", _source: { f: 1 } },
      { _id: "b", _source: { f: 1 } },
    ],
    options: { mapping: { properties: { f: { type: "long" } } } },
    finds: ["a b"],
  },
  {
    note: "what JSON cannot hold is no value",
    query: "any where f == null",
    documents: documentsOf([{ f: undefined }, { f: () => 1 }, { f: Number.NaN }, { f: 1 }]),
    options: { mapping: mappingOf({ f: "long" }) },
    finds: ["1", "2", "3"],
  },
  {
    note: "what an object inherits is no field",
    query: "any where constructor.name != null or __proto__.x != null or toString != null",
    documents: documentsOf([{}, JSON.parse('{"__proto__": {"x": "own"}}')]),
    options: {
      mapping: mappingOf(
        JSON.parse('{"constructor.name": "keyword", "__proto__.x": "keyword", "toString": "keyword"}'),
      ),
    },
    finds: ["2"],
  },
  { note: "no documents", query: "any where true", documents: [], finds: [] },
];

describe("search", () => {
  for (const { note, query, documents, options, finds } of cases) {
    test(note, () => assert.deepEqual(idsOf(query, documents, options), finds));
  }
});

describe("the answer", () => {
  test("of an event query", () => {
    const [first, second] = logins;
    assert.deepEqual(search('any where event.action == "fail"', logins), {
      is_partial: false,
      is_running: false,
      took: 0,
      timed_out: false,
      hits: {
        total: { value: 2, relation: "eq" },
        events: [
          { _index: "", _id: "1", _source: first!._source },
          { _index: "", _id: "2", _source: second!._source },
        ],
      },
    });
  });

  test("holds the documents themselves, with their index", () => {
    const document = { _id: "a", _index: "logs", _source: { x: 1 } };
    const { events } = search("any where true", [document]).hits;
    assert.equal(events![0]!._source, document._source);
    assert.equal(events![0]!._index, "logs");
  });

  test("of a query that finds nothing has its empty list", () => {
    assert.deepEqual(search("any where false", logins).hits, { total: { value: 0, relation: "eq" }, events: [] });
    const hits = search("sequence [any where false] [any where true]", logins).hits;
    assert.deepEqual(hits, { total: { value: 0, relation: "eq" }, sequences: [] });
  });

  test("counts in total what it holds", () => {
    assert.equal(search("any where true", dozen, { size: 3 }).hits.total.value, 3);
  });

  test("has placeholders for missing events", () => {
    const query = 'sequence with maxspan=1m [any where _id == "1"] ![any where false] [any where _id == "2"]';
    const { sequences } = search(query, logins).hits;
    assert.deepEqual(sequences![0]!.events[1], { _index: "", _id: "", _source: {}, missing: true });
    assert.equal("join_keys" in sequences![0]!, false);
  });

  test("took what the clock says", () => {
    let now = 100;
    const clock = () => (now += 5);
    assert.equal(search("any where true", [], { clock }).took, 5);
  });

  test("is partial where join keys were cut", () => {
    const many = Array.from({ length: 101 }, (_, n) => n);
    const documents = documentsOf([
      { a: many, b: many },
      { a: 1, b: 1 },
    ]);
    const answer = search("sequence by a, b [any where true] [any where true]", documents);
    assert.equal(answer.is_partial, true);
    assert.equal(answer.hits.total.value, 1);
  });
});

describe("join keys keep their types", () => {
  const mapping = mappingOf({
    number: "long",
    text: "keyword",
    flag: "boolean",
    real: "double",
    address: "ip",
    day: "date",
    instant: "date_nanos",
  });
  const source = {
    number: "9007199254740993",
    text: 2012,
    flag: "true",
    real: "1.5",
    address: "2001:DB8::1",
    day: "2026-01-01T01:00:00+01:00",
    instant: "2026-01-01T00:00:00.123456789Z",
  };
  const documents = documentsOf([source, source]);
  const keys = "number, text, flag, real, address, day, instant, ?nope";
  const plain = [9007199254740993n, "2012", true, 1.5, "2001:db8::1"];

  test("in a sequence, dates as ISO 8601", () => {
    const { sequences } = search(`sequence by ${keys} [any where true] [any where true]`, documents, { mapping }).hits;
    const dates = ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.123456789Z"];
    assert.deepEqual(sequences![0]!.join_keys, [...plain, ...dates, null]);
  });

  test("in a sample, dates as epoch milliseconds", () => {
    const { sequences } = search(`sample by ${keys} [any where true] [any where true]`, documents, { mapping }).hits;
    assert.deepEqual(sequences![0]!.join_keys, [...plain, 1767225600000, 1767225600123, null]);
  });

  test("a date that no calendar holds stays a number", () => {
    const far = documentsOf([{ day: "99999999999999999" }, { day: "99999999999999999" }]);
    const { sequences } = search("sequence by day [any where true] [any where true]", far, { mapping }).hits;
    assert.deepEqual(sequences![0]!.join_keys, [Number("99999999999999999")]);
  });
});
