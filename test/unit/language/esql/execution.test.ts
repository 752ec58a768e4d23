import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueOf } from "../../../../src/ecs/catalogue.ts";
import type { Scalar } from "../../../../src/ecs/value.ts";
import { check, compile, parse, type SourceRow } from "../../../../src/language/esql/index.ts";

const catalogue = catalogueOf([
  { name: "s", type: "keyword" },
  { name: "x", type: "double" },
]);

function compiled(text: string) {
  const source = { name: "<query>", text };
  return compile(check(parse(source).query!, source, { catalogue }).query!);
}

function rowOf(value: Scalar): SourceRow {
  return { values: () => [value], metadata: () => null };
}

function reversed(text: string): unknown {
  return compiled("FROM t | EVAL r = REVERSE(s) | KEEP r").run([rowOf(text)], { nowMs: 0 }).rows[0]![0];
}

test("what reads no row warns in each run", () => {
  const program = compiled("ROW a = [1, 2] + 1");
  const first = program.run([], { nowMs: 0 });
  assert.ok(first.warnings.length > 0);
  assert.deepEqual(program.run([], { nowMs: 0 }), first);
});

test("REVERSE keeps characters whole wherever a long text is taken apart", () => {
  const characters = ["é", "e\u0301", "👍🏽", "👨‍👩‍👧", "🇩🇪", "\r\n", "x"];
  for (let shift = 0; shift < 16; shift++) {
    const wanted = ["a".repeat(shift), ...Array.from({ length: 300 }, (_, at) => characters[(at * 5) % 7]!)];
    assert.equal(reversed(wanted.join("")), wanted.toReversed().join(""));
  }
  const marks = `e${"\u0301".repeat(5000)}`;
  assert.equal(reversed(`a${marks}`), `${marks}a`);
});

test("REVERSE of a long text takes time in proportion", () => {
  const start = process.cpuUsage();
  assert.equal(String(reversed("é".repeat(200_000))).length, 200_000);
  assert.ok(process.cpuUsage(start).user < 5_000_000, "a segmenter on the whole text takes 25 s");
});

for (const [name, values, wanted] of [
  ["VARIANCE", [1e308, 1e308, -1e308], null],
  ["STD_DEV", [-1e300, 0.5], null],
  ["MEDIAN", [-1e308, 3, 1e308], 3],
  ["STD_DEV", [1, 3], 1],
] as const) {
  test(`${name} of ${values.join(", ")} is ${wanted}`, () => {
    const { rows } = compiled(`FROM t | STATS r = ${name}(x)`).run(values.map(rowOf), { nowMs: 0 });
    assert.deepEqual(rows, [[wanted]]);
  });
}
