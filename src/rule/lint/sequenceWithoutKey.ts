import type { LintCheck } from "./lintCheck.ts";

/** Finds sequences that join the events of anybody with those of anybody else. */
export const sequenceWithoutKey: LintCheck = {
  code: "LINT014",
  name: "a sequence without a join key",
  run: ({ written, filters }) => {
    if (written.kind !== "sequence" || filters.some(({ keys }) => keys.length > 0)) return [];
    const { start } = written.span;
    return [
      {
        span: { start, end: start + "sequence".length },
        message: "a sequence without a join key",
        label: "the events may be of different users, hosts and accounts, and each new one takes the place of the last",
        help: "write `sequence by` and what the events have in common",
      },
    ];
  },
};
