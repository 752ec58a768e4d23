import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decidersOf } from "../../src/engine/explainEvent.ts";
import type { Explanation } from "../../src/predicate/explain.ts";

type Shape = { leaf: boolean } | { kind: "and" | "or"; parts: Shape[] } | { kind: "not"; part: Shape };

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ leaf: fc.boolean() }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      parts: fc.array(tie("shape"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("not" as const), part: tie("shape") }),
  ),
}));

/** The tree of a shape, its leaves numbered, those in `flipped` the other way round. */
function treeOf(root: Shape, flipped: number): { tree: Explanation; leaves: Explanation[] } {
  const leaves: Explanation[] = [];
  const build = (node: Shape): Explanation => {
    if ("leaf" in node) {
      const truth = node.leaf !== (((flipped >> leaves.length) & 1) === 1);
      const leaf: Explanation = { kind: "test", label: `${leaves.length}`, truth, fields: [], children: [] };
      leaves.push(leaf);
      return leaf;
    }
    const children = (node.kind === "not" ? [node.part] : node.parts).map(build);
    const truths = children.map(({ truth }) => truth);
    const truth =
      node.kind === "not" ? !truths[0] : node.kind === "and" ? !truths.includes(false) : truths.includes(true);
    return { kind: node.kind, label: node.kind, truth, fields: [], children };
  };
  return { tree: build(root), leaves };
}

test("the deciding leaves are those of all the smallest changes that turn a tree around", () => {
  fc.assert(
    fc.property(shape, (root) => {
      const { tree, leaves } = treeOf(root, 0);
      fc.pre(leaves.length <= 9);
      const turning = Array.from({ length: 1 << leaves.length }, (_, flipped) => flipped).filter(
        (flipped) => treeOf(root, flipped).tree.truth !== tree.truth,
      );
      const size = (flipped: number) => leaves.filter((_, at) => (flipped >> at) & 1).length;
      const least = Math.min(...turning.map(size));
      const union = turning.filter((flipped) => size(flipped) === least).reduce((all, flipped) => all | flipped, 0);
      const expected = leaves.filter((_, at) => (union >> at) & 1);
      assert.deepEqual([...decidersOf(tree)], expected);
    }),
    { numRuns: 500 },
  );
});
