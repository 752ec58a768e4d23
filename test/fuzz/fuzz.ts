import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../cli/runCli.ts";
import { esqlRunTarget } from "./esqlRunTarget.ts";
import { esqlTarget } from "./esqlTarget.ts";
import { kueryTarget } from "./kueryTarget.ts";
import { logTarget } from "./logTarget.ts";
import { mutate } from "./mutate.ts";
import { parseTarget } from "./parseTarget.ts";
import { queryTarget } from "./queryTarget.ts";
import { Random } from "./random.ts";
import { ruleTarget } from "./ruleTarget.ts";
import { searchTarget } from "./searchTarget.ts";
import type { Target } from "./target.ts";

export const targets: readonly Target[] = [
  esqlRunTarget,
  esqlTarget,
  kueryTarget,
  logTarget,
  parseTarget,
  queryTarget,
  ruleTarget,
  searchTarget,
];

/** Inputs that once broke something, `<target>-<what>`; every run begins with them. */
export const corpusFolder = join(root, "test/fuzz/corpus");

export function corpusOf({ name }: Target): { file: string; input: Buffer }[] {
  return readdirSync(corpusFolder)
    .filter((file) => file.startsWith(`${name}-`))
    .sort()
    .map((file) => ({ file, input: readFileSync(join(corpusFolder, file)) }));
}

export interface Finding {
  readonly target: string;
  readonly input: Buffer;
  readonly message: string;
}

export interface FuzzReport {
  inputs: number;
  /** Processor time, milliseconds. */
  slowestMs: number;
  slowest: Buffer;
  readonly findings: Finding[];
}

/** An input that takes more processor time than this is a finding. */
const slowMs = 1000;
/** Mutated inputs that are mutated further. */
const poolSize = 500;

/** Gives mutated inputs to a target while `goesOn`; findings with the same message count once. */
export async function fuzz(target: Target, seed: number, goesOn: (inputs: number) => boolean): Promise<FuzzReport> {
  const random = new Random(seed);
  const pool = [...target.seeds, ...corpusOf(target).map(({ input }) => input)];
  const report: FuzzReport = { inputs: 0, slowestMs: 0, slowest: Buffer.alloc(0), findings: [] };
  const messages = new Set<string>();
  while (goesOn(report.inputs)) {
    // Half of the inputs begin anew: far from the seeds nearly everything is refused at the first byte.
    const from = random.of(random.below(2) === 0 ? target.seeds : pool);
    const input = mutate(from, random.of(pool), target.words, random);
    const message = await tryInput(target, input, random, report);
    if (message !== undefined && !messages.has(message) && messages.add(message))
      report.findings.push({ target: target.name, input, message });
    if (pool.length < poolSize) pool.push(input);
    else if (random.below(4) === 0) pool[target.seeds.length + random.below(poolSize - target.seeds.length)] = input;
  }
  return report;
}

async function tryInput(
  target: Target,
  input: Buffer,
  random: Random,
  report: FuzzReport,
): Promise<string | undefined> {
  report.inputs++;
  const before = process.cpuUsage();
  try {
    await target.run(input, random);
  } catch (error) {
    return String((error as Error).stack ?? error)
      .split("\n")
      .slice(0, 4)
      .join("\n");
  }
  const usedMs = process.cpuUsage(before).user / 1000;
  if (usedMs > report.slowestMs) Object.assign(report, { slowestMs: usedMs, slowest: input });
  return usedMs > slowMs
    ? `slow: ${Math.round(usedMs)} ms, ${createHash("sha256").update(input).digest("hex")}`
    : undefined;
}
