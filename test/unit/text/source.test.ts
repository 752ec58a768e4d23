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

  it("a line feed after a carriage return belongs to the line", () => {
    assert.deepEqual(placeOf(source, 9), { file: "f", line: 2, column: 6, lineText: "cé🔥d" });
  });

  it("agrees with a plain count in long texts, at every kind of line end", () => {
    const text = Array.from({ length: 30_000 }, (_, i) => `${i}${["\n", "\r\n", "\r", "🔥\n\n"][i % 4]}`).join("");
    for (let offset = 0; offset <= text.length; offset += 997) {
      const before = text.slice(0, offset).split(/\n|\r(?!\n)/);
      // A return that the cut parts from its feed ends no line.
      if (text[offset - 1] === "\r" && text[offset] === "\n") before.splice(-2, 2, `${before.at(-2)}\r`);
      const place = placeOf({ name: "f", text }, offset);
      assert.deepEqual([place.line, place.column], [before.length, [...before.at(-1)!].length + 1], `offset ${offset}`);
    }
  });

  it("takes time linear in the text, however many places are asked for", () => {
    const long: Source = { name: "f", text: "a line\n".repeat(1 << 20) };
    const started = performance.now();
    for (let i = 0; i < 1000; i++) assert.equal(placeOf(long, long.text.length - i * 7).line, (1 << 20) + 1 - i);
    assert.ok(performance.now() - started < 2000);
  });

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
