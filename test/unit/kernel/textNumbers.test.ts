import assert from "node:assert/strict";
import { test } from "node:test";
import { fastestScan, JsonScan, MemberTuples, type ValueScan } from "../../../src/kernel/index.ts";
import { textTable } from "../../../src/kernel/textNumbers.ts";

const scans: readonly [name: string, make: () => ValueScan][] = [
  ["WebAssembly", fastestScan],
  ["scalar", () => new JsonScan()],
];

function numberOf(scan: ValueScan, text: string): number {
  const bytes = Buffer.from(text);
  return scan.numberOf(bytes, 0, bytes.length);
}

/** In the scan's own window, where it is fastest, behind and before what is none of the text. */
function numberInWindow(scan: ValueScan, text: string): number {
  const bytes = Buffer.from(text);
  const window = scan.buffer(bytes.length + 64).fill(0x78);
  window.set(bytes, 5);
  return scan.numberOf(window, 5, 5 + bytes.length);
}

for (const [name, make] of scans) {
  test(`${name}: texts have one number exactly if they are equal, wherever they lie`, () => {
    const scan = make();
    const texts = ["", "a", "b", "ab", "abcdefgh", "abcdefgi", "abcdefghi", "\u0000", "\u0000\u0000", "ü".repeat(400)];
    const numbers = texts.map((text) => numberOf(scan, text));
    assert.equal(new Set(numbers).size, texts.length);
    assert.ok(numbers.every((number) => number > 0));
    for (const [at, text] of texts.entries()) {
      assert.equal(numberOf(scan, text), numbers[at]);
      assert.equal(numberInWindow(scan, text), numbers[at]);
    }
  });

  test(`${name}: a text that is too long gets no number, and there is room for others`, () => {
    const scan = make();
    assert.ok(numberOf(scan, "x".repeat(textTable.longest)) > 0);
    assert.ok(numberOf(scan, "x".repeat(textTable.longest + 1)) < 0);
    assert.equal(scan.isFull, false);
  });

  test(`${name}: a full table says so, keeps what it has, and begins anew when told to`, () => {
    const scan = make();
    const first = numberOf(scan, "text 0");
    let count = 1;
    while (numberOf(scan, `text ${count}`) > 0) count++;
    assert.ok(count > textTable.mostTexts * 0.9);
    assert.equal(scan.isFull, true);
    assert.equal(numberOf(scan, "text 0"), first);
    scan.forgetTexts();
    assert.equal(scan.isFull, false);
    assert.equal(numberOf(scan, "another"), 1);
    assert.equal(numberOf(scan, "text 0"), 2);
  });

  test(`${name}: a full table is one of many bytes, too`, () => {
    const scan = make();
    let count = 0;
    while (numberOf(scan, `${count}`.padEnd(textTable.longest, "x")) > 0) count++;
    assert.equal(count, textTable.mostBytes / textTable.longest);
    assert.equal(scan.isFull, true);
  });

  test(`${name}: a tuple of members is told by their texts, and by which are missing`, () => {
    const scan = make();
    const tuples = new MemberTuples(
      [{ members: ["a"] }, { members: ["a", "b"] }, { members: ["c"], longest: 3 }],
      ["d"],
    );
    const numbersOf = (json: string): number[] => {
      const bytes = Buffer.from(json);
      const window = scan.buffer(bytes.length + 16);
      window.set(bytes);
      const places = scan.members(window, 0, bytes.length, tuples)!;
      const numbers = [0, 1, 2].map((tuple) => scan.numberOfTuple(places, tuples, tuple));
      // The same in a copy that outlives the scan of another record.
      const copy = places.in(bytes, 0).copy();
      scan.members(window, 0, scan.value(window, 0, bytes.length), tuples);
      assert.deepEqual(
        [0, 1, 2].map((tuple) => scan.numberOfTuple(copy, tuples, tuple)),
        numbers,
      );
      return numbers;
    };
    const both = numbersOf('{"a":1,"b":2,"d":{"a":3}}');
    assert.deepEqual(numbersOf('{"d":{"a":4},"b":2,"a":1}'), both);
    const [onlyA, tupleOfA] = numbersOf('{"a":1}');
    assert.equal(onlyA, both[0]);
    assert.notEqual(tupleOfA, both[1]);
    assert.equal(numbersOf('{"b":1}')[0], 0);
    assert.notEqual(numbersOf('{"b":1}')[1], tupleOfA);
    assert.equal(numbersOf('{"c":1}')[2]! > 0, true);
    assert.equal(numbersOf('{"c":1234}')[2]! < 0, true);
  });
}

