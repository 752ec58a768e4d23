import { test } from "node:test";
import { corpusOf, fuzz, targets } from "./fuzz.ts";
import { Random } from "./random.ts";

/** Always the same, so that a red run is a change of ours; `npm run fuzz` looks further. */
const seed = 20_261_124;
const inputs: Readonly<Record<string, number>> = {
  esql: 4000,
  execute: 1500,
  kuery: 2000,
  logs: 400,
  parse: 10_000,
  queries: 1500,
  rules: 150,
  search: 1500,
};

for (const target of targets) {
  for (const { file, input } of corpusOf(target)) {
    test(`${target.name}: ${file} stays mended`, async () => {
      await target.run(input, new Random(seed));
    });
  }

  test(`${target.name}: ${inputs[target.name]} mutated inputs break no promise (seed ${seed})`, async () => {
    const { findings } = await fuzz(target, seed, (done) => done < inputs[target.name]!);
    const [first] = findings;
    if (first !== undefined) throw new Error(`${first.message}\ninput (base64): ${first.input.toString("base64")}`);
  });
}
