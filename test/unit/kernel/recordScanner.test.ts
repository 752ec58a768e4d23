import assert from "node:assert/strict";
import { test } from "node:test";
import { RecordScanner } from "../../../src/kernel/recordScanner.ts";

interface Found {
  records: string[];
  rejects: string[];
}

function scan(text: string | Uint8Array, chunk = Number.POSITIVE_INFINITY): Found {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const found: Found = { records: [], rejects: [] };
  const scanner = new RecordScanner({
    record: (window, start, end, spans, offset) => {
      const record = new TextDecoder().decode(window.subarray(start, end));
      assert.equal(
        new TextDecoder().decode(bytes.subarray(offset, offset + end - start)),
        record,
        "offset names the record",
      );
      const name =
        spans.plain && spans.nameStart >= 0
          ? `=${new TextDecoder().decode(window.subarray(spans.nameStart, spans.nameEnd))}`
          : "";
      found.records.push(record + name);
    },
    reject: (reason, offset, length) => found.rejects.push(`${reason} ${offset}+${length}`),
  });
  for (let i = 0; i < bytes.length; i += Math.min(chunk, bytes.length))
    scanner.push(bytes.slice(i, i + Math.min(chunk, bytes.length)));
  scanner.end();
  return found;
}

const cases: { note: string; text: string; records: string[]; rejects?: string[] }[] = [
  { note: "S3 object", text: '{"Records":[{"a":1},{"b":[2]}]}', records: ['{"a":1}', '{"b":[2]}'] },
  { note: "byte-order mark", text: '\ufeff{"Records":[{"a":1}]}', records: ['{"a":1}'] },
  {
    note: "pretty-printed envelope",
    text: '{\n  "Records": [\n{"a": 1}\n,\n{"b": 2}\n]\n}\n',
    records: ['{"a": 1}', '{"b": 2}'],
  },
  { note: "envelope key behind others", text: '{"nextLink":"x","value":[{"a":1}],"count":1}', records: ['{"a":1}'] },
  {
    note: "two arrays in one envelope",
    text: '{"Records":[{"a":1}],"records":[{"b":1}]}',
    records: ['{"a":1}', '{"b":1}'],
  },
  {
    note: "a record may have an array called value",
    text: '{"operationName":"x","value":[1]}',
    records: ['{"operationName":"x","value":[1]}'],
  },
  { note: "array", text: '[{"a":1},{"b":2}]', records: ['{"a":1}', '{"b":2}'] },
  { note: "empty array and envelope", text: '[]{"Records":[]}', records: [] },
  {
    note: "JSON lines of envelopes",
    text: '{"records":[{"a":1}]}\n{"records":[{"b":1}]}\n',
    records: ['{"a":1}', '{"b":1}'],
  },
  {
    note: "JSON lines",
    text: '{"eventName":"A"}\n{"eventName":"B"}',
    records: ['{"eventName":"A"}=A', '{"eventName":"B"}=B'],
  },
  { note: "values without separator", text: '{"a":1}{"b":2}', records: ['{"a":1}', '{"b":2}'] },
  {
    note: "the last of a repeated key counts",
    text: '[{"eventName":"A","eventName":"B"}]',
    records: ['{"eventName":"A","eventName":"B"}=B'],
  },
  {
    note: "nested eventName is not the record's",
    text: '[{"x":{"eventName":"A"}}]',
    records: ['{"x":{"eventName":"A"}}'],
  },
  {
    note: "escaped key makes the record unplain",
    text: '[{"event\\u004eame":"A","eventName":"B"}]',
    records: ['{"event\\u004eame":"A","eventName":"B"}'],
  },
  { note: "escaped value makes the record unplain", text: '[{"eventName":"A\\n"}]', records: ['{"eventName":"A\\n"}'] },
  { note: "non-objects are handed over", text: '[1,"x",null,[2]]', records: ["1", '"x"', "null", "[2]"] },
  {
    note: "bad element costs itself",
    text: '{"Records":[{"a":1},{"b":x},{"c":3}]}',
    records: ['{"a":1}', '{"c":3}'],
    rejects: ["invalid JSON 20+7"],
  },
  {
    note: "bad line costs itself",
    text: '{"a":1}\nhello\n{"b":2}\n',
    records: ['{"a":1}', '{"b":2}'],
    rejects: ["not JSON 8+5"],
  },
  {
    note: "an open string ends at its line",
    text: '{"a":"x\n{"b":2}\n',
    records: ['{"b":2}'],
    rejects: ["invalid JSON 0+7"],
  },
  {
    note: "truncated in a record",
    text: '{"Records":[{"a":1},{"b":',
    records: ['{"a":1}'],
    rejects: ["truncated JSON 20+5"],
  },
  {
    note: "truncated between records",
    text: '{"Records":[{"a":1},',
    records: ['{"a":1}'],
    rejects: ["truncated JSON 20+0"],
  },
  {
    note: "unbalanced quote goes on at the next record",
    text: '[{"a":"x},{"b":2},{"c":3}]',
    records: ['{"b":2}', '{"c":3}'],
    rejects: ["invalid JSON 1+9"],
  },
  {
    note: "too deep",
    text: `[${"[".repeat(200)}${"]".repeat(200)},{"a":1}]`,
    records: ['{"a":1}'],
    rejects: ["nested deeper than 128 1+400"],
  },
  {
    note: "a stray closer at the front of the window is known to be vain at once",
    text: '[1,},{"":null},[:{},[]]]',
    records: ["1", '{"":null}', "[]"],
    rejects: ["invalid JSON 3+1", "invalid JSON 16+3"],
  },
  {
    note: "leading zero, bare control and bad escape are invalid",
    text: '[{"a":01},{"a":"\t"},{"a":"\\x"},{"a":1}]',
    records: ['{"a":1}'],
    rejects: ["invalid JSON 1+8", "invalid JSON 10+9", "invalid JSON 20+10"],
  },
];

for (const { note, text, records, rejects = [] } of cases) {
  test(`splits: ${note}`, () => {
    for (const chunk of [Number.POSITIVE_INFINITY, 1, 2, 3, 7]) {
      const found = scan(text, chunk);
      assert.deepEqual(found.records, records, `chunks of ${chunk}`);
      assert.deepEqual(found.rejects, rejects, `chunks of ${chunk}`);
    }
  });
}

test("a record over 4 MiB is refused and the next one read", () => {
  const long = `{"Records":[{"a":"${"x".repeat(5 << 20)}"},{"b":1}]}`;
  for (const chunk of [Number.POSITIVE_INFINITY, 1 << 20, 65_536]) {
    const found = scan(long, chunk);
    assert.deepEqual(found.records, ['{"b":1}']);
    assert.equal(found.rejects.length, 1);
    assert.match(found.rejects[0]!, /^record longer than 4 MiB 12\+/);
  }
});

test("one line of many records streams in bounded memory", () => {
  let count = 0;
  const scanner = new RecordScanner({ record: () => count++, reject: () => assert.fail("nothing is wrong") });
  const chunk = new TextEncoder().encode(`${'{"eventName":"A","x":[1,2,3]},'.repeat(1000)}`);
  scanner.push(new TextEncoder().encode('{"Records":['));
  for (let i = 0; i < 300; i++) scanner.push(chunk);
  scanner.push(new TextEncoder().encode('{"a":1}]}'));
  scanner.end();
  assert.equal(count, 300_001);
});
