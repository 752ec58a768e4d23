import { Command } from "commander";
import { printDocument } from "../../ecs/document.ts";
import { normalizeInputs } from "../../io/normalizeInputs.ts";
import { normalizeOptions } from "../../io/normalizeSettings.ts";
import { escapeForTerminal } from "../../text/terminal.ts";
import { exitCode } from "../exitCode.ts";
import { geoSettings } from "../geoArgument.ts";
import { count } from "../layout.ts";
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
  let pending: string[] = [];
  const flush = () => {
    session.stdout.write(pending.join(""));
    pending = [];
  };
  const tally = await normalizeInputs(
    paths,
    paths.includes("-") ? session.stdin : undefined,
    await normalizeOptions(settings),
    {
      event: ({ document }) => {
        events++;
        if (pending.push(`${printDocument(document)}\n`) >= 256) flush();
      },
      problem: ({ code, file, offset, reason, detail }) => {
        if (++problems > 100) return;
        const place = offset === undefined ? "" : ` at byte ${count(offset)}`;
        session.stderr.write(
          `warning[${code}]: ${escapeForTerminal(`${file}${place}: ${reason}${detail === undefined ? "" : `: ${detail}`}`)}\n`,
        );
      },
    },
  );
  flush();
  if (problems > 100) session.stderr.write(`… and ${count(problems - 100)} more problems\n`);
  if (events === 0) {
    session.fail(tally.records > 0 || tally.bytes > 0 ? "no event in the input" : "nothing to read");
    return exitCode.usage;
  }
  return exitCode.fine;
}
