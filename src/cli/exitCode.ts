/** What the process ends with; the same for every command. */
export const exitCode = {
  fine: 0,
  /** `check` and `test` found something; `scan` only with `--fail-on`. */
  findings: 1,
  /** A rule does not compile. */
  rule: 2,
  /** A flag, a file or an input is unusable. */
  usage: 3,
  interrupted: 130,
} as const;

/** A mistake of the command line or of the environment: printed without a stack, ends with {@link exitCode.usage}. */
export class UsageError extends Error {
  readonly help: string | undefined;
  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
