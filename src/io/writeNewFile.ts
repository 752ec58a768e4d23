import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { explainSystemError } from "./inputProblem.ts";

/** A file to be made. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Why a file was not made, in words for its user. */
export interface WriteFailure {
  readonly path: string;
  readonly reason: string;
}

/**
 * Writes files that do not exist yet, and their folders; answers the first that cannot be written.
 *
 * Nothing is written when one of them exists; one that appears meanwhile is not overwritten either.
 */
export function writeNewFiles(files: readonly NewFile[]): WriteFailure | undefined {
  const taken = files.find(({ path }) => existsSync(path));
  if (taken !== undefined) return { path: taken.path, reason: "exists already" };
  for (const { path, text } of files) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: "wx" });
    } catch (error) {
      return { path, reason: explainSystemError(error) };
    }
  }
  return undefined;
}
