import { type MessagePort, parentPort } from "node:worker_threads";
import type { Hit } from "../engine/hit.ts";
import { planRules } from "../engine/plan.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { type FileResult, FileScan } from "./fileScan.ts";
import { type FoundRows, RowsByRule } from "./foundRows.ts";
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
  /** Whether hits of which a rule needs only the rows are kept until the end. */
  readonly rowsApart?: boolean;
  readonly gist?: GistFields;
}

/** Paths to scan. */
export interface WorkerFiles {
  readonly paths: readonly string[];
  /** Whether the records that rules may match are to be handed over. */
  readonly leavesMatches: boolean;
}

/** What to scan next, or the end of it. */
export type WorkerJob = WorkerFiles | "end";

/** Answers files with one result for each, in order, and the end with the rows of all of them. */
export type WorkerAnswer = { readonly results: readonly FileResult[] } | { readonly rows: readonly FoundRows[] };

/** A thread at work. */
interface Work {
  readonly scan: FileScan;
  readonly rows: RowsByRule;
}

/** What a setup makes of a thread. */
async function workOf({ rules, settings, rowsApart, ...range }: WorkerSetup): Promise<Work> {
  const rows = new RowsByRule();
  const plan = planRules(rules, rowsApart === true ? { keepsMoreRows: true } : {});
  const onRow = rowsApart === true ? { onRow: (hit: Hit) => rows.add(hit) } : {};
  return { rows, scan: new FileScan(plan, { ...range, ...onRow, normalize: await matchingOptions(settings, rules) }) };
}

async function answer({ scan, rows }: Work, job: WorkerJob, port: MessagePort): Promise<void> {
  const post = (answer: WorkerAnswer, transfer: ArrayBuffer[] = []) => port.postMessage(answer, transfer);
  if (job === "end") return post({ rows: rows.packed() });
  const results: FileResult[] = [];
  for (const path of job.paths) results.push(await scan.file(path, job.leavesMatches));
  post({ results }, results.flatMap(buffersOf));
}

/** What crosses threads without being copied. */
function buffersOf({ ids, otherIds, bytes, toMatch }: FileResult): ArrayBuffer[] {
  const views = [ids, otherIds, bytes, ...(toMatch === undefined ? [] : [toMatch.bytes, toMatch.heads])];
  return views.map(({ buffer }) => buffer as ArrayBuffer);
}

/** The first message is a setup, the others are jobs. */
function serve(port: MessagePort): void {
  port.once("message", (setup: WorkerSetup) => {
    const work = workOf(setup);
    // INVARIANT: one job at a time. The next list of paths may arrive while a file of this one is being inflated.
    let last: Promise<unknown> = work;
    port.on("message", (job: WorkerJob) => {
      last = last.then(async () => answer(await work, job, port));
    });
  });
}

if (parentPort !== null) serve(parentPort);
