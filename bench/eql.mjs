/**
 * `npm run bench:eql`: EQL over documents in memory through the public `eqlite/eql`, on one core.
 *
 * Each run of a `compile` benchmark looks at 1,000 documents of four fields, parsed from JSON, half of them processes;
 * the lines at the end are documents per second of the median run.
 */
import { cpus } from "node:os";
import { compile, search } from "eqlite/eql";
import { bench, group, run } from "mitata";

const names = ["cmd.exe", "powershell.exe", "bash", "svchost.exe"];
const documents = Array.from({ length: 1000 }, (_, n) => ({
  _id: String(n),
  _source: JSON.parse(
    JSON.stringify({
      "@timestamp": new Date(1_770_000_000_000 + n * 1000).toISOString(),
      event: { category: n % 2 === 0 ? "process" : "network" },
      process: { name: names[n % names.length], pid: n },
      user: { name: n % 7 === 0 ? "root" : "ana" },
      source: { ip: `10.${n % 3}.0.${n % 255}` },
    }),
  ),
}));
const sources = documents.map(({ _source }) => _source);

const conditions = {
  equality: 'process where process.name == "cmd.exe"',
  wildcard: 'process where process.name : "*shell*"',
  list: 'process where process.name in ("cmd.exe", "bash") and user.name != "root"',
  number: "process where process.pid > 500",
  address: 'any where cidrMatch(source.ip, "10.1.0.0/16")',
  function: "process where length(process.name) > 8",
};
const sequence = "sequence by user.name with maxspan=1m [process where true] [network where true]";

const perRun = new Map();
group("compile: 1,000 documents", () => {
  for (const [name, query] of Object.entries(conditions)) {
    const matches = compile(query);
    perRun.set(name, sources.length);
    bench(name, () => sources.filter(matches).length);
  }
});
group("search: 1,000 documents, types inferred", () => {
  bench("event", () => search(conditions.equality, documents).hits.total.value);
  bench("sequence", () => search(sequence, documents).hits.total.value);
});

const { benchmarks } = await run();
console.log(`\n${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, one core`);
for (const { alias, runs } of benchmarks) {
  const median = runs[0]?.stats?.p50;
  if (!perRun.has(alias) || median === undefined) continue;
  console.log(`${alias.padEnd(10)} ${((perRun.get(alias) / median) * 1000).toFixed(2)} million documents a second`);
}
