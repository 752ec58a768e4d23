import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { inferredCatalogue } from "../../src/ecs/inferredCatalogue.ts";
import type { EcsObject } from "../../src/ecs/value.ts";
import { documentsOf, idsOf } from "./searchCase.ts";

function typeOf(...values: unknown[]): string | undefined {
  return inferredCatalogue(values.map((value) => ({ f: value }) as EcsObject)).catalogue.field("f")?.type;
}

describe("the type of a field is that of its values", () => {
  const cases: readonly (readonly [readonly unknown[], string | undefined, boolean])[] = [
    [["a"], "keyword", false],
    [[""], "keyword", false],
    [[1, -2], "long", false],
    [[2n ** 62n], "long", false],
    [[1.5], "double", false],
    [[1e300], "double", false],
    [[true], "boolean", false],
    [["2026-01-01"], "date", false],
    [["2026-01-01T10:00:00.123456Z"], "date", false],
    [["2026-01-01 10:00:00"], "keyword", false],
    [["2026"], "keyword", false],
    [["20260101"], "keyword", false],
    [["-5"], "keyword", false],
    [["2026/01/01"], "keyword", false],
    [[null, [], [null], undefined], undefined, false],
    [[{}], "object", false],
    [[[1, [2]]], "long", false],
    [[1, 1.5], "double", true],
    [[1, "1"], "keyword", true],
    [["2026-01-01", "soon"], "keyword", true],
    [["soon", "2026-01-01"], "keyword", true],
    [["2026-01-01", 5], "date", true],
    [["2026-01-01", 1.5], "keyword", true],
    [[true, 1], "keyword", true],
    [[{ a: 1 }, "x"], "keyword", true],
  ];
  for (const [values, type, reported] of cases) {
    const printed = values.map((value) => (typeof value === "bigint" ? `${value}n` : JSON.stringify(value))).join(", ");
    test(`${printed}: ${type}`, () => {
      assert.equal(typeOf(...values), type);
      const { diagnostics } = inferredCatalogue(values.map((value) => ({ f: value }) as EcsObject));
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        reported ? ["MAP011"] : [],
      );
    });
  }
});

test("dotted and nested names are one field", () => {
  const { catalogue } = inferredCatalogue([{ "a.b": 1 }, { a: { b: 1.5 } }, { a: [{ c: "x" }] }]);
  assert.deepEqual(
    catalogue.names().map((name) => `${name} ${catalogue.field(name)!.type}`),
    ["a object", "a.b double", "a.c keyword"],
  );
});

test("fields and depth are bounded, and what is left out is said", () => {
  const wide = inferredCatalogue([Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`f${n}`, n]))]);
  assert.equal(wide.catalogue.names().length, 10_000);
  assert.deepEqual(
    wide.diagnostics.map(({ code }) => code),
    ["MAP012"],
  );
  let deep: EcsObject = { a: 1 };
  for (let depth = 0; depth < 5000; depth++) deep = { a: deep };
  assert.deepEqual(
    inferredCatalogue([deep]).diagnostics.map(({ code }) => code),
    ["MAP012"],
  );
});

test("the order of documents does not matter", () => {
  const value = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom("a", "2026-01-01", "7"),
    fc.constant(null),
  );
  const documents = fc.array(fc.dictionary(fc.constantFrom("a", "b", "a.b", "c"), value), { maxLength: 6 });
  fc.assert(
    fc.property(documents, (given) => {
      const typesOf = (list: readonly object[]) => {
        const { catalogue, diagnostics } = inferredCatalogue(list as readonly EcsObject[]);
        const reports = diagnostics.map(({ message }) => message);
        return catalogue
          .names()
          .map((name) => `${name} ${catalogue.field(name)!.type}`)
          .concat(reports);
      };
      assert.deepEqual(typesOf([...given].reverse()), typesOf(given));
    }),
  );
});

describe("a search without a mapping", () => {
  test("types what ECS does not know by the documents", () => {
    const documents = documentsOf([{ mine: { n: 2 } }, { "mine.n": 10 }, { mine: { word: "x" } }]);
    assert.deepEqual(idsOf("any where mine.n > 9", documents), ["2"]);
    assert.deepEqual(idsOf('any where mine.word : "X"', documents), ["3"]);
  });

  test("takes the word of ECS before that of the documents", () => {
    const documents = documentsOf([{ source: { ip: "10.1.2.3" }, process: { pid: "7" } }]);
    assert.deepEqual(idsOf('any where source.ip == "10.0.0.0/8" and process.pid == 7', documents), ["1"]);
  });
});
