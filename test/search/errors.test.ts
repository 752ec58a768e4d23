import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  check,
  compile,
  EqlError,
  parse,
  print,
  type SearchDocument,
  type SearchOptions,
  search,
} from "../../src/eql.ts";
import { documentsOf, mappingOf } from "./searchCase.ts";

const documents = documentsOf([{ name: "a" }]);

function refusal(run: () => unknown): EqlError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof EqlError, String(error));
    assert.equal(error.name, "EqlError");
    return error;
  }
  assert.fail("nothing was refused");
}

describe("options that are refused, and what is said", () => {
  const options: Readonly<Record<string, readonly [unknown, string]>> = {
    size: [{ size: -1 }, "[size] must be an integer greater than or equal to 0, found [-1]"],
    "size of a text": [{ size: "5" }, "[size] must be an integer greater than or equal to 0, found [5]"],
    "size with a fraction": [{ size: 1.5 }, "[size] must be an integer greater than or equal to 0, found [1.5]"],
    fetch_size: [{ fetch_size: 1 }, "[fetch_size] must be an integer greater than or equal to 2, found [1]"],
    max_samples_per_key: [
      { max_samples_per_key: 0 },
      "[max_samples_per_key] must be an integer greater than or equal to 1, found [0]",
    ],
    result_position: [{ result_position: "top" }, '[result_position] must be "head" or "tail", found [top]'],
    timestamp_field: [{ timestamp_field: "" }, "[timestamp_field] must be the name of a field, found []"],
    "a field that is not mapped": [
      { timestamp_field: "nope" },
      "unknown column [nope], the [timestamp_field]; map it or name another",
    ],
    "a time that is none": [
      { timestamp_field: "event.action" },
      "[timestamp_field] must hold dates, found [event.action] of type [keyword]",
    ],
    tiebreaker_field: [
      { tiebreaker_field: "nope" },
      "unknown column [nope], the [tiebreaker_field]; map it or name another",
    ],
    filter: [{ filter: {} }, "option [filter] is not supported: filter the documents before the search"],
    fields: [{ fields: [] }, "option [fields] is not supported: read the fields from `_source`"],
    "a slip": [{ resultPosition: "tail" }, "unknown option [resultPosition], did you mean [result_position]?"],
    "an unknown one": [{ xyz: 1 }, "unknown option [xyz]"],
    report: [{ report: 5 }, "[report] must be a function that takes a diagnostic"],
    clock: [{ clock: 5 }, "[clock] must be a function that answers milliseconds"],
    null: [null, "options must be an object"],
  };
  for (const [note, [given, message]] of Object.entries(options)) {
    test(note, () => {
      const error = refusal(() => search("any where true", documents, given as SearchOptions));
      assert.equal(error.message, message);
      assert.deepEqual(error.diagnostics, []);
    });
  }

  test("fetch_size is taken and changes nothing", () => {
    const sequence = "sequence [any where true] [any where true]";
    const two = documentsOf([{}, {}]);
    assert.deepEqual(search(sequence, two, { fetch_size: 2 }), search(sequence, two));
  });
});

describe("documents that are refused, and what is said", () => {
  const given: Readonly<Record<string, readonly [unknown, string]>> = {
    "not iterable": [5, "documents must be iterable"],
    null: [[null], "document 0: [_id] must be a string"],
    "without an id": [[{ _id: "a", _source: {} }, { _source: {} }], "document 1: [_id] must be a string"],
    "without a source": [[{ _id: "a" }], "document 0: [_source] must be an object"],
    "an index of another type": [[{ _id: "a", _source: {}, _index: 1 }], "document 0: [_index] must be a string"],
  };
  for (const [note, [value, message]] of Object.entries(given)) {
    test(note, () => {
      assert.equal(refusal(() => search("any where true", value as SearchDocument[])).message, message);
    });
  }

  test("one that fills a step and has no time", () => {
    const timeless = documentsOf([{ "@timestamp": null }]);
    assert.equal(
      refusal(() => search("sequence [any where true] [any where true]", timeless)).message,
      "document [1] fills a step of the sequence and has no value in [@timestamp]",
    );
    assert.equal(search("sequence [any where false] [any where false]", timeless).hits.total.value, 0);
  });
});

