import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, test } from "node:test";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { planRules } from "../../src/engine/plan.ts";
import { FileScan } from "../../src/io/fileScan.ts";
import { readRecord } from "../../src/normalize/readRecord.ts";
import { loadUserAgentParser } from "../../src/normalize/userAgent.ts";
import { compileRule } from "../../src/rule/compileRule.ts";
import { loadRules } from "../../src/rule/load.ts";
import type { RunnableRule } from "../../src/rule/rule.ts";
import { proveDetection } from "../../src/testing/prove.ts";
import { hasErrors } from "../../src/text/diagnostic.ts";
import { checkout, ruleFilesById, skip } from "./checkout.ts";
import { type RuleCases, readCases } from "./readCases.ts";

const userAgent = await loadUserAgentParser();
const all = readCases();

describe("records authored for Elastic's rules", () => {
  for (const cases of all) {
    test(`${cases.file}: every record is read, and cases go both ways`, () => {
      for (const line of cases.cases.flatMap(({ lines }) => lines)) {
        const outcome = readRecord(line, { userAgent });
        assert.equal(outcome.kind, "event", JSON.stringify(outcome));
        assert.ok(outcome.kind === "event" && cases.datasets.includes(outcome.event.dataset), line);
      }
      assert.ok(
        cases.cases.some(({ matchCount }) => matchCount > 0) && cases.cases.some(({ matchCount }) => matchCount === 0),
      );
    });
  }
});

describe("Elastic's rules, unmodified", { skip }, () => {
  const files = ruleFilesById();
  for (const cases of all) {
    test(`${cases.file}: ${cases.title}`, () => {
      const rule = runnable(files.get(cases.rule), cases);
      const normalize = { userAgent, ...(cases.geo === undefined ? {} : { geo: cases.geo }) };
      const proof = proveDetection({ rule, cases: cases.cases, normalize });
      for (const { name, expected, got, unread } of proof.cases)
        assert.deepEqual({ name, got, unread }, { name, got: expected, unread: [] });
    });
  }
});

describe("Elastic's rules over files of records", { skip }, () => {
  test("the fast path finds what the reference path finds, all AWS rules together", async (context) => {
    const files = ruleFilesById();
    const own = all.filter(
      ({ datasets, indicators }) => datasets.includes("aws.cloudtrail") && indicators === undefined,
    );
    const plan = planRules(own.map((cases) => runnable(files.get(cases.rule), cases)));
    const folder = mkdtempSync(join(tmpdir(), "eqlite-elastic-"));
    context.after(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "records.ndjson");
    let hits = 0;
    for (const { file, cases, geo } of own) {
      writeFileSync(path, cases.flatMap(({ lines }) => lines).join("\n"));
      const normalize = { userAgent, ...(geo === undefined ? {} : { geo }) };
      const [fast, reference] = await Promise.all(
        [false, true].map((isReference) => new FileScan(plan, { normalize, reference: isReference }).file(path)),
      );
      assert.deepEqual(fast!.records, reference!.records, file);
      hits += fast!.records.length;
    }
    assert.ok(hits > 300, `${hits}`);
  });
});

function runnable(path: string | undefined, { rule: id, indicators }: RuleCases): RunnableRule {
  assert.ok(path !== undefined && checkout !== undefined, `no rule ${id} in the checkout`);
  const source = { name: relative(checkout, path), text: readFileSync(path, "utf8") };
  const loaded = loadRules(source, {
    catalogue: defaultCatalogue,
    valueLists: () => undefined,
    exceptionItems: () => [],
  });
  assert.ok(!hasErrors(loaded.diagnostics), JSON.stringify(loaded.diagnostics.map(({ message }) => message)));
  const compiled = compileRule(loaded.rules[0]!, defaultCatalogue, indicators === undefined ? {} : { indicators });
  assert.ok(
    compiled.runnable !== undefined,
    JSON.stringify([compiled.unsupported?.reason, compiled.diagnostics.map(({ message }) => message)]),
  );
  return compiled.runnable;
}
