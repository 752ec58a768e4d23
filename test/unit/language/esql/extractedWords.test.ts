import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../../src/ecs/catalogue.ts";
import { extractedWords, necessaryWord } from "../../../../src/language/esql/extractedWords.ts";
import { compileGrok } from "../../../../src/language/esql/functions/grok.ts";
import { understandEsql } from "../../../../src/rule/understandEsql.ts";

const patterns: readonly (readonly [pattern: string, word: string | undefined])[] = [
  [".*accessKeyId=(?<key>AKIA[A-Z0-9]{16}).*", "accessKeyId"],
  ["user %{WORD:name} signed in", "signed"],
  ["%{WORD:name}", undefined],
  ["(?<a>word)", undefined],
  ["abc", undefined],
  ["either|neither (?<a>.)", undefined],
  ["(?:one|two) three(?<a>.)", "three"],
  ["wordx?(?<a>.)", "word"],
  ["words*(?<a>.)", "word"],
  ["words{0,3}(?<a>.)", "word"],
  ["words+(?<a>.)", "words"],
  ["(?<a>\\(x) word", "word"],
  ["[word](?<a>.) more", "more"],
  ["[a[bc]](?<a>.) more", undefined],
  ["(?i)word (?<a>.)", undefined],
  ["(?i:w)ord word (?<a>.)", undefined],
  ["\\word (?<a>.) wide", "wide"],
];

for (const [pattern, word] of patterns) {
  test(`what ${pattern} matches holds ${word ?? "no word that is plain to see"}`, () => {
    assert.equal(necessaryWord(pattern), word);
  });
}

test("nothing without its word matches a pattern", () => {
  const texts = [
    "accessKeyId=AKIA0123456789ABCDEF",
    "user ana signed in",
    "one three4",
    "wor9",
    "wordssss9",
    "(x word",
  ];
  for (const [pattern, word] of patterns) {
    const grok = compileGrok(pattern);
    if ("problem" in grok || word === undefined) continue;
    for (const text of texts) if (grok.match(text) !== null) assert.ok(text.includes(word), `${pattern} on ${text}`);
  }
});

const from = "FROM logs-aws.cloudtrail-*";
const grok = 'GROK aws.cloudtrail.response_elements """accessKeyId=(?<key>[A-Z]+)"""';
const queries: readonly (readonly [note: string, query: string, words: Record<string, readonly string[]>])[] = [
  [
    "of a field that GROK alone reads",
    `${from} | ${grok} | STATS n = COUNT(*) BY key`,
    { "aws.cloudtrail.response_elements": ["accessKeyId"] },
  ],
  [
    "not of one that is read elsewhere",
    `${from} | ${grok} | STATS n = COUNT(aws.cloudtrail.response_elements) BY key`,
    {},
  ],
  [
    "not of one that KQL() reads",
    `${from} | WHERE KQL("aws.cloudtrail.response_elements: *") | ${grok} | STATS n = COUNT(*) BY key`,
    {},
  ],
  [
    "not of one that is read twice",
    `${from} | ${grok} | ${grok.replace("key", "other")} | STATS n = COUNT(*) BY key`,
    {},
  ],
  ["not of one that is given out", `${from} | ${grok} | KEEP key, aws.cloudtrail.response_elements`, {}],
  [
    "not of an expression",
    `${from} | EVAL a = user.name | ${grok.replace("aws.cloudtrail.response_elements", "a")} | STATS n = COUNT(*) BY key`,
    {},
  ],
];

for (const [note, query, words] of queries) {
  test(`words are asked ${note}`, () => {
    const { checked, diagnostics } = understandEsql({ name: "query", text: query }, defaultCatalogue);
    assert.ok(checked !== undefined, JSON.stringify(diagnostics.map(({ message }) => message)));
    const found = [...extractedWords(checked)].map(([{ name }, list]) => [name, list] as const);
    assert.deepEqual(Object.fromEntries(found), words);
  });
}
