import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultCatalogue } from "../../../../src/ecs/catalogue.ts";
import { check, lower, parse } from "../../../../src/language/eql/index.ts";
import type { Diagnostic } from "../../../../src/text/diagnostic.ts";

/** What is said of a query that parses, within a second of processor time; the machine may be busy. */
function said(text: string): readonly Diagnostic[] {
  const source = { name: "<query>", text };
  const parsed = parse(source);
  assert.deepEqual(parsed.diagnostics, []);
  const started = process.cpuUsage();
  const checked = check(parsed.query!, source, { catalogue: defaultCatalogue });
  if (checked.query !== null) lower(checked.query);
  assert.ok(process.cpuUsage(started).user < 1_000_000, "slow");
  return checked.diagnostics;
}

const codes = (text: string) => said(text).map(({ code }) => code);
const list = (item: string) =>
  Array.from({ length: Math.min(16_384, Math.floor(130_000 / (item.length + 1))) }, () => item).join();

describe("queries that cost much to check", () => {
  const costly: Record<string, string> = {
    "short patterns": '"ab"',
    "counted repetitions": '".{1000}"',
    "repetitions within repetitions": '"((a{1,10}){1,10}){1,10}"',
    intervals: '"<123456789-987654321>"',
    complements: '"~(.*a.{8})"',
    intersections: '"(.*a.{4})&(.*b.{4})"',
  };
  for (const [name, pattern] of Object.entries(costly)) {
    it(`${name} by the thousand are refused once`, () => {
      assert.deepEqual(codes(`any where user.name regex (${list(pattern)})`), ["EQL127"]);
    });
  }

  it("counted repetitions on computed values by the thousand are refused once", () => {
    assert.deepEqual(codes(`any where concat(user.name) regex (${list('"(a|b){1,99}"')})`), ["EQL127"]);
  });

  it("patterns in many conditions share the budget", () => {
    assert.deepEqual(codes(`any where ${'user.name regex "~(.*a.{8})" or '.repeat(500)}true`), ["EQL127"]);
  });

  it("hundreds of patterns as rules have them are taken", () => {
    const patterns = list('"C:\\\\\\\\Users\\\\\\\\[^\\\\\\\\]+\\\\\\\\[a-z0-9]{8,16}\\\\.(exe|dll)"')
      .split(",")
      .slice(0, 300);
    assert.deepEqual(codes(`any where user.name regex (${patterns.join()})`), []);
  });

  it("a pattern that is too large by itself is said to be so, not the query", () => {
    assert.deepEqual(codes('any where user.name regex "~(.*a.{14})"'), ["EQL118"]);
  });

  it("fifty unknown fields are named; near names are sought for twenty", () => {
    const slips = Array.from({ length: 60 }, (_, at) => `aws.cloudtrail.request_paramters${at} == 1`).join(" or ");
    const diagnostics = said(`any where ${slips}`);
    assert.equal(diagnostics.length, 50);
    assert.ok(diagnostics.every(({ code }) => code === "EQL101"));
    assert.equal(diagnostics.filter(({ help }) => help?.startsWith("did you mean")).length, 20);
    assert.ok(diagnostics.every(({ help }) => help !== undefined));
  });

  it("a name of thousands of parts is named, shortened", () => {
    const [unknown] = said(`any where ${"a.".repeat(60_000)}a == 1`);
    assert.equal(unknown?.code, "EQL101");
    assert.ok(unknown.message.length < 120);
    assert.deepEqual(codes(`any where labels.${"a.".repeat(60_000)}a == "x"`), []);
  });
});
