import { documentView } from "../ecs/event.ts";
import { type Hit, withEvent } from "../engine/hit.ts";
import type { Plan } from "../engine/plan.ts";
import { fastestScan, type RecordSpans } from "../kernel/index.ts";
import { CloudtrailViews } from "../normalize/cloudtrailView.ts";
import { type RecordOutcome, readRecord } from "../normalize/readRecord.ts";
import type { Dataset, Identity, NormalizedEvent, NormalizeOptions, Rejected, Shape } from "../normalize/record.ts";
import { digestId, readUuid } from "./eventIds.ts";
import { type FoundInFile, FoundRecords } from "./foundRecords.ts";
import { type GistFields, GistReader } from "./gist.ts";
import { problem, rejectedRecord } from "./inputProblem.ts";
import { type RecordPlace, type RecordReader, readFileRecords, readStreamRecords } from "./inputRecords.ts";
import { KeptRecords } from "./keptRecords.ts";
import { LiteralFilter } from "./literalFilter.ts";
import { PassingEvents, type RecordBytes } from "./memberEvent.ts";
import type { RecordEvents } from "./recordEvents.ts";
import { eachRecord, type RecordsToMatch, RecordsToMatchStore, type RecordToMatch } from "./recordsToMatch.ts";
import { addProblem, addSkipped, emptyTally, type TallyData } from "./tally.ts";
import { readTimestamp } from "./timestampBytes.ts";

/** What the scan of one input gave; everything in it can be posted to another thread. */
export interface FileResult extends FoundInFile {
  readonly file: string;
  readonly tally: TallyData;
  /** Event ids that are UUIDs, four words each, repeats included. */
  readonly ids: Uint32Array;
  /** Digests of all other event ids, four words each, repeats included. */
  readonly otherIds: Uint32Array;
  /** Texts of the records whose event id is watched for. */
  readonly watched: readonly string[];
  /** Records that are yet to be counted and matched. */
  readonly toMatch?: RecordsToMatch;
}

export interface FileScanOptions {
  /** Takes the hits of which a rule needs only the rows, which else are in the files' results; their events pass. */
  readonly onRow?: (hit: Hit) => void;
  /** Takes all hits, so that none are in the files' results; their events pass. */
  readonly direct?: { readonly onHit: (hit: Hit) => void; readonly documents: RecordEvents };
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
  readonly #found: FoundRecords;
  readonly #kept = new KeptRecords();
  readonly #toMatch = new RecordsToMatchStore();
  /** Whether records that rules may match are left to another thread. */
  #leavesMatches = false;
  /** Whether the input has an event, those left apart, and whether it as a whole had a fault. */
  #hasEvent = false;
  #isRejected = false;
  #watched: string[] = [];
  readonly #watch: Buffer | undefined;

