import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type EcsValue, emptyObject } from "../../src/ecs/value.ts";
import type { PlainObject } from "../../src/rule/plain.ts";
import { printPlain } from "../../src/rule/printPlain.ts";
import { printToml } from "../../src/rule/printToml.ts";
import { readToml } from "../../src/rule/readToml.ts";
import type { Rule } from "../../src/rule/rule.ts";
import { differences } from "../../src/rule/sameDocument.ts";
import { tomlString } from "../../src/rule/tomlString.ts";
import { writeNdjson } from "../../src/rule/writeNdjson.ts";
import { writeToml } from "../../src/rule/writeToml.ts";
import { apiRule, load } from "../unit/rule/ruleFixtures.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);

const noParts = { lists: [], items: [], connectors: [] };

/** What strings of TOML trip over, between anything that Unicode has. */
const piece = fc.oneof(
  fc.constantFrom(
    "'",
    "''",
    "'''",
    '"',
    '""',
    '"""',
    "\\",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\x7f",
    "\u2028",
    "$",
    "{",
    "#",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.string({ maxLength: 8 }),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));

const { value } = fc.letrec<{ value: EcsValue; table: EcsValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    text,
    number,
    fc.boolean(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(tie("table"), { maxLength: 3 }),
    tie("table"),
  ),
  table: fc
    .dictionary(fc.oneof(text, fc.constantFrom("a", "b", "__proto__", "constructor")), tie("value"), { maxKeys: 4 })
    .map((members) => Object.assign(emptyObject(), members)),
}));
const table = fc
  .dictionary(text, value, { maxKeys: 5 })
  .map((members): PlainObject => Object.assign(emptyObject(), members));

/** A rule from Kibana with things of all kinds where they may stand. */
const rule = fc
  .record({ meta: table, mystery: value, note: text, setup: text, description: text })
  .map((more): Rule => {
    const query = 'any where event.action == "A"';
    const api = Object.assign(emptyObject(), apiRule, { author: [], query, ...more }) as PlainObject;
    const { rules, diagnostics } = load(printPlain(api), "r.ndjson");
    assert.equal(rules.length, 1, JSON.stringify(diagnostics.map(({ message }) => message)));
    assert.deepEqual(differences(api, rules[0]!.parameters as PlainObject), []);
    return rules[0]!;
  });

test("a text is the same text in TOML, whichever form it takes", () => {
  fc.assert(
    fc.property(text, fc.boolean(), (one, isQuery) => {
      const { document } = readToml({ name: "t", text: `a = ${tomlString(one, isQuery)}\n` });
      assert.equal(document?.value["a"], one);
    }),
    { seed, numRuns: 2000 },
  );
});

test("a document is the same document in TOML", () => {
  fc.assert(
    fc.property(table, (document) => {
      const printed = printToml(document);
      assert.deepEqual(printed.lost, []);
      const read = readToml({ name: "t", text: printed.text });
      assert.deepEqual(
        read.diagnostics.map(({ message }) => message),
        [],
      );
      assert.deepEqual(differences(document, read.document!.value), []);
    }),
    { seed, numRuns: 500 },
  );
});

test("a rule is the same rule as NDJSON and as TOML, there and back", () => {
  fc.assert(
    fc.property(rule, (one) => {
      const toml = writeToml(one, { day: "2026/03/10" });
      assert.deepEqual(toml.diagnostics, []);
      const [fromToml] = load(toml.text).rules;
      assert.deepEqual(differences(one.parameters as PlainObject, fromToml!.parameters as PlainObject), []);
      const again = load(writeToml(fromToml!, { day: "2026/03/10" }).text).rules[0]!;
      assert.deepEqual(differences(one.parameters as PlainObject, again.parameters as PlainObject), []);
      const [fromNdjson] = load(writeNdjson([fromToml!], noParts).text, "n.ndjson").rules;
      assert.deepEqual(differences(one.parameters as PlainObject, fromNdjson!.parameters as PlainObject), []);
    }),
    { seed, numRuns: 300 },
  );
});

test("what a rule loses in TOML is named by its key", () => {
  const lossy = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.oneof(value, fc.constant(null)), { minKeys: 1 });
  fc.assert(
    fc.property(lossy, (members) => {
      const one = load(JSON.stringify({ ...apiRule, author: [], meta: JSON.parse(printable(members)) }), "r.ndjson")
        .rules[0]!;
      const { text: written, diagnostics } = writeToml(one, { day: "2026/03/10" });
      const read = load(written).rules[0]!;
      const changed = differences(one.parameters as PlainObject, read.parameters as PlainObject);
      assert.equal(diagnostics.length, changed.length, printable(members));
    }),
    { seed, numRuns: 300 },
  );
});

/** Without bigints, which JSON.stringify refuses. */
function printable(members: object): string {
  return JSON.stringify(members, (_, each: unknown) => (typeof each === "bigint" ? Number(each) : each));
}
