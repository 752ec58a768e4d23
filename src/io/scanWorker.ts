import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { planRules } from "../engine/plan.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { type FileResult, FileScan, type FoundRows } from "./fileScan.ts";
import type { GistFields } from "./gist.ts";
import { matchingOptions, type NormalizeSettings } from "./normalizeSettings.ts";

/** What a worker is started with. */
export interface WorkerSetup {
  readonly rules: readonly RunnableRule[];
  readonly settings: NormalizeSettings;
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly reference?: boolean;
  readonly watch?: string;
  readonly rowsApart?: boolean;
  readonly gist?: GistFields;
}

/** A list of paths to scan, or the end of them. */
export type WorkerJob = readonly string[] | "end";

/** Answers a list of paths with one result per file, in order, and the end with the rows of all of them. */
export type WorkerAnswer = { readonly results: readonly FileResult[] } | { readonly rows: readonly FoundRows[] };

async function serve(port: MessagePort, setup: WorkerSetup): Promise<void> {
  const { rules, settings, ...range } = setup;
  const scan = new FileScan(planRules(rules, setup.rowsApart === true ? { keepsMoreRows: true } : {}), {
    ...range,
    normalize: await matchingOptions(settings, rules),
  });
  const post = (answer: WorkerAnswer, transfer: ArrayBuffer[] = []) => port.postMessage(answer, transfer);
  const answer = async (job: WorkerJob) => {
    if (job === "end") return post({ rows: scan.rows() });
    const results: FileResult[] = [];
    for (const path of job) results.push(await scan.file(path));
    post(
      { results },
      results.flatMap(({ ids, otherIds, bytes }) => [ids, otherIds, bytes].map(({ buffer }) => buffer as ArrayBuffer)),
    );
  };
  // INVARIANT: one job at a time. The next list of paths may arrive while a file of this one is being inflated.
  let last = Promise.resolve();
  port.on("message", (job: WorkerJob) => {
    last = last.then(() => answer(job));
  });
}

if (parentPort !== null) await serve(parentPort, workerData as WorkerSetup);
