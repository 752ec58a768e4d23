import assert from "node:assert/strict";
import { test } from "node:test";
import { dropEmpty } from "../../../src/normalize/dropEmpty.ts";
import { isJsonObject } from "../../../src/normalize/record.ts";
import { parseJson, printJson } from "../../../src/text/json.ts";

function dropped(json: string): string {
  const parsed = parseJson(json);
  assert.ok(parsed.ok && isJsonObject(parsed.value));
  const text = printJson(parsed.value);
  const kept = printJson(dropEmpty(parsed.value) ?? new Map());
  assert.equal(printJson(parsed.value), text, "the record itself stays as it was");
  return kept;
}

const cases: readonly (readonly [title: string, json: string, expected: string])[] = [
  ["null and the three words", '{"a":null,"b":"","c":"-","d":"none","e":"x"}', '{"e":"x"}'],
  [
    "other spellings stay",
    '{"a":"None","b":" ","c":"--","d":"null","e":0,"f":false}',
    '{"a":"None","b":" ","c":"--","d":"null","e":0,"f":false}',
  ],
  ["empty containers", '{"a":{},"b":[],"c":[{}],"d":{"e":[]}}', "{}"],
  ["what becomes empty", '{"a":{"b":[null,{"c":"none"}]},"d":1}', '{"d":1}'],
  ["elements of lists", '{"a":["x",null,"-",["none","y"]]}', '{"a":["x",["y"]]}'],
  ["order stays", '{"z":1,"10":2,"a":3}', '{"z":1,"10":2,"a":3}'],
];

for (const [title, json, expected] of cases) test(title, () => assert.equal(dropped(json), expected));
