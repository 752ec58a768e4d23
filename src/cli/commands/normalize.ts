import { Command } from "commander";
import { printDocument } from "../../ecs/document.ts";
import { normalizeInputs } from "../../io/normalizeInputs.ts";
import { normalizeOptions } from "../../io/normalizeSettings.ts";
import { exitCode } from "../exitCode.ts";
import { geoSettings } from "../geoArgument.ts";
import { failWithoutEvent } from "../noEvent.ts";
import { moreProblems, namedProblems, problemLine } from "../problemLines.ts";
import type { Session } from "../session.ts";

const examples = `
Examples:
  $ eqlite normalize ./AWSLogs > ecs.ndjson
  $ eqlite normalize activity.json | jq .azure.resource

One document per record, repeats included, in input order (files sorted by path). What cannot be read is named on
standard error.

Exit codes: 0 fine · 3 unusable flag, file or input · 130 interrupted`;

/** `eqlite normalize PATH…`. */
export function normalizeCommand(session: Session): Command {
  return new Command("normalize")
    .description("print raw logs as ECS documents, as Elastic's integrations would index them")
    .argument("<path...>", "files and folders of logs; - reads standard input")
    .option("--geo <file...>", "MaxMind databases (.mmdb) for source.geo and source.as")
    .option("--lenient-resource-ids", "read Azure resource ids in any case, which Elastic's pipeline does not", false)
    .addHelpText("after", examples)
    .action(async (paths: string[], flags: { geo?: string[]; lenientResourceIds: boolean }) => {
      session.end(await runNormalize(session, paths, flags));
    });
}

async function runNormalize(
  session: Session,
  paths: readonly string[],
  flags: { geo?: string[]; lenientResourceIds: boolean },
): Promise<number> {
  const settings = { ...geoSettings(flags.geo ?? []), lenientResourceIds: flags.lenientResourceIds };
  let events = 0;
  let problems = 0;
  let pending = "";
  const flush = () => {
    if (pending !== "") session.stdout.write(pending);
    pending = "";
    return session.stdout.drained?.();
  };
  const tally = await normalizeInputs(
    paths,
    paths.includes("-") ? session.stdin : undefined,
    await normalizeOptions(settings),
    {
      event: ({ document }) => {
        events++;
        pending += `${printDocument(document)}\n`;
        if (pending.length >= batchLength) flush();
      },
      problem: (found) => {
        if (++problems <= namedProblems) session.stderr.write(problemLine(found));
      },
      ready: flush,
    },
  );
  await flush();
  session.stderr.write(moreProblems(problems));
  if (events === 0) {
    failWithoutEvent(session, tally);
    return exitCode.usage;
  }
  return exitCode.fine;
}

/** Characters handed to standard output at a time. */
const batchLength = 64 << 10;
