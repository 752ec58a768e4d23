import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { type EcsObject, emptyObject } from "../ecs/value.ts";
import { type Alert, compareAlerts } from "../engine/alert.ts";
import { type Hit, lasting } from "../engine/hit.ts";
import type { LostState } from "../engine/lostState.ts";
import { type Plan, planRules } from "../engine/plan.ts";
import { Finishing } from "../engine/run/finishRuns.ts";
import type { RuleRun, RunOptions } from "../engine/run/ruleRun.ts";
import { startRun } from "../engine/run/startRun.ts";
import type { EventHead, NormalizedEvent } from "../normalize/record.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { EventIds } from "./eventIds.ts";
import { fileDigest } from "./fileDigest.ts";
import { type FileResult, FileScan } from "./fileScan.ts";
import type { FoundRows } from "./foundRows.ts";
import type { GistFields } from "./gist.ts";
import { type InputFile, listInputFiles } from "./inputFiles.ts";
import type { InputProblem } from "./inputProblem.ts";
import { type NormalizeSettings, normalizeOptions } from "./normalizeSettings.ts";
import { RecordEvents } from "./recordEvents.ts";
import { addProblem, emptyTally, mergeTally, settleProblems, type TallyData } from "./tally.ts";
import { type Job, jobsOf, type OtherThreads, scanOnThreads, WaitingThreads } from "./workerPool.ts";

/** The files to read, and the threads that will read them. */
export interface ScanInput {
  readonly listing: ReturnType<typeof listInputFiles>;
  readonly jobs: readonly Job[];
  /** Threads that read, the first one among them. */
  readonly threads: number;
  readonly waiting: WaitingThreads;
}

/**
 * Lists what is to be read, and starts the threads for it if it is much: made before the rules are loaded, it saves time.
 *
 * `workers` is how many threads are to read, one per core unless told. A scan takes the threads; without one, let them go.
 */
export function openInput(paths: readonly string[], workers: number = availableParallelism()): ScanInput {
  const listing = listInputFiles(paths.filter((path) => path !== "-"));
  const size = listing.files.reduce((sum, file) => sum + file.size, 0);
  const threads = size <= inlineBytes ? 1 : workers;
  const jobs = jobsOf(listing.files);
  return { listing, jobs, threads, waiting: new WaitingThreads(threads - 1, jobs) };
}

export interface ScanRequest {
  readonly rules: readonly RunnableRule[];
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[];
  /** What {@link openInput} made of the paths, if that was done before. */
  readonly input?: ScanInput;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly settings?: NormalizeSettings;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Threads that read files, this one among them; one per core unless told. Little input is read on this one alone. */
  readonly workers?: number;
  /** How the rules' schedules are replayed. */
  readonly replay?: RunOptions;
  /** The reference path, for comparison. */
  readonly reference?: boolean;
  /** Keep the events whose id begins with this, inside the range or not. */
  readonly watch?: string;
  /** What a report will say of the events of alerts: told while their records are at hand ({@link NormalizedEvent.gist}). */
  readonly gist?: GistFields;
  readonly onProgress?: (progress: ScanProgress) => void;
}

export interface ScanProgress {
  readonly files: number;
  readonly totalFiles: number;
  readonly bytes: number;
  readonly records: number;
}

/**
 * The account of everything that was read.
 *
 * `records = evaluated + duplicates + rejectedRecords + skippedRecords + outsideRange`, and
 * `files = evaluatedFiles + duplicateFiles + rejectedFiles`, always.
 */
export interface ScanAccount {
  readonly plan: Plan;
  readonly tally: TallyData;
  readonly evaluated: number;
  /** Records whose event id had been seen: counted once, whichever copy comes first. */
  readonly duplicates: number;
  /** Files that hold byte for byte what another file holds. */
  readonly duplicateFiles: number;
  readonly evaluatedFiles: number;
}