  constructor(plan: Plan, options: FileScanOptions) {
    this.#plan = plan;
    this.#literals = new LiteralFilter(plan, this.#values);
    this.#options = options;
    const { normalize, gist } = options;
    this.#gist = gist === undefined ? undefined : new GistReader(gist, this.#values);
    this.#found = new FoundRecords(plan, (event, record) => this.#gistOf(event, record));
    const reading = { finder: this.#values, views: new CloudtrailViews(normalize, this.#values) };
    this.#events = new PassingEvents(reading, (event, place) => this.#placed(event, place));
    this.#watch = options.watch === undefined ? undefined : Buffer.from(options.watch);
    this.#everyRule = plan.rules.map((_, index) => index);
  }

  /**
   * Scans one regular file; never throws for what it holds.
   *
   * With `leavesMatches` the records that rules may match are left to {@link match} elsewhere, as far as they are not many.
   * `content` is what a gzip file holds, where that is known.
   */
  async file(path: string, leavesMatches = false, content?: Uint8Array): Promise<FileResult> {
    return this.#scan(path, (reader) => readFileRecords(path, reader, content), leavesMatches);
  }

  /** Counts and matches what the scan of an input has left. */
  match(path: string, left: RecordsToMatch): FileResult {
    this.#begin(path);
    this.#matchLeft(left);
    if (left.areAll && !this.#hasEvent) {
      this.#tally.rejectedFiles++;
      if (!left.isRejected) addProblem(this.#tally, problem("no record in a non-empty file", path));
    }
    return this.#result();
  }

  /** The same of a stream, such as standard input. */
  async stream(name: string, stream: AsyncIterable<Uint8Array>, leavesMatches = false): Promise<FileResult> {
    return this.#scan(name, (reader) => readStreamRecords(name, stream, reader), leavesMatches);
  }

  async #scan(name: string, read: (reader: RecordReader) => Promise<void>, leavesMatches = false): Promise<FileResult> {
    this.#begin(name);
    this.#leavesMatches = leavesMatches;
    const tally = this.#tally;
    await read({
      tally,
      values: this.#values,
      problem: (found) => addProblem(tally, found),
      record: (record) => this.#record(record),
      ending: (isRejected) => {
        this.#isRejected = isRejected;
      },
    });
    const result = this.#result();
    if (this.#toMatch.isEmpty) return result;
    return { ...result, toMatch: this.#toMatch.take({ areAll: !this.#hasEvent, isRejected: this.#isRejected }) };
  }

  #result(): FileResult {
    return {
      file: this.#file,
      tally: this.#tally,
      ids: this.#ids.slice(0, this.#idWords),
      otherIds: this.#otherIds.slice(0, this.#otherIdWords),
      ...this.#found.take(),
      watched: this.#watched,
    };
  }

  #matchLeft({ bytes, heads }: RecordsToMatch): void {
    const window = this.#values.buffer(bytes.length);
    window.set(bytes);
    eachRecord(heads, Buffer.from(window.buffer, window.byteOffset, window.length), (place, record) => {
      try {
        if (!this.#byMembers(place, record)) this.#whole(textOf(place), record.offset, record.candidates);
      } catch (error) {
        this.#tally.rejectedRecords++;
        addProblem(this.#tally, problem("fault of eqlite", this.#file, String(error), record.offset));
      }
    });
  }

  #keep(event: NormalizedEvent, found: readonly Hit[], record: RecordBytes): void {
    const { onRow, direct } = this.#options;
    let kept: Hit[] | undefined;
    for (let at = 0; at < found.length; at++) {
      const hit = found[at]!;
      if (direct !== undefined) direct.onHit(hit);
      else if (onRow !== undefined && !this.#plan.needsDocument(hit.rule)) onRow(hit);
      else (kept ??= []).push(hit);
    }
    if (kept !== undefined) this.#found.add(event, kept, record);
  }

  /** The event of a record, to keep. */
  #placed(event: NormalizedEvent, record: RecordBytes): NormalizedEvent {
    const { direct } = this.#options;
    if (direct === undefined) return event;
    const { kind, dataset, id, atMs, derived } = event;
    const gist = this.#gistOf(event, record);
    const head = { kind, dataset, id, atMs, derived, ...(gist === undefined ? {} : { gist }) };
    const fields = this.#plan.fieldsOfAlerts;
    const view = fields.length === 0 ? undefined : event.fields;
    const known = view && { fields, values: fields.map((field) => view.values(field)) };
    return direct.documents.withDocument(head, this.#kept.keep(record), known);
  }

  #gistOf(event: NormalizedEvent, record: RecordBytes): readonly string[] | undefined {
    const { fields } = event;
    if (fields !== undefined) return this.#gist?.of(fields, record);
    return this.#gist?.of(documentView(event.document), undefined);
  }

  #begin(name: string): void {
    this.#file = name;
    this.#tally = emptyTally();
    this.#idWords = 0;
    this.#otherIdWords = 0;
    this.#watched = [];
    this.#hasEvent = false;
    this.#isRejected = false;
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
    const { idStart, idEnd } = spans;
    const isWatched = this.#isWatched(bytes, idStart, idEnd);
    if (remaining.length === 0 && !isWatched) {
      this.#count(bytes, idStart, idEnd, atMs);
      return true;
    }
    const place = { bytes, start, end };
    const record = { idStart, idEnd, atMs, offset, candidates: remaining };
    if (this.#leavesMatches && !isWatched && this.#toMatch.add(place, record)) return true;
    if (isWatched || !this.#byMembers(place, record)) this.#whole(textOf(place), offset, remaining);
    return true;
  }

  /** Matches a record by the members that its candidates read; false when it must be looked at as a whole. */
  #byMembers(place: RecordBytes, { idStart, idEnd, atMs, candidates }: RecordToMatch): boolean {
    const event = this.#events.of(atMs, place, idStart, idEnd);
    if (event === undefined) return false;
    const hits = this.#match(event, candidates, event.identity);
    if (hits.length > 0) this.#keep(event, hits, place);
    this.#count(place.bytes, idStart, idEnd, atMs);
    return true;
  }

  /** Counts a plain CloudTrail record. */
  #count(bytes: Buffer, idStart: number, idEnd: number, atMs: number): void {
    this.#shape("cloudtrail record", "aws.cloudtrail");
    if (this.#accept(atMs)) this.#keepId(bytes, idStart, idEnd);
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
    else if (outcome.kind === "skipped") this.#skip(outcome.reason);
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
    const hits = this.#isInRange(event.atMs) ? this.#match(event, candidates ?? this.#offered(identity), identity) : [];
    // Both paths note the same records, though the fast one leaves most others unparsed.
    if (duplicateKeys > 0 && this.#isInRange(event.atMs) && this.#mayMatch(identity, text))
      addProblem(this.#tally, problem("duplicate keys", this.#file, `${duplicateKeys}; the last value counts`, offset));
    this.#shape(shape, identity.dataset);
    if (!this.#accept(event.atMs)) return;
    this.#keepIdText(event.id);
    if (hits.length === 0) return;
    const bytes = Buffer.from(text);
    const place = { bytes, start: 0, end: bytes.length };
    const placed = this.#placed(event, place);
    this.#keep(event, placed === event ? hits : hits.map((hit) => withEvent(hit, placed)), place);
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

  #match(event: NormalizedEvent, candidates: readonly number[], identity: Identity): readonly Hit[] {
    if (candidates.length === 0) return [];
    return this.#options.reference
      ? this.#plan.match(event, candidates)
      : this.#plan.match(event, candidates, this.#plan.leftFor(identity));
  }

  #skip(reason: string): void {
    this.#hasEvent = true;
    addSkipped(this.#tally, reason);
  }

  #reject(rejected: Rejected, offset: number): void {
    this.#tally.rejectedRecords++;
    addProblem(this.#tally, rejectedRecord(rejected.reason, this.#file, offset, rejected.detail));
  }

  #shape(shape: Shape, dataset: Dataset): void {
    const { shapes, datasets } = this.#tally;
    this.#hasEvent = true;
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

function textOf({ bytes, start, end }: RecordBytes): string {
  return bytes.toString("utf8", start, end);
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
