import { type MessagePort, parentPort } from "node:worker_threads";
import type { Hit } from "../engine/hit.ts";
import { planRules } from "../engine/plan.ts";
import { esqlAnswers } from "../engine/run/esqlAnswers.ts";
import type { PackedRows } from "../engine/run/rowStore.ts";
import type { EsqlAnswers, RunOptions } from "../engine/run/ruleRun.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { countIds, type PackedEventIds } from "./eventIds.ts";
import { type FileResult, FileScan } from "./fileScan.ts";
import { FilesAhead } from "./filesAhead.ts";
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

/** Files to read while there is no setup yet, which will be scanned by the same thread, and how many bytes to hold. */
export interface WorkerAhead {
  readonly ahead: readonly string[];
  readonly mostBytes: number;
}

/** Paths to scan. */
export interface WorkerFiles {
  readonly paths: readonly string[];
  /** Whether the records that rules may match are to be handed over. */
  readonly leavesMatches: boolean;
}

/** A query to run on rows. */
export interface WorkerQuery {
  readonly rule: number;
  readonly rows: PackedRows;
  readonly options: RunOptions;
}

/** Event ids to tell apart. */
export interface WorkerIds {
  readonly ids: PackedEventIds;
}

/** What to scan next, the end of it, or what there is to do behind that. */
export type WorkerJob = WorkerFiles | "end" | WorkerQuery | WorkerIds;

/**
 * Answers files with one result for each, in order, the end with the rows of all of them, a query with its answers, and ids
 * with the number of distinct ones.
 */
export type WorkerAnswer =
  | { readonly results: readonly FileResult[] }
  | { readonly rows: readonly FoundRows[] }
  | { readonly rule: number; readonly answers: EsqlAnswers }
  | { readonly distinctIds: number };

/** A thread at work. */
interface Work {
  readonly files: FilesAhead;
  readonly rules: readonly RunnableRule[];
  readonly scan: FileScan;
  readonly rows: RowsByRule;
}

/** What a setup makes of a thread. */
async function workOf({ rules, settings, rowsApart, ...range }: WorkerSetup, files: FilesAhead): Promise<Work> {
  const rows = new RowsByRule();
  const plan = planRules(rules, rowsApart === true ? { keepsMoreRows: true } : {});
  const onRow = rowsApart === true ? { onRow: (hit: Hit) => rows.add(hit) } : {};
  return {
    files,
    rules,
    rows,
    scan: new FileScan(plan, { ...range, ...onRow, normalize: await matchingOptions(settings, rules) }),
  };
}

async function answer({ files, rules, scan, rows }: Work, job: WorkerJob, port: MessagePort): Promise<void> {
  const post = (answer: WorkerAnswer, transfer: ArrayBuffer[] = []) => port.postMessage(answer, transfer);
  if (job === "end") return post({ rows: rows.packed() });
  if ("ids" in job) return post({ distinctIds: countIds(job.ids) });
  if ("rule" in job) return post({ rule: job.rule, answers: answersOf(rules[job.rule]!, job) });
  const results: FileResult[] = [];
  for (const path of job.paths) results.push(await scan.file(path, job.leavesMatches, files.take(path)));
  post({ results }, results.flatMap(buffersOf));
}

function answersOf(runnable: RunnableRule, { rule, rows, options }: WorkerQuery): EsqlAnswers {
  const { execution } = runnable;
  if (execution?.kind !== "esql") throw new Error(`rule ${rule} has no query to run`);
  return esqlAnswers(runnable, execution, rows, options);
}

/** What crosses threads without being copied. */
function buffersOf({ ids, otherIds, bytes, toMatch }: FileResult): ArrayBuffer[] {
  const views = [ids, otherIds, bytes, ...(toMatch === undefined ? [] : [toMatch.bytes, toMatch.heads])];
  return views.map(({ buffer }) => buffer as ArrayBuffer);
}

/** Before the setup there may be a message of files to read ahead; what follows it are jobs. */
function serve(port: MessagePort): void {
  const files = new FilesAhead();
  port.once("message", (first: WorkerSetup | WorkerAhead) => {
    if ("rules" in first) return work(port, first, files);
    port.once("message", (setup: WorkerSetup) => work(port, setup, files));
    void files.read(first.ahead, first.mostBytes);
  });
}

function work(port: MessagePort, setup: WorkerSetup, files: FilesAhead): void {
  files.end();
  const ready = workOf(setup, files);
  // INVARIANT: one job at a time. The next list of paths may arrive while a file of this one is being inflated.
  let last: Promise<unknown> = ready;
  port.on("message", (job: WorkerJob) => {
    last = last.then(async () => answer(await ready, job, port));
  });
}

if (parentPort !== null) serve(parentPort);
