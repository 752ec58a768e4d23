/** Imported before a measured program: notes the process's peak resident memory when it ends. */
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.env.EQLITE_BENCH_NOTE) {
  process.on("exit", () => {
    writeFileSync(process.env.EQLITE_BENCH_NOTE, JSON.stringify({ maxRssKb: process.resourceUsage().maxRSS }));
  });
}
