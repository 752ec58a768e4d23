import { documentView } from "../ecs/event.ts";
import type { Hit } from "../engine/hit.ts";
import type { Plan } from "../engine/plan.ts";
import { PresenceReducer } from "../engine/run/presenceReducer.ts";
import { type PackedRows, RowStore } from "../engine/run/rowStore.ts";
import { fastestScan, type RecordSpans } from "../kernel/index.ts";
import { CloudtrailViews } from "../normalize/cloudtrailView.ts";
import { type RecordOutcome, readRecord } from "../normalize/readRecord.ts";
import {
  type Dataset,
  type EventHead,
  type Identity,
  indexOf,
  type NormalizedEvent,
  type NormalizeOptions,
  type Rejected,
  type Shape,
} from "../normalize/record.ts";
import { ByteStore } from "./byteStore.ts";
import { digestId, readUuid } from "./eventIds.ts";
import { type GistFields, GistReader } from "./gist.ts";
import { problem, rejectedRecord } from "./inputProblem.ts";
import { type RecordPlace, type RecordReader, readFileRecords, readStreamRecords } from "./inputRecords.ts";
import { LiteralFilter } from "./literalFilter.ts";
import { PassingEvents, type RecordBytes } from "./memberEvent.ts";
import { addProblem, addSkipped, emptyTally, type TallyData } from "./tally.ts";
import { readTimestamp } from "./timestampBytes.ts";

/** A record that satisfies rules, as it crosses threads. */
export interface RecordHits {
  /** What an event is known by without its document. */
  readonly event: EventHead;
  /** Where the record lies in its file's `bytes`, to be normalised anew where alerts are built; absent when no rule needs more than `values`. */
  readonly place?: { readonly start: number; readonly end: number };
  readonly hits: readonly Omit<Hit, "event">[];
}

/** What the scan of one input gave; everything in it can be posted to another thread. */
export interface FileResult {
  readonly file: string;
  readonly tally: TallyData;
  /** Event ids that are UUIDs, four words each, repeats included. */
  readonly ids: Uint32Array;
  /** Digests of all other event ids, four words each, repeats included. */
  readonly otherIds: Uint32Array;
  readonly records: readonly RecordHits[];
  /** Records that hits need, end to end. */
  readonly bytes: Uint8Array;
  /** Texts of the records whose event id is watched for. */
  readonly watched: readonly string[];
}

/** The hits of one rule that needs no more of them than their rows. */
export interface FoundRows {
  readonly rule: number;
  readonly rows: PackedRows;
}

export interface FileScanOptions {
  /** Keep hits of which a rule needs only the rows apart from the files' results, for {@link FileScan.rows}. */
  readonly rowsApart?: boolean;
  /** Events before this (epoch milliseconds) are counted and not evaluated. */
  readonly fromMs?: number;
  /** Events at or after this are counted and not evaluated. */
  readonly toMs?: number;
  readonly normalize: NormalizeOptions;
  /** The reference path: every record is parsed, normalised and offered to every rule. For comparison in tests. */
  readonly reference?: boolean;
  /** Keep the text of each record whose event id begins with this, whether a rule matches or not. */
  readonly watch?: string;
  /** What is to be told of each event that an alert may be made of. */
  readonly gist?: GistFields;
}

/**
 * Reads one input and offers its events to the rules of a plan.
 *
 * The fast path reads `eventName`, `eventSource`, `eventTime` and `eventID` straight from the bytes of a CloudTrail
 * record; of a record that some rule can match it reads the members that the rules ask for; only one that is not plain
 * is parsed and normalised as a whole. Both paths answer alike, which tests hold them to.
 */
export class FileScan {
  readonly #plan: Plan;
  readonly #values = fastestScan();
  readonly #events: PassingEvents;
  readonly #gist: GistReader | undefined;
  readonly #options: FileScanOptions;
  readonly #everyRule: readonly number[];
  readonly #literals: LiteralFilter;
  /** Candidates by event source and event name, as the bytes spell them; undefined: look at the record as a whole. */
  readonly #known = new Map<string, Map<string, readonly number[] | undefined>>();
  #knownCount = 0;
  #tally = emptyTally();
  #file = "";
  #ids: Uint32Array = new Uint32Array(4 * 64);
  #idWords = 0;
  #otherIds: Uint32Array = new Uint32Array(4 * 64);
  #otherIdWords = 0;
  #found: RecordHits[] = [];
  readonly #reducers = new Map<number, PresenceReducer>();
  readonly #rows = new Map<number, RowStore>();
  readonly #texts = new ByteStore();
  #watched: string[] = [];
  readonly #watch: Buffer | undefined;

