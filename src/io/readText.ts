import { limits } from "../rule/limits.ts";
import type { InputProblem } from "./inputProblem.ts";
import { readRegularFile } from "./regularFile.ts";

/** Nothing that rules, exceptions or value lists may hold is larger, whatever the encoding. */
const longestFile = limits.exportLength;

/** The text of a rule file, or of another text beside rules; why not, when it cannot be read or is too large. */
export function readText(path: string): string | InputProblem {
  const bytes = readRegularFile(path, longestFile);
  return Buffer.isBuffer(bytes) ? bytes.toString("utf8") : bytes;
}
