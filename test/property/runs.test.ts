import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { buildAlerts } from "../../src/engine/alerts.ts";
import { planRules } from "../../src/engine/plan.ts";
import { check, lower, parse } from "../../src/language/eql/index.ts";
import type { Query } from "../../src/predicate/query.ts";
import { event, rule } from "../unit/engine/scene.ts";
import { numRuns } from "./numRuns.ts";

function queryOf(text: string): Query {
  const source = { name: "<query>", text };
  const parsed = parse(source);
  assert.deepEqual(parsed.diagnostics, []);
  const checked = check(parsed.query!, source, { catalogue: defaultCatalogue });
  assert.deepEqual(checked.diagnostics, []);
  return lower(checked.query!);
}

function alertIds(query: Query, actions: readonly { action: string; user: string }[]): string[] {
  const plan = planRules([{ rule: rule("r"), query }]);
  const events = actions.map(({ action, user }, i) =>
    event(`e${100 + i}`, i, { "event.action": action, "user.name": user }),
  );
  return buildAlerts(
    plan,
    events.flatMap((one) => plan.match(one, [0])),
  ).map(({ id, kind }) => `${kind} ${id}`);
}

it("`with runs=N` equals N written items", () => {
  let made = 0;
  const actions = fc.array(
    fc.record({ action: fc.constantFrom("A", "A", "B", "Stop"), user: fc.constantFrom("ana", "ana", "bob") }),
    { maxLength: 30, size: "max" },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.boolean(), fc.boolean(), actions, (runs, first, until, own) => {
      const item = '[any where event.action == "A"]';
      const other = '[any where event.action == "B"]';
      const query = (items: string) =>
        queryOf(
          `sequence by user.name with maxspan=9ms ${first ? items : ""} ${other} ${first ? "" : items}` +
            (until ? ' until [any where event.action == "Stop"]' : ""),
        );
      const expected = alertIds(query(item.concat(" ").repeat(runs)), own);
      made += expected.length;
      assert.deepEqual(alertIds(query(`${item} with runs=${runs}`), own), expected);
    }),
    { numRuns: numRuns(300), verbose: 1 },
  );
  assert.ok(made > numRuns(300), `hardly any alert was made: ${made}`);
});

it("`with runs=N` of a missing event equals N written missing events", () => {
  let made = 0;
  const actions = fc.array(
    fc.record({ action: fc.constantFrom("A", "A", "X", "B"), user: fc.constantFrom("ana", "ana", "bob") }),
    { maxLength: 30, size: "max" },
  );
  const places = fc.constantFrom("leading", "between", "trailing");
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
      places,
      actions,
      (runs, n, place, own) => {
        const query = (missing: string, present: string) =>
          queryOf(
            `sequence by user.name with maxspan=4ms ${place === "leading" ? missing : ""} ${present} ` +
              `${place === "between" ? missing : ""} [any where event.action == "B"] ${place === "trailing" ? missing : ""}`,
          );
        const missing = '![any where event.action == "X"]';
        const present = '[any where event.action == "A"]';
        const expected = alertIds(query(`${missing} `.repeat(runs), `${present} `.repeat(n)), own);
        made += expected.length;
        assert.deepEqual(alertIds(query(`${missing} with runs=${runs}`, `${present} with runs=${n}`), own), expected);
      },
    ),
    { numRuns: numRuns(300), verbose: 1 },
  );
  assert.ok(made > numRuns(300), `hardly any alert was made: ${made}`);
});

it("counts a burst of one action by one user", () => {
  const query = queryOf('sequence by user.name with maxspan=1m [any where event.action == "A"] with runs=3');
  const burst = (length: number) => Array.from({ length }, () => ({ action: "A", user: "ana" }));
  assert.equal(alertIds(query, burst(2)).length, 0);
  assert.equal(alertIds(query, burst(3)).length, 4);
});
