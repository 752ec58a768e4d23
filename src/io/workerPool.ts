import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { EsqlAnswers } from "../engine/run/ruleRun.ts";
import type { Execution, RunnableRule } from "../rule/rule.ts";
import type { PackedEventIds } from "./eventIds.ts";
import type { FileResult, FileScan } from "./fileScan.ts";
import type { FoundRows } from "./foundRows.ts";
import type { InputFile } from "./inputFiles.ts";
import type { WorkerAhead, WorkerAnswer, WorkerJob, WorkerQuery, WorkerSetup } from "./scanWorker.ts";

/** Small files travel together up to this many bytes on disk, or this many files. */
const jobBytes = 256 << 10;
const jobFiles = 16;
/** Full jobs a worker holds at once, in bytes or in number, so that it never waits for the next. */
const jobsAhead = 8;
/**
 * The same of all workers at first, and where this thread, matching, keeps them from no work. Its first matches take long: with
 * fewer they would wait for it, and it would read later what they could have read meanwhile.
 */
const mostAhead = 64;

/** Bytes of content that all workers together read ahead. */
const bytesAhead = 64 << 20;

/** Files that go to a thread together. */
export interface Job {
  readonly paths: string[];
  /** On disk. */
  bytes: number;
}

/**
 * Who matches the records that rules may match.
 *
 * One thread alone does it fastest: its code is compiled once, and what it finds need not be sent. So that it does not hold up many
 * others, they match what they read themselves as long as this thread, hearing them, does not come to read anything. What it
 * hears before it comes to that tells, too, that they may work ahead.
 */
class Balance {
  readonly #others: number;
  /** Answers heard since this thread last read. */
  #heard = 0;

  constructor(others: number) {
    this.#others = others;
  }

  get leavesMatches(): boolean {
    return this.#others === 1 || this.#heard <= 2 * this.#others;
  }

