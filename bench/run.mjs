/**
 * `npm run bench [-- --mb 500 --runs 5]`: scan speed on a generated corpus, beside plain `gunzip` + `JSON.parse` of the
 * same bytes on the same number of threads, interleaved in one run. Prints medians, spread and peak memory.
 *
 * The corpus is grown from real records by a generator that is not part of the repository; without it the bundled
 * telemetry is repeated instead, and the output says so.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { grow } from "./repeatTelemetry.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shared = join(root, "..", "shared");
const flag = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const megabytes = flag("mb", 500);
const runs = flag("runs", 5);
const workers = flag("workers", availableParallelism());

/** The corpus of one layout; made once and kept. */
function corpus(layout) {
  const folder = join(tmpdir(), `eqlite-bench-${layout}-${megabytes}`);
  if (existsSync(join(folder, "truth.json"))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const generator = join(shared, "tools", "gen_cloudtrail.mjs");
  if (existsSync(generator)) {
    const from = ["sans504", "stratus"].map((name) => join(shared, "telemetry", name)).join(",");
    const made = spawnSync(process.execPath, [
      generator,
      "--from",
      from,
      "--out",
      folder,
      "--mb",
      String(megabytes),
      "--layout",
      layout,
    ]);
    if (made.status !== 0) throw new Error(`the generator failed: ${made.stderr}`);
  } else {
    console.log(
      `(no generator here: the bundled telemetry is repeated to ${megabytes} MB, which flatters compression)`,
    );
    grow(join(root, "examples", "demo", "aws"), folder, megabytes, layout);
  }
  return folder;
}

/** Wall time in seconds and peak memory in MB of one process. */
function measure(args) {
  const note = join(tmpdir(), `eqlite-bench-${process.pid}.json`);
  const start = process.hrtime.bigint();
  const done = spawnSync(process.execPath, ["--import", join(root, "bench", "peakMemory.mjs"), ...args], {
    env: { ...process.env, EQLITE_BENCH_NOTE: note },
    maxBuffer: 1 << 28,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (done.status !== 0) throw new Error(`${args.join(" ")} failed: ${done.stderr}`);
  const { maxRssKb } = JSON.parse(readFileSync(note, "utf8"));
  rmSync(note, { force: true });
  return { seconds, peakMb: (maxRssKb * 1024) / 1e6 };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

console.log(
  `Node ${process.version}, ${cpus()[0]?.model ?? "unknown processor"}, ${workers} threads, medians of ${runs} interleaved runs\n`,
);
const out = join(tmpdir(), `eqlite-bench-${process.pid}.out`);
for (const layout of ["aws", "large"]) {
  const folder = corpus(layout);
  const { records, rawBytes } = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8"));
  const programs = {
    "eqlite scan": [
      join(root, "dist", "cli", "main.js"),
      "scan",
      folder,
      "--workers",
      String(workers),
      "--output",
      out,
    ],
    "gunzip + JSON.parse": [join(root, "bench", "naive.mjs"), folder, String(workers)],
  };
  const results = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let run = 0; run < runs; run++)
    for (const [name, args] of Object.entries(programs)) results[name].push(measure(args));
  console.log(
    `layout ${layout}: ${records.toLocaleString("en-US")} records, ${(rawBytes / 1e6).toFixed(0)} MB of JSON`,
  );
  for (const [name, list] of Object.entries(results)) {
    const times = list.map(({ seconds }) => seconds);
    const seconds = median(times);
    const spread = `${Math.min(...times).toFixed(2)}–${Math.max(...times).toFixed(2)}`;
    const rate = `${Math.round(records / seconds).toLocaleString("en-US")} records/s, ${(rawBytes / 1e6 / seconds).toFixed(0)} MB/s`;
    console.log(
      `  ${name.padEnd(20)} ${seconds.toFixed(2)} s (${spread})  ${rate}, peak ${Math.max(...list.map(({ peakMb }) => peakMb)).toFixed(0)} MB`,
    );
  }
  const [ours, naive] = Object.values(results).map((list) => median(list.map(({ seconds }) => seconds)));
  console.log(`  eqlite runs at ${(naive / ours).toFixed(2)} times the speed of gunzip + JSON.parse\n`);
}
rmSync(out, { force: true });
