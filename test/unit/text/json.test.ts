import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { JsonNumber, type JsonValue, parseJson, printJson } from "../../../src/text/json.ts";

/** What JSON.parse would have made of it; numbers as doubles, objects as null-prototype records. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return value.toNumber();
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  const object = Object.create(null);
  for (const [key, member] of value) object[key] = plain(member);
  return object;
}

function read(text: string): JsonValue {
  const result = parseJson(text);
  assert.ok(result.ok, `${text}: ${result.ok ? "" : result.reason}`);
  return result.value;
}

describe("parseJson", () => {
  const good = [
    "null",
    " true ",
    "false",
    '""',
    '"a\\u0041\\n\\"\\\\\\/\\b\\f\\r\\t"',
    '"\\ud83d\\ude00"',
    '"\\ud800"',
    '"\ud800 \u2028 \x7f"',
    "0",
    "-0",
    "-1.50e+10",
    "1E5",
    "123456789012345678901234567890",
    "[]",
    "{}",
    "[ ]",
    "{ }",
    "[1, [2, {}], []]",
    '{"a": {"b": [1, null]}, "c": "d"}',
    "\t\r\n [1]\n",
    '{"__proto__": 1, "10": 2, "": 3}',
  ];
  for (const text of good) {
    it(`accepts ${JSON.stringify(text)}`, () => {
      assert.equal(JSON.stringify(plain(read(text))), JSON.stringify(JSON.parse(text)));
    });
  }

  const bad: [text: string, offset: number, reason: string][] = [
    ["", 0, "expected a value, found the end"],
    ["  ", 2, "expected a value, found the end"],
    ["nul", 0, "expected a value"],
    ["truex", 4, "text after the end of the JSON value"],
    ["[1] [2]", 4, "text after the end of the JSON value"],
    ["[1,]", 3, "expected a value"],
    ["[,1]", 1, "expected a value"],
    ["[1 2]", 3, "expected `,` or `]` after an element"],
    ["[1", 2, "expected `,` or `]` after an element, found the end"],
    ["[1}", 2, "expected `,` or `]` after an element"],
    ['{"a":1', 6, "expected `,` or `}` after a member, found the end"],
    ['{"a":1]', 6, "expected `,` or `}` after a member"],
    ['{"a" 1}', 5, "expected `:` after a key"],
    ['{"a":1,}', 7, "expected a key in double quotes"],
    ["{a:1}", 1, "expected a key in double quotes"],
    ["{", 1, "expected a key in double quotes, found the end"],
    ["01", 1, "a number has a needless leading zero"],
    ["-", 1, "expected a digit, found the end"],
    ["+1", 0, "expected a value"],
    ["1.", 2, "expected a digit, found the end"],
    [".5", 0, "expected a value"],
    ["1e", 2, "expected a digit, found the end"],
    ["1e+x", 3, "expected a digit"],
    ["NaN", 0, "expected a value"],
    ["'a'", 0, "expected a value"],
    ['"a', 2, "the string is not closed"],
    ['"a\\', 3, "the string is not closed"],
    ['"a\nb"', 2, "a control character in a string must be escaped"],
    ['"a\\"\n"', 4, "a control character in a string must be escaped"],
    ['"\\x"', 1, "unknown escape in a string"],
    ['"\\u12g4"', 1, "`\\u` must be followed by four hexadecimal digits"],
    ["\ufeff1", 0, "expected a value"],
    ["[1]\u00a0", 3, "text after the end of the JSON value"],
  ];
  for (const [text, offset, reason] of bad) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => JSON.parse(text));
      assert.deepEqual(parseJson(text), { ok: false, offset, reason });
    });
  }

  it("keeps the digits of numbers", () => {
    const number = read("1234567890123456789.50");
    assert.ok(number instanceof JsonNumber);
    assert.equal(number.text, "1234567890123456789.50");
    assert.equal((read("9007199254740993") as JsonNumber).toScalar(), 9007199254740993n);
    assert.equal((read("9007199254740991") as JsonNumber).toScalar(), 9007199254740991);
  });

  it("keeps the first place and the last value of a repeated key, and counts it", () => {
    const result = parseJson('{"a":1,"2":0,"a":3,"a":[{"x":1,"x":2}]}');
    assert.ok(result.ok);
    assert.equal(printJson(result.value), '{"a":[{"x":2}],"2":0}');
    assert.equal(result.duplicateKeys, 3);
  });

  it("caps the depth", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    assert.ok(parseJson(nested(128)).ok);
    assert.deepEqual(parseJson(nested(129)), { ok: false, offset: 128, reason: "nested deeper than 128 levels" });
    assert.deepEqual(parseJson('{"a":{}}', { depth: 1 }), {
      ok: false,
      offset: 5,
      reason: "nested deeper than 1 levels",
    });
    const deep = parseJson(nested(200_000), { depth: 200_000 });
    assert.ok(deep.ok);
    assert.equal(printJson(deep.value), nested(200_000));
  });
});

describe("printJson", () => {
  it("writes without spaces what was read", () => {
    const text = '{"b":[1.0,-0,1e5,"\\n\\ud800é",{}],"10":null,"a":{"c":[[],true,false]}}';
    assert.equal(printJson(read(text)), text);
  });
});
