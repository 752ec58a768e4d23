import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../../src/ecs/catalogue.ts";
import { printDocument } from "../../../../src/ecs/document.ts";
import { esqlAnswers } from "../../../../src/engine/run/esqlAnswers.ts";
import { esqlRun } from "../../../../src/engine/run/esqlRun.ts";
import type { RuleResult, RunOptions } from "../../../../src/engine/run/ruleRun.ts";
import { understandEsql } from "../../../../src/rule/understandEsql.ts";
import { event, hit, rule } from "../scene.ts";

const minute = 60_000;
const from = "FROM logs-aws.cloudtrail-*";
const cases: readonly (readonly [note: string, query: string, options: RunOptions])[] = [
  ["groups", `${from} | STATS n = COUNT(*), names = VALUES(user.name) BY source.ip | WHERE n > 1`, {}],
  ["a total", `${from} | STATS n = COUNT(*)`, {}],
  ["a limit that Kibana sets", `${from} | STATS n = COUNT(*) BY user.name | SORT user.name`, { isLikeKibana: true }],
  ["an end", `${from} | STATS n = COUNT(*) BY user.name`, { asOfMs: 20 * minute }],
  ["nothing", `${from} | STATS n = COUNT(*) BY user.name | WHERE n > 1000`, {}],
];

for (const [note, query, options] of cases) {
  test(`a query run on another thread gives the alerts that it gives here: ${note}`, () => {
    const understood = understandEsql({ name: "query", text: query }, defaultCatalogue);
    const execution = { kind: "esql", query: understood.checked! } as const;
    const runnable = {
      rule: rule("r", { type: "esql", query, maxSignals: 2 }),
      query: { kind: "event", predicate: understood.predicate! },
      execution,
      schedule: { intervalMs: 5 * minute, fromMs: 10 * minute, toMs: 0 },
    } as const;
    const run = esqlRun(runnable, 0, execution);
    for (let at = 0; at < 40; at++)
      run.add(hit(0, event(`e${at}`, at * minute, { "user.name": `u${at % 5}`, "source.ip": `10.0.0.${at % 3}` })));
    const { count, packed, finish } = run.apart!;
    assert.equal(count(), 40);
    // What crosses threads is cloned.
    const answers = structuredClone(esqlAnswers(runnable, execution, structuredClone(packed()), options));
    assert.deepEqual(printed(finish(answers, options)), printed(run.finish(options)));
    assert.equal(run.finish(options).alerts.length > 0, note !== "nothing");
  });
}

function printed({ alerts, ...rest }: RuleResult): unknown {
  return { ...rest, alerts: alerts.map(({ document }) => printDocument(document)) };
}
