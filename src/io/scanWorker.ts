import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { planRules } from "../engine/plan.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { type FileResult, FileScan } from "./fileScan.ts";
import { matchingOptions, type NormalizeSettings } from "./normalizeSettings.ts";

/** What a worker is started with. */
export interface WorkerSetup {
  readonly rules: readonly RunnableRule[];
  readonly settings: NormalizeSettings;
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly reference?: boolean;
  readonly watch?: string;
}

/** Answers a list of paths with one result per file, in order. */
export type WorkerAnswer = readonly FileResult[];

async function serve(port: MessagePort, setup: WorkerSetup): Promise<void> {
  const { rules, settings, ...range } = setup;
  const scan = new FileScan(planRules(rules), {
    ...range,
    normalize: await matchingOptions(settings, rules),
  });
  const answer = async (paths: readonly string[]) => {
    const results: FileResult[] = [];
    for (const path of paths) results.push(await scan.file(path));
    port.postMessage(
      results,
      results.flatMap(({ ids, otherIds }) => [ids.buffer as ArrayBuffer, otherIds.buffer as ArrayBuffer]),
    );
  };
  // INVARIANT: one job at a time. The next list of paths may arrive while a file of this one is being inflated.
  let last = Promise.resolve();
  port.on("message", (paths: readonly string[]) => {
    last = last.then(() => answer(paths));
  });
}

if (parentPort !== null) await serve(parentPort, workerData as WorkerSetup);
