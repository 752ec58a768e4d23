import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hasErrors, sortDiagnostics } from "../../../src/text/diagnostic.ts";
import { hostSpan, placeOf, type Source } from "../../../src/text/source.ts";

describe("placeOf", () => {
  const source: Source = { name: "f", text: "ab\ncé🔥d\r\ne\rf" };
  const cases: [offset: number, line: number, column: number, lineText: string][] = [
    [0, 1, 1, "ab"],
    [2, 1, 3, "ab"],
    [3, 2, 1, "cé🔥d"],
    [7, 2, 4, "cé🔥d"],
    [8, 2, 5, "cé🔥d"],
    [10, 3, 1, "e"],
    [12, 4, 1, "f"],
    [13, 4, 2, "f"],
    [99, 4, 2, "f"],
    [-1, 1, 1, "ab"],
  ];
  for (const [offset, line, column, lineText] of cases) {
    it(`offset ${offset}`, () => assert.deepEqual(placeOf(source, offset), { file: "f", line, column, lineText }));
  }

  it("goes through every host", () => {
    const middle: Source = { name: "m", text: "\nquery", host: { source, offsetAt: (offset) => offset + 2 } };
    const inner: Source = { name: "i", text: "query", host: { source: middle, offsetAt: (offset) => offset + 1 } };
    assert.deepEqual(hostSpan(inner, { start: 0, end: 1 }), { source, span: { start: 3, end: 4 } });
    assert.deepEqual(placeOf(inner, 0), { file: "f", line: 2, column: 1, lineText: "cé🔥d" });
  });
});

describe("sortDiagnostics", () => {
  it("orders by file, place and code", () => {
    const at = (name: string, start: number, code: string) => ({
      code,
      severity: "error" as const,
      message: "",
      labels: [{ source: { name, text: "a\nb" }, span: { start, end: start }, message: "" }],
    });
    const sorted = [at("b", 0, "A1"), at("a", 2, "A1"), at("a", 0, "B1"), at("a", 0, "A1")];
    assert.deepEqual(
      sortDiagnostics(sorted).map(({ code, labels }) => `${labels[0]!.source.name}${labels[0]!.span.start}${code}`),
      ["a0A1", "a0B1", "a2A1", "b0A1"],
    );
    assert.ok(hasErrors(sorted));
    assert.ok(!hasErrors([{ ...at("a", 0, "A1"), severity: "warning" }]));
  });
});
