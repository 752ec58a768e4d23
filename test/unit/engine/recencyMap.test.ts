import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { RecencyMap } from "../../../src/engine/state/recencyMap.ts";

it("knows its oldest key as a map does that is put to anew", () => {
  const command = fc.record({
    kind: fc.constantFrom("put", "put", "delete", "deleteOldest"),
    key: fc.constantFrom("a", "b", "c", "d"),
    value: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40, size: "max" }), (commands) => {
      const map = new RecencyMap<number>();
      const model = new Map<string, number>();
      for (const { kind, key, value } of commands) {
        const target = kind === "deleteOldest" ? ([...model.keys()][0] ?? key) : key;
        model.delete(target);
        if (kind === "put") {
          model.set(key, value);
          map.put(key, value);
        } else map.delete(kind === "deleteOldest" ? (map.oldest?.key ?? key) : key);
        const [oldest] = model;
        assert.deepEqual(map.oldest && [map.oldest.key, map.oldest.value], oldest);
        assert.equal(map.size, model.size);
        for (const one of ["a", "b", "c", "d"]) assert.equal(map.get(one), model.get(one));
      }
    }),
    { numRuns: 300, verbose: 1 },
  );
});
