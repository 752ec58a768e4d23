import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { catalogueOf } from "../../src/ecs/catalogue.ts";
import { mappingCatalogue } from "../../src/ecs/mapping.ts";
import { overlay } from "../../src/ecs/overlay.ts";

function codesOf(mapping: unknown): string[] {
  return mappingCatalogue(mapping).diagnostics.map(({ code, severity }) => `${code} ${severity}`);
}

const properties = { a: { type: "long" }, "b.c": { type: "keyword", ignore_above: 10 } };

describe("the forms of a mapping", () => {
  const forms: Readonly<Record<string, unknown>> = {
    "properties alone": { properties },
    "an index's settings and mappings": { settings: {}, mappings: { properties } },
    "what GET _mapping answers": { "logs-1": { mappings: { properties } } },
    "two indices": { one: { mappings: { properties: { a: properties.a } } }, two: { mappings: { properties } } },
    "dotted names as objects": {
      properties: { a: { type: "long" }, b: { properties: { c: { type: "keyword", ignore_above: 10 } } } },
    },
  };
  for (const [note, mapping] of Object.entries(forms)) {
    test(note, () => {
      const { catalogue, diagnostics } = mappingCatalogue(mapping);
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(catalogue.field("a"), { name: "a", type: "long" });
      assert.deepEqual(catalogue.field("b.c"), { name: "b.c", type: "keyword", ignoreAbove: 10 });
      assert.equal(catalogue.field("nope"), undefined);
    });
  }

  test("an empty mapping has the metadata fields alone", () => {
    assert.deepEqual(mappingCatalogue({}).catalogue.names(), ["_id", "_index"]);
    assert.deepEqual(mappingCatalogue({ mappings: {} }).catalogue.names(), ["_id", "_index"]);
  });

  for (const mapping of [null, 5, "x", [], { a: 1 }, { a: { type: "long" } }, { one: { mappings: 1 } }]) {
    test(`${JSON.stringify(mapping)} is none`, () => assert.deepEqual(codesOf(mapping), ["MAP001 error"]));
  }
});

describe("what is reported and what becomes of it", () => {
  const cases: Readonly<Record<string, readonly [unknown, readonly string[]]>> = {
    "an unknown type": [{ properties: { a: { type: "keywrod" } } }, ["MAP002 warning"]],
    "a type that EQL cannot read": [{ properties: { a: { type: "geo_shape" } } }, ["MAP002 note"]],
    "no type": [{ properties: { a: { ignore_above: 5 } } }, ["MAP002 warning"]],
    "no definition": [{ properties: { a: 5 } }, ["MAP003 warning"]],
    "an empty part of a name": [{ properties: { "a..b": { type: "long" } } }, ["MAP003 warning"]],
    "an alias to nothing": [{ properties: { a: { type: "alias", path: "b" } } }, ["MAP004 warning"]],
    "an alias to an object": [
      { properties: { a: { type: "alias", path: "b" }, b: { properties: { c: { type: "long" } } } } },
      ["MAP004 warning"],
    ],
    "an alias into a nested field": [
      { properties: { a: { type: "alias", path: "b.c" }, b: { type: "nested", properties: { c: { type: "long" } } } } },
      ["MAP004 warning"],
    ],
    "types that two indices disagree about": [
      {
        one: { mappings: { properties: { a: { type: "long" } } } },
        two: { mappings: { properties: { a: { type: "keyword" } } } },
      },
      ["MAP005 warning"],
    ],
    "a date format": [{ properties: { a: { type: "date", format: "yyyy/MM/dd" } } }, ["MAP006 warning"]],
    "date formats that are read": [
      { properties: { a: { type: "date", format: "strict_date_optional_time||epoch_millis" } } },
      [],
    ],
    "a normalizer": [{ properties: { a: { type: "keyword", normalizer: "lowercase" } } }, ["MAP006 warning"]],
    copy_to: [{ properties: { a: { type: "keyword", copy_to: "b" } } }, ["MAP006 warning"]],
    "runtime fields": [{ runtime: { day: { type: "keyword" } }, properties }, ["MAP007 note"]],
    "a dynamic mapping": [{ dynamic: true, properties }, ["MAP008 note"]],
    "dynamic templates": [{ dynamic_templates: [], properties }, ["MAP008 note"]],
    "a strict mapping": [{ dynamic: "strict", properties }, []],
    "two keywords below a text": [
      { properties: { a: { type: "text", fields: { x: { type: "keyword" }, y: { type: "keyword" } } } } },
      ["MAP010 warning"],
    ],
  };
  for (const [note, [mapping, codes]] of Object.entries(cases)) {
    test(note, () => assert.deepEqual(codesOf(mapping), codes));
  }

  test("a slip in a type is guessed", () => {
    const [diagnostic] = mappingCatalogue({ properties: { a: { type: "keywrod" } } }).diagnostics;
    assert.equal(diagnostic!.message, "unknown type [keywrod] of field [a]");
    assert.match(diagnostic!.help!, /did you mean `keyword`/);
  });

  test("a field that cannot be used is known all the same, so that ?field is not null for it", () => {
    const { catalogue } = mappingCatalogue({ properties: { a: { type: "geo_shape" } } });
    assert.deepEqual(catalogue.field("a"), { name: "a", type: "unsupported" });
  });

  test("at most a hundred things are said", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, { type: "nope" }]));
    assert.equal(codesOf({ properties: many }).length, 100);
  });
});

