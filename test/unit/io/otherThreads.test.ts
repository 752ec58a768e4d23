import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import type { Worker } from "node:worker_threads";
import { OtherThreads, WorkerDeath } from "../../../src/io/workerPool.ts";

/** Stands for a thread: jobs are kept, and answered by the test. */
class QuietWorker extends EventEmitter {
  readonly jobs: unknown[] = [];

  postMessage(job: unknown): void {
    this.jobs.push(job);
  }

  /** Who listens, by event. */
  get waiting(): readonly number[] {
    return ["message", "messageerror", "error", "exit"].map((event) => this.listenerCount(event));
  }
}

const ids = () => ({ uuids: new Uint32Array(4), digests: new Uint32Array(0) });

function threads(): { worker: QuietWorker; others: OtherThreads } {
  const worker = new QuietWorker();
  return { worker, others: new OtherThreads([worker as unknown as Worker]) };
}

test("an answer to something else is left to whoever asked, and who was answered listens no longer", async () => {
  const { worker, others } = threads();
  const counted = others.countIds(ids(), 0);
  worker.emit("message", { rows: [] });
  assert.deepEqual(worker.waiting, [1, 1, 1, 1]);
  worker.emit("message", { distinctIds: 1 });
  assert.equal(await counted, 1);
  assert.deepEqual(worker.waiting, [0, 0, 0, 0]);
});

for (const [event, cause, text] of [
  ["exit", 1, /ended with code 1/],
  ["error", new Error("a fault"), /a fault/],
  ["messageerror", new Error("unreadable"), /unreadable/],
] as const) {
  test(`a thread's ${event} ends the wait for its answer`, async () => {
    const { worker, others } = threads();
    const counted = others.countIds(ids(), 0);
    worker.emit(event, cause);
    await assert.rejects(counted, (error) => error instanceof WorkerDeath && text.test(error.message));
    assert.deepEqual(worker.waiting, [0, 0, 0, 0]);
  });
}
