import { escapeForTerminal } from "../text/terminal.ts";

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

export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The session of this process. */
export function processSession(): Session {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    environment: process.env,
    nowMs: Date.now,
    end: (code) => {
      process.exitCode = code;
    },
    fail: (message, help) => {
      process.stderr.write(
        `eqlite: ${escapeForTerminal(message)}\n${help === undefined ? "" : `  = help: ${escapeForTerminal(help)}\n`}`,
      );
    },
  };
}
