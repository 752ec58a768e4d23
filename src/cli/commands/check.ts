import { Command, Option } from "commander";
import { defaultCatalogue } from "../../ecs/catalogue.ts";
import { type CheckReport, checkRules, countFolders } from "../../io/checkRules.ts";
import { type Diagnostic, hasErrors, type Severity } from "../../text/diagnostic.ts";
import { diagnosticToJson } from "../../text/diagnosticToJson.ts";
import { renderDiagnostic } from "../../text/renderDiagnostic.ts";
import { atLeast, checkSummaryLine, checkTableLines, countByCode, severitiesByWeight } from "../checkLines.ts";
import { exitCode } from "../exitCode.ts";
import { readMapping } from "../mappingArgument.ts";
import { packaged } from "../packaged.ts";
import { paintFor } from "../paint.ts";
import { problemLine } from "../problemLines.ts";
import { readStdin } from "../readStdin.ts";
import type { Session } from "../session.ts";
import { type ColorMode, colorOption } from "./colorOption.ts";

const examples = `
Examples:
  $ eqlite check ./rules
  $ echo 'any where event.dataset == "aws.cloudtrail" and event.outcome == "Success"' | eqlite check -
  $ eqlite check ./rules --mapping mapping.json --format json | jq '.diagnostics[].code'

Checks Elastic TOML, Kibana NDJSON and .eql files: whether they load and compile, and what would keep them silent, such as
a field that the data stream never has. Of several files, it ends with a table: how many rules of each folder can be
evaluated, and why the others cannot. Each code has a page in docs/diagnostics.

Exit codes: 0 nothing found · 1 findings · 2 a rule does not compile · 3 unusable flag, file or input · 130 interrupted`;

interface CheckFlags {
  readonly mapping?: string;
  readonly lookups?: string[];
  readonly severity: Severity;
  readonly strict: boolean;
  readonly format: "pretty" | "json";
  readonly color: ColorMode;
}

/** `eqlite check PATH…`. */
export function checkCommand(session: Session): Command {
  return new Command("check")
    .description("check rules and queries, and find what would keep them silent")
    .argument("<path...>", "rule files, .eql files and folders of them; - reads one query from standard input")
    .option("--mapping <file>", "check fields against an Elasticsearch mapping, as GET <index>/_mapping answers it")
    .option("--lookups <folder...>", "folders of value lists (default: ./lookups, then eqlite's own)")
    .addOption(
      new Option("--severity <least>", "the least severity that is reported and counts")
        .choices([...severitiesByWeight])
        .default("warning"),
    )
    .option("--strict", "take warnings for errors", false)
    .addOption(
      new Option("--format <format>", "pretty for people, json for machines")
        .choices(["pretty", "json"])
        .default("pretty"),
    )
    .addOption(colorOption())
    .addHelpText("after", examples)
    .action(async (paths: string[], flags: CheckFlags) => {
      session.end(await runCheck(session, paths, flags));
    });
}

async function runCheck(session: Session, paths: readonly string[], flags: CheckFlags): Promise<number> {
  const query = paths.includes("-") ? await readStdin(session) : undefined;
  const report = checkRules(
    paths.filter((path) => path !== "-"),
    {
      catalogue: flags.mapping === undefined ? defaultCatalogue : readMapping(flags.mapping),
      lookups: flags.lookups ?? ["lookups", packaged("lookups")],
      nowMs: session.nowMs(),
      ...(query === undefined ? {} : { query }),
    },
  );
  const shown = atLeast(flags.severity, report.diagnostics.map(flags.strict ? strictly : (found) => found));
  for (const problem of report.problems) session.stderr.write(problemLine(problem));
  session.stdout.write(flags.format === "json" ? json(report, shown) : pretty(session, flags, report, shown));
  return codeOf(report, shown);
}

function strictly(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === "warning" ? { ...diagnostic, severity: "error" } : diagnostic;
}

function pretty(session: Session, flags: CheckFlags, report: CheckReport, shown: readonly Diagnostic[]): string {
  const { isColored } = paintFor(flags.color, session.stdout, session.environment);
  const { columns } = session.stdout;
  const options = { color: isColored, ...(columns === undefined ? {} : { width: columns }) };
  if (report.files === 0) return "";
  const findings = shown.map((diagnostic) => `${renderDiagnostic(diagnostic, options)}\n\n`);
  const lines = [checkSummaryLine(report, shown), ...checkTableLines(report, shown)];
  return `${findings.join("")}${lines.join("\n")}\n`;
}

function json(report: CheckReport, shown: readonly Diagnostic[]): string {
  const { files, broken, queries } = report;
  const summary = {
    files,
    broken,
    queries: Object.fromEntries(queries),
    findings: Object.fromEntries(countByCode(shown)),
    folders: countFolders(report.rules),
  };
  const rules = report.rules.map(({ file, id, name, type, notEvaluable, readsGeo }) => ({
    file,
    ...(id === undefined ? {} : { rule_id: id, name, type }),
    evaluable: notEvaluable === undefined,
    ...(notEvaluable === undefined ? {} : { reason: notEvaluable.kind, detail: notEvaluable.reason }),
    ...(readsGeo ? { reads_geo: true } : {}),
  }));
  return `${JSON.stringify({ diagnostics: shown.map(diagnosticToJson), summary, rules }, null, 2)}\n`;
}

function codeOf({ problems, files }: CheckReport, shown: readonly Diagnostic[]): number {
  if (problems.length > 0 || files === 0) return exitCode.usage;
  if (hasErrors(shown)) return exitCode.rule;
  return shown.length > 0 ? exitCode.findings : exitCode.fine;
}
