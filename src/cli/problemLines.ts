import type { InputProblem } from "../io/inputProblem.ts";
import { escapeForTerminal } from "../text/terminal.ts";
import { count } from "./layout.ts";

/** Problems named on standard error; the others are counted. */
export const namedProblems = 100;

/** `warning[INPUT009]: trail.json.gz at byte 1,024: truncated gzip: …`, with a newline. */
export function problemLine({ code, file, offset, reason, detail }: InputProblem): string {
  const place = offset === undefined ? "" : ` at byte ${count(offset)}`;
  const what = detail === undefined ? reason : `${reason}: ${detail}`;
  return `warning[${code}]: ${escapeForTerminal(`${file}${place}: ${what}`)}\n`;
}

/** What stands behind the named problems, when there were more; else nothing. */
export function moreProblems(total: number): string {
  return total > namedProblems ? `… and ${count(total - namedProblems)} more problems\n` : "";
}