/** What a scan found, and its account. */
export interface ScanReport extends ScanAccount {
  readonly alerts: readonly Alert[];
  /** Rules whose query failed when it ran, so that they have no answer. */
  readonly failed: readonly { readonly rule: number; readonly reason: string }[];
  /** Rules that gave up state, whose alerts may be incomplete. */
  readonly lost: readonly LostState[];
}

/** The events that satisfy a rule's predicate, before anything is made of them. */
export interface ScanHits extends ScanAccount {
  /** In no particular order, copies included; documents are normalised in full when they are read. */
  readonly hits: readonly Hit[];
  /** Events that were watched for, each with its copies, whether a rule matches or not. */
  readonly watched: readonly NormalizedEvent[];
}

/** Below this much input the start of worker threads costs more than they save. */
const inlineBytes = 256 << 10;

/** Runs rules over logs; the result depends on what the inputs hold, never on their order or the number of workers. */
export async function scan(request: ScanRequest): Promise<ScanReport> {
  const runs = request.rules.map((rule, index) => startRun(rule, index));
  const { others, account, events } = await readHits(request, {
    hit: (hit) => runs[hit.rule]!.add(hit),
    rows: ({ rule, rows }) => runs[rule]!.addRows!(rows),
  });
  const { watched: _, ...rest } = account;
  try {
    const finishing = await finishOnThreads(account.plan, runs, request.replay ?? {}, others);
    // Other threads have nothing else to do while this one finishes the rules that read alerts.
    const counted = countOn(others, events);
    // Waited for below, unless something fails before.
    counted.catch(() => {});
    const results = finishing.results();
    return {
      ...rest,
      ...(await counted),
      alerts: results.flatMap(({ alerts }) => alerts).sort(compareAlerts),
      lost: results.flatMap(({ losses }, rule) => (losses.length === 0 ? [] : [{ rule, losses }])),
      failed: results.flatMap(({ failure }, rule) => (failure === undefined ? [] : [{ rule, reason: failure }])),
    };
  } finally {
    await others.end();
  }
}

/** Finds what {@link scan} makes alerts of. */
export async function scanHits(request: ScanRequest): Promise<ScanHits> {
  const hits: Hit[] = [];
  const { others, account, events } = await readHits(request, { hit: (hit) => hits.push(lasting(hit)) });
  await others.end();
  return { ...account, ...eventsOf(events, events.ids.count()), hits };
}

/** The events that were read, repeats included, and their ids. */
interface ReadEvents {
  readonly count: number;
  readonly ids: EventIds;
}

/** More ids take too much memory to be posted. */
const mostIdsPosted = 1 << 20;

/** Tells ids apart on another thread, if there is one. */
async function countOn(
  others: OtherThreads,
  events: ReadEvents,
): Promise<Pick<ScanAccount, "evaluated" | "duplicates">> {
  const { ids } = events;
  const isPosted = others.count > 0 && ids.size <= mostIdsPosted;
  return eventsOf(events, isPosted ? await others.countIds(ids.take(), 0) : ids.count());
}

function eventsOf({ count }: ReadEvents, evaluated: number): Pick<ScanAccount, "evaluated" | "duplicates"> {
  return { evaluated, duplicates: count - evaluated };
}

/** Of so many rows it takes less time to post them than to run a query on them; of more, too much memory. */
const worthPosting = { least: 1000, most: 500_000 };

/** Queries that another thread holds at once, so that it never waits for the next. */
const queriesAhead = 2;

/**
 * Finishes the runs of rules but those that read alerts, those with many rows on other threads meanwhile, as far as this one does
 * not come to them.
 */
