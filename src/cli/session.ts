import { explainSystemError } from "../io/inputProblem.ts";
import { escapeForTerminal } from "../text/terminal.ts";
import { exitCode } from "./exitCode.ts";
import { type Output, standardOutput } from "./output.ts";

/** The outside world of one run of the command line, so that tests can bring their own. */
export interface Session {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly environment: NodeJS.ProcessEnv;
  readonly nowMs: () => number;
  /** Sets the exit code; the last call counts. */
  readonly end: (code: number) => void;
  /** Says on stderr what is wrong and what to do instead. */
  readonly fail: (message: string, help?: string) => void;
}

/** The session of this process. */
export function processSession(): Session {
  // Nobody is left to tell when standard error fails; the work goes on.
  const stderr = standardOutput(process.stderr, 2, () => {});
  const fail: Session["fail"] = (message, help) => {
    stderr.write(
      `eqlite: ${escapeForTerminal(message)}\n${help === undefined ? "" : `  = help: ${escapeForTerminal(help)}\n`}`,
    );
  };
  return {
    stdout: standardOutput(process.stdout, 1, (error) => {
      // `| head` closes the pipe: that is no error of ours, and nobody is left to tell.
      if (error.code === "EPIPE") process.exit(exitCode.fine);
      fail(`cannot write to standard output: ${explainSystemError(error)}`);
      process.exit(exitCode.usage);
    }),
    stderr,
    stdin: process.stdin,
    environment: process.env,
    nowMs: Date.now,
    end: (code) => {
      process.exitCode = code;
    },
    fail,
  };
}
