import { Worker } from "node:worker_threads";
import type { RunnableRule } from "../rule/rule.ts";
import type { FileResult } from "./fileScan.ts";
import type { InputFile } from "./inputFiles.ts";
import type { WorkerAnswer, WorkerSetup } from "./scanWorker.ts";

/** Small files travel together up to this many bytes on disk, or this many files. */
const jobBytes = 1 << 20;
const jobFiles = 64;
/** Jobs a worker holds at once, so that it never waits for the next. */
const jobsAhead = 2;

/**
 * Scans files on worker threads and hands over each file's result, in no particular order.
 *
 * @throws when a worker dies of a fault of ours or of lack of memory
 */
export async function scanOnWorkers(
  files: readonly InputFile[],
  setup: WorkerSetup,
  workers: number,
  take: (result: FileResult) => void,
): Promise<void> {
  const jobs = jobsOf(files);
  const count = Math.max(1, Math.min(workers, jobs.length));
  const next = jobs[Symbol.iterator]();
  const workerData: WorkerSetup = { ...setup, rules: setup.rules.map(portable) };
  await Promise.all(Array.from({ length: count }, () => runWorker(workerData, next, take)));
}

/** Largest files first, so that no worker is left alone with a large one at the end. */
function jobsOf(files: readonly InputFile[]): string[][] {
  const jobs: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { path, size } of [...files].sort((a, b) => b.size - a.size)) {
    if (bytes + size > jobBytes || jobs.at(-1)!.length >= jobFiles) {
      jobs.push([]);
      bytes = 0;
    }
    jobs.at(-1)!.push(path);
    bytes += size;
  }
  return jobs;
}

function runWorker(
  workerData: WorkerSetup,
  jobs: Iterator<string[]>,
  take: (result: FileResult) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./scanWorker.js", import.meta.url), { workerData });
    let pending = 0;
    const feed = () => {
      while (pending < jobsAhead) {
        const { value: paths, done } = jobs.next();
        if (done) break;
        pending++;
        worker.postMessage(paths);
      }
      if (pending === 0) worker.terminate().then(() => resolve(), reject);
    };
    worker.on("message", (results: WorkerAnswer) => {
      pending--;
      results.forEach(take);
      feed();
    });
    worker.on("error", reject);
    feed();
  });
}

/** A rule without what cannot be posted to a thread; matching needs none of it. */
function portable({ rule, query }: RunnableRule): RunnableRule {
  const { querySource: _, ...rest } = rule;
  return { rule: { ...rest, source: { name: rule.source.name, text: "" }, parameters: {} }, query };
}
