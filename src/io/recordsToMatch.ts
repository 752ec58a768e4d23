import { GrowingColumn } from "../engine/run/growingColumn.ts";
import { ByteStore } from "./byteStore.ts";
import type { RecordBytes } from "./memberEvent.ts";

/** A plain CloudTrail record that rules may match, and what was read of it. */
export interface RecordToMatch {
  /** Where its event id stands. */
  readonly idStart: number;
  readonly idEnd: number;
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Bytes from the start of the input that it stands in. */
  readonly offset: number;
  /** The rules that may match it. */
  readonly candidates: readonly number[];
}

/** Records of one input that another thread is to match, as they are posted to it. */
export interface RecordsToMatch {
  /** End to end. */
  readonly bytes: Uint8Array;
  /** Of each record: where it ends, its id's two places, its time, its offset, how many candidates it has, and each of them. */
  readonly heads: Float64Array;
  /** Whether the input has no event but these; if none of them is one either, it is rejected. */
  readonly areAll: boolean;
  /** Whether the input as a whole had a fault already. */
  readonly isRejected: boolean;
}

/** Bytes of records that one input hands over; those beyond are matched where they are read. */
const mostBytes = 8 << 20;

/** Gathers the records of one input after the other. */
export class RecordsToMatchStore {
  readonly #texts = new ByteStore();
  #heads = newHeads();
  #size = 0;

  get isEmpty(): boolean {
    return this.#heads.length === 0;
  }

  /** False when there is no room for it. */
  add(place: RecordBytes, { idStart, idEnd, atMs, offset, candidates }: RecordToMatch): boolean {
    if (this.#size + place.end - place.start > mostBytes) return false;
    const { start, end } = this.#texts.add(place);
    this.#size = end;
    const moved = start - place.start;
    const heads = this.#heads;
    heads.push(end);
    heads.push(idStart + moved);
    heads.push(idEnd + moved);
    heads.push(atMs);
    heads.push(offset);
    heads.push(candidates.length);
    for (const rule of candidates) heads.push(rule);
    return true;
  }

  /** What was gathered since this was last called. */
  take(input: Pick<RecordsToMatch, "areAll" | "isRejected">): RecordsToMatch {
    const taken = { ...input, bytes: this.#texts.take(), heads: this.#heads.copy() as Float64Array };
    this.#heads = newHeads();
    this.#size = 0;
    return taken;
  }
}

function newHeads(): GrowingColumn {
  return new GrowingColumn((length) => new Float64Array(length));
}

/** Hands over each record and its place in `bytes`, which hold those of the records from their beginning. */
export function eachRecord(
  heads: Float64Array,
  bytes: Buffer,
  take: (place: RecordBytes, record: RecordToMatch) => void,
): void {
  let start = 0;
  for (let at = 0; at < heads.length; ) {
    const end = heads[at]!;
    const count = heads[at + 5]!;
    const candidates = new Array<number>(count);
    for (let rule = 0; rule < count; rule++) candidates[rule] = heads[at + 6 + rule]!;
    const record = {
      idStart: heads[at + 1]!,
      idEnd: heads[at + 2]!,
      atMs: heads[at + 3]!,
      offset: heads[at + 4]!,
      candidates,
    };
    take({ bytes, start, end }, record);
    start = end;
    at += 6 + count;
  }
}