  constructor(plan: Plan, options: FileScanOptions) {
    this.#plan = plan;
    this.#literals = new LiteralFilter(plan, this.#values);
    this.#options = options;
    const { normalize, gist } = options;
    this.#gist = gist === undefined ? undefined : new GistReader(gist, this.#values);
    this.#events = new PassingEvents({
      finder: this.#values,
      views: new CloudtrailViews(normalize, this.#values),
    });
    this.#watch = options.watch === undefined ? undefined : Buffer.from(options.watch);
    this.#everyRule = plan.rules.map((_, index) => index);
  }

  /** Scans one regular file; never throws for what it holds. */
  async file(path: string): Promise<FileResult> {
    return this.#scan(path, (reader) => readFileRecords(path, reader));
  }

  /** Scans a stream, such as standard input. */
  async stream(name: string, stream: AsyncIterable<Uint8Array>): Promise<FileResult> {
    return this.#scan(name, (reader) => readStreamRecords(name, stream, reader));
  }

  async #scan(name: string, read: (reader: RecordReader) => Promise<void>): Promise<FileResult> {
    this.#begin(name);
    const tally = this.#tally;
    await read({
      tally,
      values: this.#values,
      problem: (found) => addProblem(tally, found),
      record: (record) => this.#record(record),
    });
    return {
      file: name,
      tally,
      ids: this.#ids.slice(0, this.#idWords),
      otherIds: this.#otherIds.slice(0, this.#otherIdWords),
      ...this.#packed(this.#reduced()),
      watched: this.#watched,
    };
  }

  /** What was kept apart of all files so far; asked for once, at the end. */
  rows(): FoundRows[] {
    return [...this.#rows].map(([rule, rows]) => ({ rule, rows: rows.packed() }));
  }

  #keep(event: NormalizedEvent, found: readonly Hit[], record: RecordBytes): void {
    const hits = this.#options.rowsApart === true ? found.filter((hit) => !this.#keepRow(event, hit)) : found;
    if (hits.length > 0) this.#keepRecord(event, hits, record);
  }

  /** False when the rule needs more of the hit than its row. */
  #keepRow({ atMs, id, dataset }: NormalizedEvent, { rule, values = [] }: Hit): boolean {
    if (this.#plan.needsDocument(rule)) return false;
    let rows = this.#rows.get(rule);
    if (rows === undefined) this.#rows.set(rule, (rows = new RowStore(values.length)));
    rows.add(atMs, id, indexOf(dataset), values);
    return true;
  }

  /** Documents are let go of at once: a file may hold very many matching records. */
  #keepRecord(event: NormalizedEvent, hits: readonly Hit[], record: RecordBytes): void {
    const { kind, dataset, id, atMs, derived } = event;
    let needsRecord = false;
    for (const hit of hits) {
      const mayBeWhole = this.#reducerOf(hit.rule)?.add(this.#found.length, hit) ?? true;
      if (mayBeWhole && this.#plan.needsDocument(hit.rule)) needsRecord = true;
    }
    const gist = needsRecord ? this.#gistOf(event, record) : undefined;
    this.#found.push({
      event: { kind, dataset, id, atMs, derived, ...(gist === undefined ? {} : { gist }) },
      ...(needsRecord ? { place: this.#texts.add(record) } : {}),
      hits: hits.map(({ rule, steps, values }) => (values === undefined ? { rule, steps } : { rule, steps, values })),
    });
  }

  #gistOf(event: NormalizedEvent, record: RecordBytes): readonly string[] | undefined {
    const { fields } = event;
    if (fields !== undefined) return this.#gist?.of(fields, record);
    return this.#gist?.of(documentView(event.document), undefined);
  }

  #reducerOf(rule: number): PresenceReducer | undefined {
    const runnable = this.#plan.rules[rule];
    if (runnable?.execution?.kind !== "newTerms") return undefined;
    let reducer = this.#reducers.get(rule);
    if (reducer === undefined) this.#reducers.set(rule, (reducer = new PresenceReducer(runnable)));
    return reducer;
  }

  /** What leaves this thread: without the hits that cannot change any alert, and the record where it is not needed. */
  #reduced(): RecordHits[] {
    const verdicts = new Map([...this.#reducers].map(([rule, reducer]) => [rule, reducer.verdicts()]));
    return this.#found.flatMap(({ event, hits, place }, record): RecordHits[] => {
      const verdictOf = ({ rule }: { readonly rule: number }) => verdicts.get(rule)?.get(record) ?? "whole";
      const left = hits.filter((hit) => verdictOf(hit) !== "nothing");
      if (left.length === 0) return [];
      const needsRecord = left.some((hit) => this.#plan.needsDocument(hit.rule) && verdictOf(hit) === "whole");
      return [{ event, ...(needsRecord && place !== undefined ? { place } : {}), hits: left }];
    });
  }

  /** The records that are left, with as much room as they take. */
  #packed(found: readonly RecordHits[]): Pick<FileResult, "records" | "bytes"> {
    const kept = new ByteStore(found.reduce((size, { place }) => size + (place ? place.end - place.start : 0), 0));
    const records = found.map((one) =>
      one.place === undefined ? one : { ...one, place: kept.add({ bytes: this.#texts.bytes, ...one.place }) },
    );
    return { records, bytes: kept.bytes };
  }

  #begin(name: string): void {
    this.#file = name;
    this.#tally = emptyTally();
    this.#idWords = 0;
    this.#otherIdWords = 0;
    this.#found = [];
    this.#texts.clear();
    this.#watched = [];
  }

  #record({ bytes, start, end, spans, offset, isSound }: RecordPlace): void {
    if (isSound && spans.plain && !this.#options.reference && this.#quick(bytes, start, end, spans, offset)) return;
    this.#whole(bytes.toString("utf8", start, end), offset);
  }

  /** False when the record must be looked at as a whole. */
  #quick(bytes: Buffer, start: number, end: number, spans: RecordSpans, offset: number): boolean {
    // `none`, `-` and the empty string are dropped by the pipeline (ecs-mapping facts §1), so short values are no names.
    if (spans.nameStart < 0 || spans.sourceStart < 0 || spans.idStart < 0) return false;
    if (
      spans.nameEnd - spans.nameStart < 5 ||
      spans.sourceEnd - spans.sourceStart < 5 ||
      spans.idEnd - spans.idStart < 5
    )
      return false;
    const atMs = spans.timeStart < 0 ? Number.NaN : readTimestamp(bytes, spans.timeStart, spans.timeEnd);
    if (Number.isNaN(atMs)) return false;
    const candidates = this.#candidates(bytes, spans);
    if (candidates === undefined) return false;
    const remaining =
      candidates.length > 0 && this.#isInRange(atMs) ? this.#literals.remaining(candidates, bytes, start, end) : [];
    const isWatched = this.#isWatched(bytes, spans.idStart, spans.idEnd);
    if (isWatched || (remaining.length > 0 && !this.#byMembers(bytes, start, end, spans, atMs, remaining))) {
      this.#whole(bytes.toString("utf8", start, end), offset, remaining);
      return true;
    }
    this.#shape("cloudtrail record", "aws.cloudtrail");
    if (this.#accept(atMs)) this.#keepId(bytes, spans.idStart, spans.idEnd);
    return true;
  }

  /** Matches a record by the members that its candidates read; false when it must be looked at as a whole. */
  #byMembers(
    bytes: Buffer,
    start: number,
    end: number,
    { idStart, idEnd }: RecordSpans,
    atMs: number,
    candidates: readonly number[],
  ): boolean {
    const place = { bytes, start, end };
    const event = this.#events.of(atMs, place, idStart, idEnd);
    if (event === undefined) return false;
    const hits = this.#match(event, candidates);
    if (hits.length > 0) this.#keep(event, hits, place);
    return true;
  }

  #candidates(bytes: Buffer, spans: RecordSpans): readonly number[] | undefined {
    const source = bytes.toString("latin1", spans.sourceStart, spans.sourceEnd);
    const name = bytes.toString("latin1", spans.nameStart, spans.nameEnd);
    const names = this.#known.get(source);
    if (names?.has(name)) return names.get(name);
    const isAscii = isPrintableAscii(source) && isPrintableAscii(name);
    const candidates = isAscii
      ? this.#plan.candidates({ dataset: "aws.cloudtrail", provider: source, action: name })
      : undefined;
    if (this.#knownCount < maxKnownNames && source.length + name.length <= maxKnownLength) {
      this.#knownCount++;
      if (names === undefined) this.#known.set(source, new Map([[name, candidates]]));
      else names.set(name, candidates);
    }
    return candidates;
  }

  /** Parses, normalises and matches a record: the whole reference path, and the fast path's way for candidates. */
  #whole(text: string, offset: number, candidates?: readonly number[]): void {
    const outcome = readRecord(text, this.#options.normalize);
    if (outcome.kind === "event") this.#event(text, outcome, offset, candidates);
    else if (outcome.kind === "skipped") addSkipped(this.#tally, outcome.reason);
    else this.#reject(outcome, offset);
  }

  #event(
    text: string,
    { event, shape, identity, duplicateKeys }: Extract<RecordOutcome, { kind: "event" }>,
    offset: number,
    candidates: readonly number[] | undefined,
  ): void {
    if (this.#options.watch !== undefined && event.id.startsWith(this.#options.watch)) this.#watched.push(text);
    // INVARIANT: what may fail comes first, so that a record that fails is counted as rejected and as nothing else.
    const hits = this.#isInRange(event.atMs) ? this.#match(event, candidates ?? this.#offered(identity)) : [];
    // Both paths note the same records, though the fast one leaves most others unparsed.
    if (duplicateKeys > 0 && this.#isInRange(event.atMs) && this.#mayMatch(identity, text))
      addProblem(this.#tally, problem("duplicate keys", this.#file, `${duplicateKeys}; the last value counts`, offset));
    this.#shape(shape, identity.dataset);
    if (!this.#accept(event.atMs)) return;
    this.#keepIdText(event.id);
    if (hits.length === 0) return;
    const bytes = Buffer.from(text);
    this.#keep(event, hits, { bytes, start: 0, end: bytes.length });
  }

  #mayMatch(identity: Identity, text: string): boolean {
    const candidates = this.#plan.candidates(identity);
    if (candidates.length === 0 || identity.dataset !== "aws.cloudtrail") return candidates.length > 0;
    const bytes = Buffer.from(text);
    return this.#literals.remaining(candidates, bytes, 0, bytes.length).length > 0;
  }

  #isWatched(bytes: Buffer, start: number, end: number): boolean {
    const watch = this.#watch;
    return (
      watch !== undefined && end - start >= watch.length && watch.equals(bytes.subarray(start, start + watch.length))
    );
  }

  /** The rules that a record is offered to which was not looked at before it was parsed. */
  #offered(identity: Identity): readonly number[] {
    return this.#options.reference ? this.#everyRule : this.#plan.candidates(identity);
  }

  #match(event: NormalizedEvent, candidates: readonly number[]): readonly Hit[] {
    return candidates.length === 0 ? [] : this.#plan.match(event, candidates);
  }

  #reject(rejected: Rejected, offset: number): void {
    this.#tally.rejectedRecords++;
    addProblem(this.#tally, rejectedRecord(rejected.reason, this.#file, offset, rejected.detail));
  }

  #shape(shape: Shape, dataset: Dataset): void {
    const { shapes, datasets } = this.#tally;
    shapes[shape] = (shapes[shape] ?? 0) + 1;
    datasets[dataset] = (datasets[dataset] ?? 0) + 1;
  }

  #isInRange(atMs: number): boolean {
    const { fromMs, toMs } = this.#options;
    return (fromMs === undefined || atMs >= fromMs) && (toMs === undefined || atMs < toMs);
  }

  /** Whether the event is to be evaluated; notes its time, or that it lies outside the range asked for. */
  #accept(atMs: number): boolean {
    const tally = this.#tally;
    if (!this.#isInRange(atMs)) {
      tally.outsideRange++;
      return false;
    }
    if (atMs < tally.firstMs) tally.firstMs = atMs;
    if (atMs > tally.lastMs) tally.lastMs = atMs;
    return true;
  }

  #keepId(bytes: Buffer, start: number, end: number): void {
    this.#ids = roomFor(this.#ids, this.#idWords);
    if (readUuid(bytes, start, end, this.#ids, this.#idWords)) {
      this.#idWords += 4;
      return;
    }
    this.#otherIds = roomFor(this.#otherIds, this.#otherIdWords);
    digestId(bytes.subarray(start, end), this.#otherIds, this.#otherIdWords);
    this.#otherIdWords += 4;
  }

  #keepIdText(id: string): void {
    const bytes = Buffer.from(id);
    this.#keepId(bytes, 0, bytes.length);
  }
}

/** The words, or twice as many with the same beginning when four more would not fit. */
function roomFor(words: Uint32Array, used: number): Uint32Array {
  if (used + 4 <= words.length) return words;
  const larger = new Uint32Array(words.length * 2);
  larger.set(words);
  return larger;
}

/** Names kept in the fast path's memo; beyond, the plan is asked each time. */
const maxKnownNames = 65_536;
const maxKnownLength = 512;

function isPrintableAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return true;
}
