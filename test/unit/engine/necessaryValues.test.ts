import assert from "node:assert/strict";
import { it } from "node:test";
import { necessaryValues } from "../../../src/engine/necessaryValues.ts";
import type { Predicate, Test } from "../../../src/predicate/predicate.ts";
import { equals } from "./scene.ts";

const action = (value: string) => equals("event.action", value);
const other = equals("user.name", "x");
const test = (of: Test): Predicate => ({ kind: "test", field: { name: "event.action", type: "keyword" }, test: of });
const group = (kind: "and" | "or", ...operands: Predicate[]): Predicate => ({ kind, operands });

function needs(predicate: Predicate, expected: readonly string[] | undefined): void {
  const values = necessaryValues(predicate, "event.action");
  assert.deepEqual(values === undefined ? undefined : [...values].sort(), expected);
}

it("reads the values of exact tests, folded", () => {
  needs(action("CreateSnapshot"), ["createsnapshot"]);
  needs(test({ kind: "oneOf", values: ["A", "B"], ignoreCase: false }), ["a", "b"]);
  needs(test({ kind: "wildcard", patterns: ["Create"], ignoreCase: true }), ["create"]);
});
it("is unbounded for other tests and fields", () => {
  needs(test({ kind: "wildcard", patterns: ["Create", "De*"], ignoreCase: true }), undefined);
  needs(test({ kind: "exists" }), undefined);
  needs(other, undefined);
  needs({ kind: "not", operand: action("A") }, undefined);
});
it("takes the tightest bound of and", () => {
  needs(group("and", other, group("or", action("A"), action("B")), action("C")), ["c"]);
  needs(group("and"), undefined);
});
it("joins the bounds of or, if all are bounded", () => {
  needs(group("or", action("A"), action("B")), ["a", "b"]);
  needs(group("or", action("A"), other), undefined);
  needs(group("or"), []);
});
it("needs the impossible of what never holds", () => {
  needs({ kind: "constant", value: false }, []);
  needs({ kind: "constant", value: true }, undefined);
});
