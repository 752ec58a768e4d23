import assert from "node:assert/strict";
import { test } from "node:test";
import { JsonScan, type ValueScan } from "../../../src/kernel/jsonScan.ts";
import { freeComparisons, LiteralSet } from "../../../src/kernel/literalSet.ts";
import { fastestScan } from "../../../src/kernel/wasmScan.ts";

const scans: readonly (readonly [string, ValueScan])[] = [
  ["scalar", new JsonScan()],
  ["WebAssembly", fastestScan()],
];
const bytesOf = (text: string) => new TextEncoder().encode(text);
const setOf = (needles: readonly string[]) => new LiteralSet(needles.map(bytesOf));

/** The needles that the scan finds in the record, which lies at an offset of the window between other bytes. */
function found(scan: ValueScan, needles: readonly string[], record: string, before = "", after = ""): string[] {
  const start = bytesOf(before).length;
  const whole = bytesOf(before + record + after);
  const window = scan.buffer(whole.length);
  window.set(whole);
  return present(scan.literals(setOf(needles), window, start, start + bytesOf(record).length), needles);
}

function present(answer: Int32Array, needles: readonly string[]): string[] {
  return needles.filter((_, number) => ((answer[number >>> 5]! >>> (number & 31)) & 1) === 1);
}

const dots = (count: number) => ".".repeat(count);

const cases: readonly {
  readonly name: string;
  readonly needles: readonly string[];
  readonly record: string;
  readonly before?: string;
  readonly after?: string;
  readonly finds: readonly string[];
}[] = [
  { name: "no needle", needles: [], record: "abc", finds: [] },
  { name: "an empty record", needles: ["a", "ab", "abc"], record: "", before: "abc", after: "abc", finds: [] },
  { name: "at the start", needles: ["AKIA", "IAKA"], record: `AKIA${dots(40)}`, finds: ["AKIA"] },
  { name: "at the end", needles: ["AKIA", "AKIB"], record: `${dots(43)}AKIA`, finds: ["AKIA"] },
  { name: "as the whole record", needles: ["Cyberduck"], record: "Cyberduck", finds: ["Cyberduck"] },
  { name: "one byte longer than the record", needles: ["Cyberduck"], record: "Cyberduc", after: "k", finds: [] },
  { name: "begun before the record", needles: ["Cyberduck", "duck"], record: "erduck", before: "Cyb", finds: ["duck"] },
  { name: "going on behind the record", needles: ["Cyberduck", "Cyb"], record: "Cyb", after: "erduck", finds: ["Cyb"] },
  { name: "behind the record", needles: ["abc"], record: dots(17), after: "abc", finds: [] },
  { name: "of one byte", needles: ["a", "b", "c"], record: "xbx", before: "a", after: "c", finds: ["b"] },
  { name: "of one byte, first and last", needles: ["a", "b"], record: `a${dots(30)}b`, finds: ["a", "b"] },
  { name: "of two bytes", needles: ["ab", "ba", "bb"], record: `${dots(15)}ab`, after: "b", finds: ["ab"] },
  { name: "of two bytes, first", needles: ["ab", "xa"], record: `ab${dots(30)}`, before: "x", finds: ["ab"] },
  { name: "of three bytes", needles: ["abc", "abd"], record: `${dots(14)}abd`, finds: ["abd"] },
  { name: "that overlap", needles: ["abab", "baba", "bab", "abb"], record: "ababa", finds: ["abab", "baba", "bab"] },
  { name: "one in another", needles: [".env", ".env.", "env"], record: "/x/.env", after: ".", finds: [".env", "env"] },
  { name: "equal ones", needles: ["key", "key"], record: "a key", finds: ["key", "key"] },
  { name: "not ASCII", needles: ["pä", "ä", "ö", "日本"], record: "päper 日本", finds: ["pä", "ä", "日本"] },
  { name: "of zero bytes", needles: ["\0\0\0", "\0"], record: "a\0b", before: "\0\0", after: "\0\0", finds: ["\0"] },
  {
    name: "longer than two blocks, differing at the end",
    needles: [`${"q".repeat(40)}1`, `${"q".repeat(40)}2`],
    record: `x${"q".repeat(41)}2`,
    finds: [`${"q".repeat(40)}2`],
  },
];