describe("a query that is refused", () => {
  test("is shown with all that is wrong", () => {
    const error = refusal(() =>
      search('any where nmae == "a" and pid : 4', documents, { mapping: mappingOf({ name: "keyword", pid: "long" }) }),
    );
    assert.deepEqual(
      error.diagnostics.map(({ code }) => code),
      ["EQL101", "EQL104"],
    );
    assert.match(error.message, /^error\[EQL101\]: unknown column \[nmae\]\n --> <query>:1:11\n/);
    assert.match(error.message, /did you mean `name`\?/);
    assert.match(error.message, /\n\nerror\[EQL104\]: /);
  });

  test("need not parse", () => {
    assert.equal(refusal(() => search("process whre true", documents)).diagnostics[0]!.code.slice(0, 4), "EQL0");
    assert.equal(
      refusal(() => search(undefined as unknown as string, documents)).message,
      "the query must be a string",
    );
  });

  test("a mapping that is none is an error, one with unknown types is not", () => {
    const error = refusal(() => search("any where true", documents, { mapping: { a: 1 } }));
    assert.deepEqual(
      error.diagnostics.map(({ code }) => code),
      ["MAP001"],
    );
    const mapping = mappingOf({ name: "keyword", shape: "geo_shape" });
    assert.equal(search('any where name == "a"', documents, { mapping }).hits.total.value, 1);
    const used = refusal(() => search("any where shape != null", documents, { mapping }));
    assert.equal(used.diagnostics[0]!.message, "cannot use field [shape] of type [unsupported]");
  });
});

test("what is no error is reported", () => {
  const codesOf = (query: string, given: object[], options: SearchOptions) => {
    const codes: string[] = [];
    search(query, documentsOf(given), { ...options, report: ({ code }) => codes.push(code) });
    return codes;
  };
  const mapping = mappingOf({ name: "keyword", shape: "geo_shape", pid: "long" });
  assert.deepEqual(codesOf('any where pid == "x"', [], { mapping }), ["MAP002", "EQL120"]);
  assert.deepEqual(codesOf("any where mine == 1", [{ mine: 1 }, { mine: 1.5 }], {}), ["MAP011"]);
});

describe("compile", () => {
  const refused: Readonly<Record<string, string>> = {
    "sequence [any where true] [any where true]": "a sequence is no condition on one document: use `search`",
    "sample by user.name [any where true] [any where true]": "a sample is no condition on one document: use `search`",
    "any where true | head 5": "pipes are no condition on one document: use `search`",
  };
  for (const [query, message] of Object.entries(refused)) {
    test(`refuses ${query}`, () => assert.equal(refusal(() => compile(query)).message, message));
  }

  test("knows ECS, and a mapping instead", () => {
    assert.equal(
      compile('process where process.name == "a"')({ event: { category: "process" }, "process.name": "a" }),
      true,
    );
    assert.equal(refusal(() => compile("any where f == 1")).diagnostics[0]!.code, "EQL101");
    assert.equal(compile("any where f == 1", { mapping: mappingOf({ f: "long" }) })({ f: "1" }), true);
    assert.equal(compile("x where true", { event_category_field: "event.action" })({ event: { action: "x" } }), true);
  });
});

test("compile and check refuse options that would have no effect", () => {
  const slip = { maping: {} } as object;
  const message = "unknown option [maping], did you mean [mapping]?";
  assert.equal(refusal(() => compile("any where true", slip)).message, message);
  assert.equal(refusal(() => check("any where true", slip)).message, message);
  assert.throws(() => check("any where true", { event_category_field: "" }), EqlError);
});

describe("check and parse", () => {
  test("parse looks at grammar alone, check at names and types", () => {
    assert.deepEqual(parse("any where nope == 1").diagnostics, []);
    assert.deepEqual(
      check("any where nope == 1").diagnostics.map(({ code }) => code),
      ["EQL101"],
    );
    assert.equal(check("any where nope == 1").query, null);
    assert.equal(parse("any were").query, null);
  });

  test("print writes what was read", () => {
    const { query } = check(
      'sequence by user.name with maxspan=1m [ any where true ] ![any where event.action=="x"] [any where true]|head 1',
    );
    const text = print(query!);
    assert.equal(text, print(parse(text).query!));
    assert.match(text, /!\[any where event\.action == "x"\]/);
  });

  test("check tells what the mapping leaves out", () => {
    const mapping = { ...mappingOf({ name: { type: "keyword", normalizer: "lowercase" } }), runtime: { x: {} } };
    const { query, diagnostics } = check('any where name == "a"', { mapping });
    assert.notEqual(query, null);
    assert.deepEqual(
      diagnostics.map(({ code, severity }) => `${code} ${severity}`),
      ["MAP007 note", "MAP006 warning"],
    );
  });
});