async function finishOnThreads(
  plan: Plan,
  runs: readonly RuleRun[],
  options: RunOptions,
  others: OtherThreads,
): Promise<Finishing> {
  const finishing = new Finishing(plan, runs, options);
  const counts = runs.map(({ apart }) => apart?.count() ?? 0);
  const isAway = (rule: number) =>
    others.count > 0 && counts[rule]! >= worthPosting.least && counts[rule]! <= worthPosting.most;
  const rules = runs.map((_, rule) => rule);
  // The largest first, from which other threads take; this one takes the smallest once the rest is done.
  const away = rules.filter(isAway).sort((a, b) => counts[b]! - counts[a]!);
  const answerNext = async (on: number): Promise<void> => {
    for (let rule = away.shift(); rule !== undefined; rule = away.shift()) {
      const apart = runs[rule]!.apart!;
      finishing.take(rule, apart.finish(await others.answer({ rule, rows: apart.packed(), options }, on), options));
    }
  };
  const all = Promise.all(
    Array.from({ length: others.count * queriesAhead }, (_, slot) => answerNext(slot % others.count)),
  );
  // Waited for below, unless something fails before.
  all.catch(() => {});
  for (const rule of rules) {
    if (isAway(rule)) continue;
    finishing.finish(rule);
    // Lets answers in, upon which the next queries go out.
    await setImmediate();
  }
  for (let rule = away.pop(); rule !== undefined; rule = away.pop()) finishing.finish(rule);
  await all;
  return finishing;
}

/** The account of what was read, before its events are told apart. */
type ReadAccount = Omit<ScanHits, "hits" | "evaluated" | "duplicates">;

/** What hits go to, in no particular order. */
interface HitTaker {
  readonly hit: (hit: Hit) => void;
  /** Takes the hits of rules that need only rows; without it they come as all others. */
  readonly rows?: (rows: FoundRows) => void;
}

/** Reads all input and hands over what satisfies a rule. */
async function readHits(
  request: ScanRequest,
  taker: HitTaker,
): Promise<{ readonly others: OtherThreads; readonly account: ReadAccount; readonly events: ReadEvents }> {
  const { rules, settings = {}, fromMs, toMs, reference, watch, gist } = request;
  const plan = planRules(rules, taker.rows === undefined ? {} : { keepsMoreRows: true });
  const { listing, jobs, threads, waiting } = request.input ?? openInput(request.paths, request.workers);
  const gathered = new Gathered(listing.files.length, taker.hit, request.onProgress);
  for (const found of listing.problems) gathered.problem(found);

  const range = {
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
    ...(reference ? { reference } : {}),
    ...(watch === undefined ? {} : { watch }),
    ...(gist === undefined ? {} : { gist }),
  };
  const isApart = taker.rows !== undefined;
  const takeRows = taker.rows ?? (() => {});
  // The options take a while to make; other threads, which make their own, read meanwhile.
  const ready = normalizeOptions(settings).then((normalize) => {
    const documents = new RecordEvents(normalize);
    const options = { ...range, direct: { onHit: taker.hit, documents }, normalize };
    gathered.begin(documents, new FileScan(plan, options));
    return { documents, here: new FileScan(plan, options) };
  });
  const others = await scanOnThreads(
    jobs,
    { rules, settings, ...range, ...(isApart ? { rowsApart: true } : {}) },
    threads,
    { result: (result) => gathered.take(result), rows: takeRows },
    ready.then(({ here }) => here),
    waiting,
  );
  const { documents, here } = await ready;
  try {
    if (request.paths.includes("-") && request.stdin !== undefined)
      gathered.take(await here.stream("<stdin>", request.stdin));
  } catch (error) {
    await others.end();
    throw error;
  }
  return { others, account: gathered.report(plan, documents, listing.files), events: gathered.events };
}

type Unsettled = Pick<FileResult, "file" | "records" | "bytes" | "toMatch">;

/** Puts the results of files together as they come in. */
class Gathered {
  readonly #tally = emptyTally();
  readonly #ids = new EventIds();
  readonly #onHit: (hit: Hit) => void;
  readonly #watched: string[] = [];
  readonly #totalFiles: number;
  readonly #onProgress: ScanRequest["onProgress"];
  readonly #rejected = new Set<string>();
  #events = 0;