test("paths whose slots collide are told apart", () => {
  const keys = Array.from({ length: 62 }, (_, at) => `key${at}`);
  const paths = ["a", "b"].flatMap((above) => keys.map((key) => `${above}.${key}`));
  const tuples = new MemberTuples(paths.map((path) => ({ members: [path] })));
  const scan = fastestScan();
  const inner = (from: number) => Object.fromEntries(keys.map((key, at) => [key, from + at]));
  const bytes = Buffer.from(JSON.stringify({ a: inner(0), b: inner(100) }));
  const window = scan.buffer(bytes.length);
  window.set(bytes);
  const places = scan.members(window, 0, bytes.length, tuples)!;
  const numbers = paths.map((_, at) => scan.numberOfTuple(places, tuples, at));
  assert.equal(new Set(numbers).size, paths.length);
  for (const [at, path] of paths.entries()) {
    const member = places.find(path);
    const value = path.startsWith("a") ? at : at + 100 - keys.length;
    assert.equal(bytes.toString("utf8", places.valueStart(member), places.valueEnd(member)), String(value));
  }
  const many = Array.from({ length: 129 }, (_, at) => ({ members: [`key${at}`] }));
  assert.throws(() => new MemberTuples(many), /too many members/);
});

test("a member below is found only through objects, and where it is said to stand", () => {
  const paths = ["a", "a.b", "a.b.c", "a.d", "e.b"];
  const tuples = new MemberTuples(paths.map((members) => ({ members: [members] })));
  const cases: [json: string, values: (string | undefined)[]][] = [
    ['{"a":{"b":{"c":1},"d":2},"e":3}', ['{"b":{"c":1},"d":2}', '{"c":1}', "1", "2", undefined]],
    ['{"a":[{"b":1}],"b":{"c":4},"c":5}', ['[{"b":1}]', undefined, undefined, undefined, undefined]],
    [
      '{ "a" : { "d" : "}" , "b" : [ {"c":1} , {"d":2} ] } , "e" : { "b" : {} } }',
      [' { "d" : "}" , "b" : [ {"c":1} , {"d":2} ] } ', ' [ {"c":1} , {"d":2} ] ', undefined, ' "}" ', " {} "],
    ],
    ['{"a":"{\\"b\\":1}","x":{"a":{"b":1}},"a.b":2}', ['"{\\"b\\":1}"', undefined, undefined, undefined, undefined]],
    ['{"a":{},"e":{"x":{"b":1}}}', ["{}", undefined, undefined, undefined, undefined]],
  ];
  for (const [, make] of scans) {
    const scan = make();
    for (const [json, values] of cases) {
      const bytes = Buffer.from(json);
      const window = scan.buffer(bytes.length + 16);
      window.set(bytes);
      for (const known of [tuples, undefined]) {
        const places = scan.members(window, 0, bytes.length, known)!;
        for (const each of [places, places.copy(), places.in(bytes, 0)]) {
          const found = paths.map((path) => {
            const member = each.find(path);
            return member < 0 ? undefined : bytes.toString("utf8", each.valueStart(member), each.valueEnd(member));
          });
          assert.deepEqual(found, values, json);
        }
      }
    }
  }
});