describe("fields", () => {
  const { catalogue, diagnostics } = mappingCatalogue({
    properties: {
      title: { type: "text", fields: { keyword: { type: "keyword", ignore_above: 256 }, en: { type: "text" } } },
      note: { type: "match_only_text" },
      env: { type: "constant_keyword", value: "prod" },
      level: { type: "scaled_float", scaling_factor: 10 },
      other: { type: "alias", path: "title.keyword" },
      flat: { type: "flattened", ignore_above: 5 },
      labels: { properties: { team: { type: "keyword" } } },
      list: { type: "nested", properties: { pid: { type: "long" } } },
      off: { type: "object", enabled: false, properties: { x: { type: "long" } } },
    },
  });
  const wanted: Readonly<Record<string, unknown>> = {
    title: { name: "title", type: "text", keyword: "title.keyword" },
    "title.keyword": { name: "title.keyword", type: "keyword", ignoreAbove: 256, path: "title" },
    "title.en": { name: "title.en", type: "text", path: "title" },
    note: { name: "note", type: "match_only_text" },
    env: { name: "env", type: "constant_keyword", constant: "prod" },
    level: { name: "level", type: "scaled_float", scalingFactor: 10 },
    other: { name: "title.keyword", type: "keyword", ignoreAbove: 256, path: "title" },
    flat: { name: "flat", type: "flattened", ignoreAbove: 5 },
    "flat.any.leaf": { name: "flat.any.leaf", type: "keyword", ignoreAbove: 5 },
    labels: { name: "labels", type: "object" },
    "labels.team": { name: "labels.team", type: "keyword" },
    "labels.other": undefined,
    list: { name: "list", type: "nested" },
    "list.pid": { name: "list.pid", type: "long" },
    off: undefined,
    "off.x": undefined,
    _id: { name: "_id", type: "keyword" },
  };
  for (const [name, field] of Object.entries(wanted)) {
    test(name, () => assert.deepEqual(catalogue.field(name), field));
  }

  test("nothing is reported of them, and the names are sorted", () => {
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(catalogue.names(), [...catalogue.names()].sort());
    assert.ok(catalogue.names().includes("other"));
  });

  test("two indices' keywords of different kinds are one keyword, without either's constant", () => {
    const indexOf = (type: string, more = {}) => ({ mappings: { properties: { a: { type, ...more } } } });
    const both = mappingCatalogue({ one: indexOf("constant_keyword", { value: "x" }), two: indexOf("keyword") });
    assert.deepEqual([both.catalogue.field("a"), both.diagnostics], [{ name: "a", type: "keyword" }, []]);
    const two = mappingCatalogue({
      one: indexOf("constant_keyword", { value: "x" }),
      two: indexOf("constant_keyword", { value: "y" }),
    });
    assert.deepEqual(two.catalogue.field("a"), { name: "a", type: "constant_keyword" });
  });
});

describe("hostile mappings", () => {
  test("objects without end", () => {
    let mapping: object = { type: "long" };
    for (let depth = 0; depth < 5000; depth++) mapping = { properties: { a: mapping } };
    assert.deepEqual(codesOf(mapping), ["MAP009 error"]);
  });

  test("names of the prototype", () => {
    const mapping = JSON.parse('{"properties": {"__proto__": {"type": "long"}, "constructor": {"type": "keyword"}}}');
    assert.equal(mappingCatalogue(mapping).catalogue.field("__proto__")?.type, "long");
    assert.equal(mappingCatalogue(mapping).catalogue.field("constructor")?.type, "keyword");
    assert.equal(mappingCatalogue({ properties }).catalogue.field("toString"), undefined);
  });

  test("too many fields", () => {
    const many = Object.fromEntries(Array.from({ length: 100_001 }, (_, n) => [`f${n}`, { type: "long" }]));
    assert.deepEqual(codesOf({ properties: many }), ["MAP009 error"]);
  });
});

test("an overlay answers first, and has the names of both", () => {
  const under = catalogueOf([
    { name: "a", type: "long" },
    { name: "b", type: "long" },
  ]);
  const both = overlay(
    under,
    catalogueOf([
      { name: "b", type: "ip" },
      { name: "c", type: "flattened" },
    ]),
  );
  assert.deepEqual(both.names(), ["a", "b", "c"]);
  assert.deepEqual(
    ["a", "b", "c.d", "d"].map((name) => both.field(name)?.type),
    ["long", "ip", "keyword", undefined],
  );
});