  /** What came before the options for normalising were made. */
  #waiting: Unsettled[] = [];
  #documents: RecordEvents | undefined;
  #matching: FileScan | undefined;

  constructor(totalFiles: number, onHit: (hit: Hit) => void, onProgress: ScanRequest["onProgress"]) {
    this.#totalFiles = totalFiles;
    this.#onHit = onHit;
    this.#onProgress = onProgress;
  }

  /** From here on documents can be made, so hits are handed over, and records that were left are matched. */
  begin(documents: RecordEvents, matching: FileScan): void {
    this.#documents = documents;
    this.#matching = matching;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const found of waiting) this.#settle(found);
  }

  #settle(found: Unsettled): void {
    if (this.#documents === undefined || this.#matching === undefined) {
      this.#waiting.push(found);
      return;
    }
    if (found.records.length > 0) this.#hand(found, this.#documents);
    if (found.toMatch !== undefined) this.take(this.#matching.match(found.file, found.toMatch));
  }

  #hand(found: Unsettled, documents: RecordEvents): void {
    const bytes = Buffer.from(found.bytes.buffer, found.bytes.byteOffset, found.bytes.byteLength);
    for (const { event: head, place, hits } of found.records) {
      const event = place === undefined ? withoutDocument(head) : documents.withDocument(head, { bytes, ...place });
      for (const { rule, steps, values } of hits)
        this.#onHit(values === undefined ? { rule, steps, event } : { rule, steps, event, values });
    }
  }

  /** A path that is no readable file counts as a file that was rejected. */
  problem(found: InputProblem): void {
    this.#tally.files++;
    this.#tally.rejectedFiles++;
    addProblem(this.#tally, found);
  }

  take(result: FileResult): void {
    const { file, tally, ids, otherIds, watched } = result;
    mergeTally(this.#tally, tally);
    if (tally.rejectedFiles > 0) this.#rejected.add(file);
    this.#ids.addUuids(ids);
    this.#ids.addDigests(otherIds);
    this.#events += (ids.length + otherIds.length) / 4;
    this.#settle(result);
    for (const text of watched) this.#watched.push(text);
    const { files, bytes, records } = this.#tally;
    this.#onProgress?.({ files, totalFiles: this.#totalFiles, bytes, records });
  }

  get events(): ReadEvents {
    return { count: this.#events, ids: this.#ids };
  }

  report(plan: Plan, events: RecordEvents, files: readonly InputFile[]): ReadAccount {
    settleProblems(this.#tally);
    const duplicateFiles = duplicateFilesOf(files.filter(({ path }) => !this.#rejected.has(path)));
    return {
      plan,
      watched: this.#watched.flatMap((text) => events.of(text) ?? []),
      tally: this.#tally,
      duplicateFiles,
      evaluatedFiles: this.#tally.files - this.#tally.rejectedFiles - duplicateFiles,
    };
  }
}

/**
 * The event of a record that no rule needs the document of.
 *
 * Its document says when it was and no more: a rule that gave up state may come to show it all the same.
 */
function withoutDocument(head: EventHead): NormalizedEvent {
  const document: EcsObject = emptyObject();
  document["@timestamp"] = new Date(head.atMs).toISOString();
  return { ...head, document };
}

/**
 * How many files repeat the bytes of another; only files of equal size are read for it.
 *
 * The number does not depend on which copy counts as the first.
 */
function duplicateFilesOf(files: readonly InputFile[]): number {
  const bySize = new Map<number, string[]>();
  for (const { path, size } of files) {
    const same = bySize.get(size);
    if (same === undefined) bySize.set(size, [path]);
    else same.push(path);
  }
  let duplicates = 0;
  for (const paths of bySize.values()) {
    if (paths.length > 1) duplicates += paths.length - new Set(paths.map((path) => fileDigest(path) ?? path)).size;
  }
  return duplicates;
}
