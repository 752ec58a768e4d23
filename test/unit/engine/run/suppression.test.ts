import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getField } from "../../../../src/ecs/document.ts";
import type { Alert } from "../../../../src/engine/alert.ts";
import { buildAlerts } from "../../../../src/engine/alerts.ts";
import type { Hit } from "../../../../src/engine/hit.ts";
import type { RunOptions } from "../../../../src/engine/run/ruleRun.ts";
import type { Rule, RunnableRule, SuppressionOptions } from "../../../../src/rule/rule.ts";
import { equals, event, eventRule, hit, rulesOnly, sequenceRule } from "../scene.ts";

const minute = 60_000;
const any = equals("event.dataset", "aws.cloudtrail");
const every5 = { intervalMs: 5 * minute, fromMs: 6 * minute, toMs: 0 };
const byUser: SuppressionOptions = { fields: ["user.name"], missing: "suppress" };

const query = (suppression: SuppressionOptions, changes: Partial<Rule> = {}): RunnableRule => ({
  ...eventRule("q", any, { type: "query", language: "kuery", suppression, ...changes }),
  schedule: every5,
});
const eql = (suppression: SuppressionOptions, changes: Partial<Rule> = {}): RunnableRule => ({
  ...eventRule("e", any, { type: "eql", suppression, ...changes }),
  schedule: every5,
});

/** A hit at a minute, of one or more users, or of none. */
const at = (minutes: number, id: string, ...users: string[]): Hit =>
  hit(
    0,
    event(id, minutes * minute, users.length === 0 ? {} : { "user.name": users.length === 1 ? users[0]! : users }),
  );

const alertsOf = (runnable: RunnableRule, hits: Hit[], options: RunOptions = {}): Alert[] =>
  buildAlerts(rulesOnly([runnable]), hits, undefined, undefined, options);

/** `event terms count start-end`, times in minutes. */
function shown(runnable: RunnableRule, hits: Hit[], options: RunOptions = {}): string[] {
  return alertsOf(runnable, hits, options).map((alert) => {
    const { document } = alert;
    const terms = getField(document, "kibana.alert.suppression.terms");
    if (terms === undefined) return alert.events[0]!.id;
    const values = (terms as { value: unknown }[]).map(({ value }) => JSON.stringify(value)).join();
    const time = (name: string) => Date.parse(String(getField(document, `kibana.alert.suppression.${name}`))) / minute;
    const count = getField(document, "kibana.alert.suppression.docs_count");
    assert.equal(alert.suppressed, count);
    return `${alert.events[0]!.id} ${values} ${count} ${time("start")}-${time("end")}`;
  });
}

