import { closeSync, openSync, realpathSync, renameSync, rmSync, type Stats, statSync } from "node:fs";
import { dirname, sep } from "node:path";
import { explainSystemError } from "../io/inputProblem.ts";
import { UsageError } from "./exitCode.ts";
import { batches, writeFully } from "./output.ts";

/**
 * Looks before a long run whether `--output` can be written without harm.
 *
 * @throws UsageError when its folder is missing, or when it would overwrite something that is read
 */
export function checkReportFile(output: string, read: readonly string[]): void {
  const stats = statsOf(output);
  if (stats === undefined && statsOf(dirname(output))?.isDirectory() !== true)
    throw new UsageError(`--output ${output}: no such folder as ${dirname(output)}`, "make the folder first");
  if (stats?.isDirectory()) throw new UsageError(`--output ${output}: is a folder`, "name a file");
  if (!stats?.isFile()) return;
  const real = realpathSync(output);
  for (const path of read) {
    if (path === "-" || statsOf(path) === undefined) continue;
    const from = realpathSync(path);
    if (real === from || real.startsWith(from.endsWith(sep) ? from : from + sep))
      throw new UsageError(
        `--output ${output}: would overwrite a file that ${path} names as input`,
        "write it elsewhere, or remove it first",
      );
  }
}

/**
 * Writes the report: a regular file appears whole or not at all, a pipe or device is written as it is.
 *
 * @throws UsageError when it cannot be written
 */
export function writeReportFile(output: string, texts: Iterable<string>): void {
  try {
    const stats = statsOf(output);
    if (stats !== undefined && !stats.isFile()) writeTo(output, "w", texts);
    else writeWhole(stats === undefined ? output : realpathSync(output), texts);
  } catch (error) {
    throw new UsageError(`--output ${output}: ${explainSystemError(error)}`);
  }
}

function writeWhole(path: string, texts: Iterable<string>): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeTo(partial, "wx", texts);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function writeTo(path: string, flags: "w" | "wx", texts: Iterable<string>): void {
  const descriptor = openSync(path, flags);
  try {
    for (const batch of batches(texts)) writeFully(descriptor, batch);
  } finally {
    closeSync(descriptor);
  }
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