  /** How many jobs a worker may hold. */
  get ahead(): number {
    return Math.max(jobsAhead, Math.min(jobsAhead + this.#heard, mostAhead / this.#others));
  }

  hear(): void {
    this.#heard++;
  }

  read(): void {
    this.#heard = 0;
  }
}
/** More threads than this on a core only cost memory. */
const threadsPerCore = 4;

/** A worker thread died: for lack of memory, or of a fault of ours. */
export class WorkerDeath extends Error {
  readonly isOutOfMemory: boolean;
  /** What the worker was reading, or was to read next. */
  readonly files: readonly string[];

  constructor(cause: unknown, files: readonly string[]) {
    super(`a worker thread died: ${String(cause)}`, { cause });
    this.isOutOfMemory = (cause as NodeJS.ErrnoException | undefined)?.code === "ERR_WORKER_OUT_OF_MEMORY";
    this.files = files;
  }
}

/** What results go to. */
export interface Take {
  readonly result: (result: FileResult) => void;
  readonly rows: (rows: FoundRows) => void;
}

/** Threads that load their code while this one still gets ready itself. */
export class WaitingThreads {
  readonly #workers = new Set<Worker>();

  /** They do not keep the process alive, and read ahead what they will be given first. */
  constructor(count: number, jobs: readonly Job[]) {
    const started = Math.min(count, mostThreads());
    for (const share of sharesOf(jobs, started).shares) {
      const worker = newWorker();
      const ahead = share.flatMap(({ paths }) => paths);
      worker.postMessage({ ahead, mostBytes: bytesAhead / started } satisfies WorkerAhead);
      worker.unref();
      // One that dies before it is taken is replaced then, and whatever ails it is told by its successor.
      const forget = () => this.#workers.delete(worker);
      worker.on("error", forget);
      worker.on("exit", forget);
      this.#workers.add(worker);
    }
  }

  /** So many threads, those that waited first; more are started if need be, and what is left over is let go. */
  take(count: number): Worker[] {
    const waited = [...this.#workers].slice(0, count);
    for (const worker of waited) {
      this.#workers.delete(worker);
      worker.removeAllListeners();
      worker.ref();
    }
    this.letGo();
    return [...waited, ...Array.from({ length: count - waited.length }, newWorker)];
  }

  letGo(): void {
    for (const worker of this.#workers) void worker.terminate();
    this.#workers.clear();
  }
}

/**
 * Megabytes of a thread's young objects. Reading makes few objects and large buffers, which are freed when the young objects are
 * looked through: if that is seldom, V8 marks the whole heap again and again for fear of the buffers.
 */
const youngGeneration = 4;

function newWorker(): Worker {
  return new Worker(new URL("../io/scanWorker.js", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
  });
}

function mostThreads(): number {
  return threadsPerCore * availableParallelism();
}

/** The threads that read beside the first, which may do other work when all is read. */
export class OtherThreads {
  readonly #workers: readonly Worker[];

  constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  get count(): number {
    return this.#workers.length;
  }

  /**
   * Runs a rule's query on one of them, told by its place.
   *
   * @throws WorkerDeath when the thread dies
   */
  answer(query: WorkerQuery, at: number): Promise<EsqlAnswers> {
    return this.#ask(query, at, (answer) =>
      "answers" in answer && answer.rule === query.rule ? answer.answers : undefined,
    );
  }

  /**
   * Counts distinct ids on one of them, behind what it was given before.
   *
   * @throws WorkerDeath when the thread dies
   */
  countIds(ids: PackedEventIds, at: number): Promise<number> {
    const buffers = [ids.uuids.buffer, ids.digests.buffer];
    return this.#ask({ ids }, at, (answer) => ("distinctIds" in answer ? answer.distinctIds : undefined), buffers);
  }

  /** Gives a thread something to do; `read` tells its answer from those to other jobs, for which it is undefined. */
  #ask<Answer>(
    job: WorkerJob,
    at: number,
    read: (answer: WorkerAnswer) => Answer | undefined,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<Answer> {
    const worker = this.#workers[at]!;
    return new Promise((resolve, reject) => {
      const die = (cause: unknown) => {
        settle();
        reject(new WorkerDeath(cause, []));
      };
      const end = (code: number) => die(`it ended with code ${code}`);
      const listen = (message: WorkerAnswer) => {
        const answer = read(message);
        if (answer === undefined) return;
        settle();
        resolve(answer);
      };
      // One thread is asked many things: listeners that stayed would be ever more.
      const settle = () => {
        worker.off("message", listen).off("messageerror", die).off("error", die).off("exit", end);
      };
      worker.on("message", listen).on("messageerror", die).on("error", die).on("exit", end);
      worker.postMessage(job, transfer);
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/**
 * Scans files on this thread and others and hands over each file's result, in no particular order, and then the rows that the
 * others kept apart. The others are left, to be ended by whoever called.
 *
 * @throws WorkerDeath when a worker dies of a fault of ours or of lack of memory; no other thread is left then
 */
export async function scanOnThreads(
  jobs: readonly Job[],
  setup: WorkerSetup,
  threads: number,
  take: Take,
  here: Promise<FileScan>,
  waiting: WaitingThreads,
): Promise<OtherThreads> {
  const count = Math.min(threads, jobs.length, mostThreads()) - 1;
  const { shares, rest } = sharesOf(jobs, Math.max(0, count));
  const next = rest[Symbol.iterator]();
  const portableSetup: WorkerSetup = { ...setup, rules: setup.rules.map(portable) };
  const started = waiting.take(shares.length);
  const others = new OtherThreads(started);
  const balance = new Balance(started.length);
  try {
    const working = started.map((worker, at) => {
      worker.postMessage(portableSetup);
      return runWorker(worker, shares[at]!, next, take, balance);
    });
    // INVARIANT: nothing is waited for before all of them are: one that fails meanwhile is heard.
    await Promise.all([...working, here.then((scan) => scanHere(scan, next, take, balance))]);
    return others;
  } catch (error) {
    await others.end();
    throw error;
  }
}

/** Largest files first, so that no worker is left alone with a large one at the end. */
export function jobsOf(files: readonly InputFile[]): Job[] {
  const jobs: Job[] = [];
  for (const { path, size } of [...files].sort((a, b) => b.size - a.size)) {
    let last = jobs.at(-1);
    if (last === undefined || last.bytes + size > jobBytes || last.paths.length >= jobFiles)
      jobs.push((last = { paths: [], bytes: 0 }));
    last.paths.push(path);
    last.bytes += size;
  }
  return jobs;
}

/** What each worker is given first, no more than is fair, and what is left for whoever comes to it. */
function sharesOf(
  jobs: readonly Job[],
  workers: number,
): { shares: readonly (readonly Job[])[]; rest: readonly Job[] } {
  const most = Math.max(jobsAhead, mostAhead / workers);
  const fair = Math.ceil(jobs.length / (workers + 1));
  let at = 0;
  const shares = Array.from({ length: workers }, () => {
    const start = at;
    for (let bytes = 0; at < jobs.length && at - start < Math.min(most, fair) && bytes < most * jobBytes; at++)
      bytes += jobs[at]!.bytes;
    return jobs.slice(start, at);
  });
  return { shares, rest: jobs.slice(at) };
}

/** Takes part in the work, and between two jobs hears the others. */
async function scanHere(scan: FileScan, jobs: Iterator<Job>, take: Take, balance: Balance): Promise<void> {
  for (let job = jobs.next(); !job.done; job = jobs.next()) {
    balance.read();
    for (const path of job.value.paths) take.result(await scan.file(path));
    await setImmediate();
  }
}

/** Feeds a worker until there are no more jobs. */
function runWorker(
  worker: Worker,
  share: readonly Job[],
  jobs: Iterator<Job>,
  take: Take,
  balance: Balance,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const pending: Job[] = [];
    const die = (cause: unknown) => reject(new WorkerDeath(cause, pending[0]?.paths ?? []));
    const hasEnough = () => {
      const { ahead } = balance;
      return pending.length >= ahead || pending.reduce((sum, { bytes }) => sum + bytes, 0) >= ahead * jobBytes;
    };
    const post = (job: WorkerJob) => worker.postMessage(job);
    const give = (job: Job) => {
      pending.push(job);
      post({ paths: job.paths, leavesMatches: balance.leavesMatches });
    };
    const feed = () => {
      while (!hasEnough()) {
        const { value: job, done } = jobs.next();
        if (done) break;
        give(job);
      }
      if (pending.length === 0) post("end");
    };
    const hear = (answer: WorkerAnswer) => {
      try {
        if ("rows" in answer) {
          worker.off("message", hear);
          answer.rows.forEach(take.rows);
          resolve();
        } else if ("results" in answer) {
          pending.shift();
          balance.hear();
          // Before its results are looked at, which may take longer than it has work for.
          feed();
          answer.results.forEach(take.result);
        }
      } catch (error) {
        reject(error);
      }
    };
    worker.on("message", hear);
    worker.on("error", die);
    worker.on("messageerror", die);
    // After `resolve` this changes nothing.
    worker.on("exit", (code) => die(`it ended with code ${code}`));
    share.forEach(give);
    feed();
  });
}

/** A rule without what cannot be posted to a thread; matching needs none of it. */
function portable({ rule, query, execution, schedule }: RunnableRule): RunnableRule {
  const { querySource: _, ...rest } = rule;
  const bare = { ...rest, source: { name: rule.source.name, text: "" }, parameters: {} };
  return {
    rule: bare,
    query,
    ...(execution === undefined ? {} : { execution: portableExecution(execution) }),
    ...(schedule === undefined ? {} : { schedule }),
  };
}

/** Indicators stay on the main thread: events are compared with them there. */
function portableExecution(execution: Execution): Execution {
  return execution.kind === "threatMatch" ? { ...execution, indicators: [] } : execution;
}
