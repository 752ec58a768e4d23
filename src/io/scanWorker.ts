import { type MessagePort, parentPort } from "node:worker_threads";
import { planRules } from "../engine/plan.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { type FileResult, FileScan, type FoundRows } from "./fileScan.ts";
import type { GistFields } from "./gist.ts";
import { matchingOptions, type NormalizeSettings } from "./normalizeSettings.ts";

/** What a worker is told first. */
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

/** What a setup makes of a thread. */
async function scanOf({ rules, settings, ...range }: WorkerSetup): Promise<FileScan> {
  const plan = planRules(rules, range.rowsApart === true ? { keepsMoreRows: true } : {});
  return new FileScan(plan, { ...range, normalize: await matchingOptions(settings, rules) });
}

async function answer(scan: FileScan, job: WorkerJob, port: MessagePort): Promise<void> {
  const post = (answer: WorkerAnswer, transfer: ArrayBuffer[] = []) => port.postMessage(answer, transfer);
  if (job === "end") return post({ rows: scan.rows() });
  const results: FileResult[] = [];
  for (const path of job) results.push(await scan.file(path));
  post(
    { results },
    results.flatMap(({ ids, otherIds, bytes }) => [ids, otherIds, bytes].map(({ buffer }) => buffer as ArrayBuffer)),
  );
}

/** The first message is a setup, the others are jobs. */
function serve(port: MessagePort): void {
  port.once("message", (setup: WorkerSetup) => {
    const scan = scanOf(setup);
    // INVARIANT: one job at a time. The next list of paths may arrive while a file of this one is being inflated.
    let last: Promise<unknown> = scan;
    port.on("message", (job: WorkerJob) => {
      last = last.then(async () => answer(await scan, job, port));
    });
  });
}

if (parentPort !== null) serve(parentPort);