for (const [kind, scan] of scans) {
  for (const { name, needles, record, before, after, finds } of cases) {
    test(`${kind} literals: ${name}`, () => {
      assert.deepEqual(found(scan, needles, record, before, after), finds);
    });
  }

  test(`${kind} literals: at every place of a few blocks, whatever the record's place`, () => {
    for (let at = 0; at < 50; at++) {
      for (const needle of ["S3 Browser", '"AssumedRole"', "\\u", "x"]) {
        const record = dots(at) + needle + dots(50 - at);
        for (const before of ["", "S", dots(13)]) assert.deepEqual(found(scan, [needle], record, before), [needle]);
        assert.deepEqual(found(scan, [needle], record.replace(needle.slice(-1), "")), [], `${needle} at ${at}`);
      }
    }
  });

  test(`${kind} literals: far more needles than buckets and than bits of a word, each by itself`, () => {
    const needles = Array.from({ length: 150 }, (_, i) => `${String.fromCharCode(65 + (i % 26))}${i}Name${i * 7919}`);
    for (const needle of needles) {
      const expected = needles.filter((other) => needle.includes(other));
      assert.deepEqual(found(scan, needles, `{"${needle}":1}`), expected);
    }
    assert.deepEqual(found(scan, needles, needles.join(",")), needles);
  });

  test(`${kind} literals: one set after another, and the first again`, () => {
    const sets = Array.from({ length: 300 }, (_, i) => {
      const needles = [`set${i}`, ...Array.from({ length: 40 }, (_, k) => `filler-${i}-${k}-${dots(20)}`)];
      return { needles, set: setOf(needles) };
    });
    const window = scan.buffer(64);
    for (let round = 0; round < 2; round++) {
      sets.forEach(({ needles, set }, i) => {
        window.set(bytesOf(`x set${i} `));
        const length = `x set${i} `.length;
        assert.deepEqual(present(scan.literals(set, window, 0, length), needles), [`set${i}`]);
      });
    }
  });

  test(`${kind} literals: bytes that lie elsewhere, and a buffer that has grown meanwhile`, () => {
    const needles = ["AKIA", "Cyberduck"];
    const set = setOf(needles);
    const elsewhere = bytesOf("..Cyberduck..");
    const window = scan.buffer(100);
    window.fill(0x2e, 0, 100);
    window.set(bytesOf("AKIA"), 50);
    assert.deepEqual(present(scan.literals(set, elsewhere, 0, elsewhere.length), needles), ["Cyberduck"]);
    assert.deepEqual(present(scan.literals(set, window, 0, 100), needles), ["AKIA"]);
    const view = Buffer.from(window.buffer, window.byteOffset + 40, 20);
    assert.deepEqual(present(scan.literals(set, view, 0, 20), needles), ["AKIA"]);
    assert.deepEqual(present(scan.literals(set, view, 0, 13), needles), []);
    const larger = scan.buffer(window.length + 1_000_000);
    assert.deepEqual(present(scan.literals(set, larger, 0, 100), needles), ["AKIA"]);
    larger.set(bytesOf("Cyberduck"), larger.length - 9);
    assert.deepEqual(present(scan.literals(set, larger, 100, larger.length), needles), ["Cyberduck"]);
  });

  test(`${kind} literals: needles too many or too long for the module's table`, () => {
    const many = Array.from({ length: 5000 }, (_, i) => `many${i};`);
    assert.equal(setOf(many).table, undefined);
    assert.deepEqual(found(scan, many, "..many4999;.many7;."), ["many7;", "many4999;"]);
    const long = ["a".repeat(70_000), "AKIA"];
    assert.equal(setOf(long).table, undefined);
    assert.deepEqual(found(scan, long, `${"a".repeat(70_000)}AKI`), [long[0]]);
  });

  test(`${kind} literals: gives up where each place would have to be compared with many needles`, () => {
    const needles = Array.from({ length: 40 }, (_, i) => `${"q".repeat(30)}${i + 10}`);
    const short = "q".repeat(Math.floor(freeComparisons / 40));
    assert.deepEqual(found(scan, needles, short), []);
    assert.deepEqual(found(scan, needles, `${short}12`), ["q".repeat(30) + 12]);
    const long = "q".repeat(1000);
    assert.deepEqual(found(scan, needles, long), needles, "all, though none is there");
  });
}

test("a needle must not be empty", () => {
  assert.throws(() => setOf(["a", ""]), /must not be empty/);
});

test("a needle is found by its rarest bytes, not by what stands in every record", () => {
  const needles = ['"AssumedRole"', '"codebuild.amazonaws.com"', "AKIA"];
  const fingerprints = setOf(needles)
    .buckets.flat()
    .sort((a, b) => a.number - b.number)
    .map(({ number, last }) => needles[number]!.slice(last - 2, last + 1));
  for (const common of ["aws", "ama", ".co", "com", "rol"])
    assert.ok(!fingerprints.includes(common), `${fingerprints}`);
});
