import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { necessaryLiterals } from "../../../src/engine/necessaryLiterals.ts";
import { userAgentRegexes } from "../../../src/normalize/generated/userAgentRegexes.ts";
import { understandKuery } from "../../../src/rule/understandKuery.ts";

const own = "aws.cloudtrail.";
const cases: readonly (readonly [note: string, query: string, lists: readonly (readonly string[])[]])[] = [
  ["a value with its quotes", `${own}error_code: AccessDenied`, [['"AccessDenied"']]],
  ["alternatives together", `${own}error_code: (AccessDenied or Throttled)`, [['"AccessDenied"', '"Throttled"']]],
  ["the piece of a pattern", `${own}user_identity.access_key_id: AKIA*`, [["AKIA"]]],
  ["no quotes where a boolean may stand", `${own}flattened.request_parameters.withDecryption: true`, [["true"]]],
  ["nothing of numbers, which have several spellings", `${own}flattened.request_parameters.port: 3389`, []],
  [
    "the end of a key, which may hold dots",
    `${own}flattened.request_parameters.tag.serialNumber: *`,
    [['serialNumber"']],
  ],
  ["a name of a program", 'user_agent.name: "aws-cli"', [["aws-cli"]]],
  ["nothing of a negation", `not ${own}error_code: AccessDenied`, []],
  ["nothing of what dispatch sees to", "event.action: CreateSnapshot", []],
  ["nothing of what a pipeline makes", "event.outcome: success and user_agent.name: Chrome", []],
];

for (const [note, query, lists] of cases) {
  test(`necessary is ${note}`, () => {
    const { predicate, diagnostics } = understandKuery({ name: "query", text: query }, defaultCatalogue);
    assert.ok(predicate !== undefined, JSON.stringify(diagnostics));
    assert.deepEqual(necessaryLiterals(predicate), lists);
  });
}

test("no name of a program that uap-core makes up could be taken for one that stands in the text", () => {
  const made = userAgentRegexes.userAgent.flatMap(([, , name]) => (name === undefined || name === "" ? [] : [name]));
  assert.ok(made.length > 100);
  for (const name of made) assert.doesNotMatch(name, /^[a-z0-9-]{4,}$/);
  // With a part of the text in it, a made-up name always has a capital letter of its own.
  for (const name of made.filter((each) => each.includes("$"))) assert.match(name.replace(/\$\d/g, ""), /[A-Z]/);
});
