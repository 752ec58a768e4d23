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

test("keys whose slots collide are told apart", () => {
  const keys = Array.from({ length: 64 }, (_, at) => `key${at}`);
  const tuples = new MemberTuples(keys.map((key) => ({ members: [key] })));
  const scan = fastestScan();
  const bytes = Buffer.from(JSON.stringify(Object.fromEntries(keys.map((key, at) => [key, at]))));
  const window = scan.buffer(bytes.length);
  window.set(bytes);
  const places = scan.members(window, 0, bytes.length, tuples)!;
  const numbers = keys.map((_, at) => scan.numberOfTuple(places, tuples, at));
  assert.equal(new Set(numbers).size, 64);
  for (const [at, key] of keys.entries()) {
    const member = places.find(key);
    assert.equal(bytes.toString("utf8", places.valueStart(member), places.valueEnd(member)), String(at));
  }
  assert.throws(() => new MemberTuples([{ members: [...keys, "one more"] }]), /too many keys/);
});