describe("suppression of query rules", () => {
  it("makes one alert a run for the events of the same values, the earliest", () => {
    assert.deepEqual(shown(query(byUser), [at(13, "b", "ana"), at(12, "a", "ana"), at(14, "c", "bob")]), [
      'a "ana" 1 12-13',
      'c "bob" 0 14-14',
    ]);
  });
  it("does not count again what an earlier run had seen", () => {
    // The runs at 15 and 20 both see minute 14.5.
    assert.deepEqual(shown(query(byUser), [at(14.5, "a", "ana"), at(16, "b", "ana")]), [
      'a "ana" 0 14.5-14.5',
      'b "ana" 0 16-16',
    ]);
  });
  it("counts again what was seen at the very time at which a window begins, as Kibana does", () => {
    const touching: RunnableRule = { ...query(byUser), schedule: { ...every5, fromMs: 5 * minute } };
    assert.deepEqual(shown(touching, [at(15, "a", "ana"), at(16, "b", "ana")]).sort(), [
      'a "ana" 0 15-15',
      'a "ana" 1 15-16',
    ]);
  });
  it("leaves out late events of a bucket that was seen past their time", () => {
    const late = [at(14.2, "a", "ana", "bob"), at(14.5, "b", "ana"), at(16, "c", "bob")];
    assert.deepEqual(shown(query(byUser), late), ['a "ana" 1 14.2-14.5', 'a "bob" 0 14.2-14.2', 'c "bob" 0 16-16']);
  });
  it("counts an event in the bucket of each of its values, each value once", () => {
    const both = shown(query(byUser), [at(12, "a", "bob", "ana", "bob"), at(13, "b", "bob")]);
    assert.deepEqual(both.sort(), ['a "ana" 0 12-12', 'a "bob" 1 12-13']);
  });
  it("takes missing values as one more value, or leaves such events alone", () => {
    const hits = [at(12, "a"), at(13, "b"), at(14, "c", "ana")];
    assert.deepEqual(shown(query(byUser), hits), ["a null 1 12-13", 'c "ana" 0 14-14']);
    assert.deepEqual(shown(query({ ...byUser, missing: "doNotSuppress" }), hits), ["a", "b", 'c "ana" 0 14-14']);
  });
  it("updates the alert that was written within the duration", () => {
    const hits = [at(12, "a", "ana"), at(17, "b", "ana"), at(18, "c", "ana"), at(27, "d", "ana"), at(28, "e", "bob")];
    const lasting = query({ ...byUser, durationMs: 10 * minute });
    // Written at 15: those of the runs at 20 (and 25) count, that of 30 is too late.
    assert.deepEqual(shown(lasting, hits), ['a "ana" 2 12-18', 'd "ana" 0 27-27', 'e "bob" 0 28-28']);
  });
  it("counts the duration from the run that wrote the alert, inclusive", () => {
    const hits = [at(11, "a", "ana"), at(24, "b", "ana")];
    const until = { asOfMs: 25 * minute };
    assert.deepEqual(shown(query({ ...byUser, durationMs: 10 * minute }), hits, until), ['a "ana" 1 11-24']);
    assert.deepEqual(shown(query({ ...byUser, durationMs: 10 * minute - 1 }), hits, until).length, 2);
  });
  it("groups by all fields together", () => {
    const by2 = query({ fields: ["user.name", "source.ip"], missing: "suppress" });
    const of = (id: string, user: string, ip: string) =>
      hit(0, event(id, 12 * minute, { "user.name": user, "source.ip": ip }));
    assert.deepEqual(
      shown(by2, [of("a", "ana", "203.0.113.1"), of("b", "ana", "203.0.113.2"), of("c", "ana", "203.0.113.1")]),
      ['a "ana","203.0.113.1" 1 12-12', 'b "ana","203.0.113.2" 0 12-12'],
    );
  });
  it("groups everything without a schedule", () => {
    const { schedule: _, ...once } = query(byUser);
    assert.deepEqual(shown(once, [at(1, "a", "ana"), at(500, "b", "ana")]), ['a "ana" 1 1-500']);
  });
  it("names alerts by bucket, and instances by terms", () => {
    const [first] = alertsOf(query(byUser), [at(12, "a", "ana")]);
    const [longer] = alertsOf(query(byUser), [at(12, "a", "ana"), at(13, "b", "ana")]);
    const instance = (alert: Alert | undefined) => getField(alert!.document, "kibana.alert.instance.id");
    assert.notEqual(first!.id, longer!.id);
    assert.equal(instance(first), instance(longer));
    assert.match(first!.id, /^[0-9a-f]{40}$/);
    assert.equal(getField(first!.document, "kibana.alert.uuid"), first!.id);
  });
  it("writes one bucket more than max_signals, as Kibana does", () => {
    const hits = ["a", "b", "c", "d"].map((user, i) => at(11 + i, user, user));
    const limited = query(byUser, { maxSignals: 2 });
    assert.deepEqual(
      alertsOf(limited, hits, { isLikeKibana: true, asOfMs: 15 * minute }).map(({ events }) => events[0]!.id),
      ["a", "b", "c"],
    );
    assert.equal(alertsOf(limited, hits).length, 4);
  });
});

