import assert from "node:assert/strict";
import { getField } from "../../../src/ecs/document.ts";
import type { EcsValue } from "../../../src/ecs/value.ts";
import { readRecord } from "../../../src/normalize/readRecord.ts";
import type { NormalizedEvent, NormalizeOptions } from "../../../src/normalize/record.ts";

export type Members = Record<string, unknown>;

/** What a record becomes, and that its identity is what the document says. */
export function eventOf(record: Members, options: NormalizeOptions = {}): NormalizedEvent {
  const outcome = readRecord(JSON.stringify(record), options);
  assert.ok(outcome.kind === "event", JSON.stringify(outcome));
  const { event, identity } = outcome;
  assert.equal(identity.dataset, event.dataset);
  assert.equal(identity.action, getField(event.document, "event.action"));
  assert.equal(identity.provider, getField(event.document, "event.provider"));
  return event;
}

/** The values of a document's fields as plain JavaScript, undefined where it has none. */
export function valuesOf({ document }: NormalizedEvent, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, plain(getField(document, name))]));
}

function plain(value: EcsValue | undefined): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** A row of a table: what it shows, members that replace those of the usual record, and fields that follow. */
export type Row = readonly [title: string, members: Members, fields: Members];

/** Asserts each row's fields; undefined says that a field is missing. */
export function checkRow(record: Members, [, , fields]: Row): void {
  assert.deepEqual(valuesOf(eventOf(record), Object.keys(fields)), fields);
}

/** A value nested to the depth that the reader still takes. */
export function deep(levels: number): unknown {
  let value: unknown = "bottom";
  for (let at = 0; at < levels; at++) value = at % 2 === 0 ? { a: value } : [value];
  return value;
}

/** Values of wrong types that any member of a hostile record may have. */
export const oddValues: readonly unknown[] = [
  null,
  "",
  0,
  -1.5e300,
  true,
  [],
  {},
  [[]],
  [null, "", {}, [{}]],
  { __proto__x: 1, constructor: { prototype: 1 }, "a.b": 1, "": 2 },
  "x".repeat(70_000),
  deep(100),
];

/** Puts each odd value in the place of each member of a record, at every level; none may throw. */
export function assertNeverThrows(record: Members): void {
  for (const path of pathsOf(record, [])) {
    for (const value of oddValues) {
      const text = JSON.stringify(replaced(record, path, value));
      assert.ok(["event", "rejected", "skipped"].includes(readRecord(text, {}).kind));
    }
  }
}

function pathsOf(value: unknown, path: readonly string[]): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return path.length === 0 ? [] : [path];
  const below = Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((element, at) => (String(at) === key ? replaced(element, rest, by) : element));
  return { ...(value as Members), [key]: replaced((value as Members)[key], rest, by) };
}
