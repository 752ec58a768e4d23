#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { Command, CommanderError } from "commander";
import { WorkerDeath } from "../io/workerPool.ts";
import { checkCommand } from "./commands/check.ts";
import { demoCommand } from "./commands/demo.ts";
import { explainCommand } from "./commands/explain.ts";
import { exportCommand } from "./commands/export.ts";
import { fmtCommand } from "./commands/fmt.ts";
import { normalizeCommand } from "./commands/normalize.ts";
import { queryCommand } from "./commands/query.ts";
import { scanCommand } from "./commands/scan.ts";
import { exitCode, UsageError } from "./exitCode.ts";
import { packaged } from "./packaged.ts";
import { processSession, type Session } from "./session.ts";

/** Runs one command line; never throws. */
async function main(words: readonly string[], session: Session): Promise<void> {
  const { version } = JSON.parse(readFileSync(packaged("package.json"), "utf8")) as { version: string };
  const program = new Command("eqlite")
    .description("Elastic Security's detection engine on one machine: Elastic rules over raw cloud audit logs.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .addHelpText(
      "after",
      "\nStart here:\n  $ eqlite demo\n  $ eqlite scan ./AWSLogs\n\nExit codes: 0 fine · 1 findings · 2 a rule does not compile · 3 unusable flag, file or input · 130 interrupted",
    )
    .showSuggestionAfterError();
  for (const command of [
    scanCommand(session),
    normalizeCommand(session),
    queryCommand(session),
    explainCommand(session),
    demoCommand(session),
    checkCommand(session),
    fmtCommand(session),
    exportCommand(session),
  ])
    program.addCommand(command);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().showHelpAfterError("(add --help for what can be given)");
  }
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    session.end(explain(error, session));
  }
}

function explain(error: unknown, session: Session): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.usage;
  if (error instanceof UsageError) session.fail(error.message, error.help);
  else if (error instanceof WorkerDeath && error.isOutOfMemory) session.fail(...outOfMemory(error));
  else session.fail(`this is a fault of eqlite: ${(error as Error).stack ?? String(error)}`);
  return exitCode.usage;
}

function outOfMemory({ files }: WorkerDeath): [message: string, help: string] {
  const place = files[0] === undefined ? "" : ` near ${files[0]}`;
  return [
    `a worker thread ran out of memory${place}`,
    "give Node more, as in NODE_OPTIONS=--max-old-space-size=4096, or scan fewer logs at a time",
  ];
}

const session = processSession();
process.on("SIGINT", () => process.exit(exitCode.interrupted));
process.on("SIGTERM", () => process.exit(exitCode.interrupted));
// Node itself would end with 1, which here means findings.
process.on("uncaughtException", (error) => process.exit(explain(error, session)));
// A scan runs the same small functions over many records on several threads, each of which compiles them for itself. With
// less inlined into each other that takes a sixth off a scan with many rules.
setFlagsFromString("--max-inlined-bytecode-size-cumulative=100");
// Megabytes that a thread started from here on may hold before V8 looks through all of it: with what V8 gives it of itself that
// comes a dozen times in a scan that leaves it next to no garbage, and takes a twentieth of it. Many threads share the room.
const roomOfThread = Math.min(128, Math.ceil(384 / availableParallelism()));
setFlagsFromString(`--initial-old-space-size=${roomOfThread}`);
await main(process.argv.slice(2), session);