describe("suppression in memory", () => {
  it("suppresses alerts of the same run", () => {
    assert.deepEqual(shown(eql(byUser), [at(13, "b", "ana"), at(12, "a", "ana"), at(17, "c", "ana")]), [
      'a ["ana"] 1 12-13',
      'c ["ana"] 0 17-17',
    ]);
  });
  it("passes over what the run before had suppressed", () => {
    assert.deepEqual(shown(eql(byUser), [at(14.2, "a", "ana"), at(14.5, "b", "ana"), at(16, "c", "ana")]), [
      'a ["ana"] 1 14.2-14.5',
      'c ["ana"] 0 16-16',
    ]);
  });
  it("takes an array as one value, in whatever order", () => {
    const hits = [at(12, "a", "ana", "bob"), at(13, "b", "bob", "ana"), at(14, "c", "ana")];
    assert.deepEqual(shown(eql(byUser), hits), ['a ["ana","bob"] 1 12-13', 'c ["ana"] 0 14-14']);
  });
  it("updates the alert that was written within the duration", () => {
    const hits = [at(12, "a", "ana"), at(17, "b", "ana"), at(18, "c", "ana"), at(27, "d", "ana")];
    assert.deepEqual(shown(eql({ ...byUser, durationMs: 10 * minute }), hits), [
      'a ["ana"] 2 12-18',
      'd ["ana"] 0 27-27',
    ]);
  });
  it("takes missing values as one more value, or leaves such events alone", () => {
    const hits = [at(12, "a"), at(13, "b"), at(14, "c", "ana")];
    assert.deepEqual(shown(eql(byUser), hits), ["a null 1 12-13", 'c ["ana"] 0 14-14']);
    assert.deepEqual(shown(eql({ ...byUser, missing: "doNotSuppress" }), hits), ["a", "b", 'c ["ana"] 0 14-14']);
  });
  it("keeps the ids of the events' alerts", () => {
    const [plain] = alertsOf({ ...eventRule("e", any), schedule: every5 }, [at(12, "a", "ana")]);
    const [one] = alertsOf(eql(byUser), [at(12, "a", "ana")]);
    assert.equal(one!.id, plain!.id);
  });
  it("creates no more than max_signals, of the last events that the search gives", () => {
    const hits = ["a", "b", "c", "d"].map((user, i) => at(11 + i, user, user));
    const ids = alertsOf(eql(byUser, { maxSignals: 2 }), hits, { isLikeKibana: true }).map(
      ({ events }) => events[0]!.id,
    );
    assert.deepEqual(ids, ["c", "d"]);
  });
});

describe("suppression of sequences", () => {
  const pair = (suppression: SuppressionOptions): RunnableRule => ({
    ...sequenceRule("s", [any, any], { by: ["user.name"] }, { suppression }),
    schedule: { intervalMs: 10 * minute, fromMs: 20 * minute, toMs: 0 },
  });
  const step = (minutes: number, id: string, user: string, which: number, ip: string) =>
    hit(0, event(id, minutes * minute, { "user.name": user, "source.ip": ip }), which);
  const two = (start: number, user: string, ip = "203.0.113.1") => [
    step(start, `${user}${start}`, user, 0, ip),
    step(start + 1, `${user}${start + 1}`, user, 1, ip),
  ];
  const kinds = (alerts: readonly Alert[]) => alerts.map(({ kind, events }) => `${kind} ${events[0]!.id}`);
  const byIp: SuppressionOptions = { fields: ["source.ip"], missing: "suppress" };

  it("suppresses the shell with its building blocks", () => {
    const alerts = alertsOf(pair(byIp), [...two(1, "ana"), ...two(4, "bob")]);
    assert.deepEqual(kinds(alerts), ["buildingBlock ana1", "sequence ana1", "buildingBlock ana2"]);
    const shell = alerts.find(({ kind }) => kind === "sequence")!;
    assert.equal(shell.suppressed, 1);
    assert.deepEqual(
      getField(shell.document, "kibana.alert.suppression.terms"),
      [{ field: "source.ip", value: "203.0.113.1" }].map((term) =>
        Object.assign(Object.create(Object.getPrototypeOf(shell.document)), term),
      ),
    );
    assert.equal(alerts[0]!.suppressed, undefined);
  });
  it("takes what the events do not share as missing", () => {
    const mixed = [step(1, "a", "ana", 0, "203.0.113.1"), step(2, "b", "ana", 1, "203.0.113.2")];
    const alone = alertsOf(pair({ ...byIp, missing: "doNotSuppress" }), mixed);
    assert.deepEqual(
      alone.map(({ suppressed }) => suppressed),
      [undefined, undefined, undefined],
    );
    const [shell] = alertsOf(pair(byIp), mixed).filter(({ kind }) => kind === "sequence");
    assert.equal(shell!.suppressed, 0);
  });
  it("counts a sequence that overlapping runs find once", () => {
    // The runs at 10 and 20 both see all.
    const later = alertsOf(pair({ ...byIp, durationMs: 60 * minute }), [
      ...two(1, "ana"),
      ...two(4, "bob"),
      ...two(15, "eve"),
    ]);
    assert.equal(later.find(({ kind }) => kind === "sequence")!.suppressed, 2);
  });
});
