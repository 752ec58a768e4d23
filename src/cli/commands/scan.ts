import { Command, InvalidArgumentError, Option } from "commander";
import { getField, printDocument } from "../../ecs/document.ts";
import { type EcsObject, type EcsValue, isEcsObject } from "../../ecs/value.ts";
import type { Alert } from "../../engine/alert.ts";
import { compareSeverity, severities } from "../../engine/severity.ts";
import { readIndicators } from "../../io/readIndicators.ts";
import { isFolder } from "../../io/regularFile.ts";
import { type LoadedRules, loadRuleFiles } from "../../io/ruleFiles.ts";
import { openInput, type ScanReport, scan } from "../../io/scan.ts";
import { filesWithErrors, hasErrors, sortDiagnostics } from "../../text/diagnostic.ts";
import { renderDiagnostic } from "../../text/renderDiagnostic.ts";
import { escapeForTerminal } from "../../text/terminal.ts";
import { accountOf, problemsOf } from "../accountLine.ts";
import { partyFields } from "../alertLine.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { geoSettings } from "../geoArgument.ts";
import { failWithoutEvent } from "../noEvent.ts";
import { type NotEvaluable, selectRules } from "../notEvaluable.ts";
import { writeTexts } from "../output.ts";
import { packaged } from "../packaged.ts";
import { type Paint, paintFor } from "../paint.ts";
import { prettyScan } from "../prettyScan.ts";
import { progressLine } from "../progressLine.ts";
import { checkReportFile, writeReportFile } from "../reportFile.ts";
import type { Session } from "../session.ts";
import { parseTime, timeRange } from "../timeArgument.ts";
import { addReportOptions, type ScanFlags } from "./scanOptions.ts";

const examples = `
Examples:
  $ eqlite scan ./AWSLogs                          the detections that ship with eqlite
  $ eqlite scan ./logs --rules ./my-rules --from 2026-03-01 --min-level medium
  $ aws cloudtrail lookup-events | eqlite scan -
  $ eqlite scan ./logs --format ndjson | jq .kibana.alert.rule.name

Each rule runs on its own schedule in the time of the events: every \`interval\`, looking back as far as \`from\` says.

Reads CloudTrail (S3 objects, JSON lines, lookup-events, EventBridge), Azure Activity logs (Event Hub and storage
exports, REST, CLI, portal, Log Analytics, Get-AzActivityLog), Azure resource logs, Entra ID sign-in, audit, risk and
Graph logs, and audit logs of Google Cloud, Microsoft 365, Okta and GitHub; gzip or not, told apart by content.

Exit codes: 0 fine · 1 alerts, with --fail-on · 2 a rule does not compile · 3 unusable flag, file or input · 130 interrupted`;

/** `eqlite scan PATH…`. */
export function scanCommand(session: Session): Command {
  const command = new Command("scan")
    .description("run rules over logs: files, folders, or - for standard input")
    .argument("<path...>", "files and folders of logs; - reads standard input")
    .option(
      "-r, --rules <path...>",
      "rule files or folders: Elastic TOML or Kibana NDJSON (default: the detections that ship with eqlite)",
    )
    .option(
      "--lookups <folder...>",
      "folders of value lists, <list id>.txt with one value a line (default: ./lookups, then eqlite's own)",
    )
    .option("--from <time>", "leave out events before: 2026-03-10, 2026-03-10T02:14Z or now-7d")
    .option("--to <time>", "leave out events at or after")
    .option("--as-of <time>", "the last run of every rule is at this time; later events are not seen")
    .option("--like-kibana", "apply max_signals to each run of a rule, as Kibana does", false)
    .option("--indicators <file...>", "indicator documents for threat_match rules: JSON lines, an ECS document a line")
    .addOption(new Option("--min-level <level>", "report alerts of this level and above").choices([...severities]))
    .addOption(
      new Option("--fail-on <level>", "end with exit code 1 when an alert of this level or above was found").choices([
        ...severities,
      ]),
    )
    .option("-o, --output <file>", "write the report to a file instead of standard output")
    .option("--geo <file...>", "MaxMind databases (.mmdb) for source.geo and source.as")
    .option("--workers <n>", "threads that read logs (default: one per core)", positiveInteger)
    .option("--strict", "end with exit code 3 when anything could not be read", false);
  return addReportOptions(command)
    .addHelpText("after", examples)
    .action(async (paths: string[], flags: ScanFlags) => {
      session.end(await runScan(session, paths, flags));
    });
}

function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("write a whole number from 1 to 999.");
  return Number(text);
}

/** Runs a scan and writes its report; answers the exit code. */
export async function runScan(session: Session, paths: readonly string[], flags: ScanFlags): Promise<number> {
  const range = timeRange(flags, session.nowMs());
  if (flags.output !== undefined) checkReportFile(flags.output, [...paths, ...(flags.rules ?? [])]);
  const settings = geoSettings(flags.geo ?? []);
  const paint = paintFor(flags.color, flags.output === undefined ? session.stdout : {}, session.environment);
  const errorPaint = paintFor(flags.color, session.stderr, session.environment);
  // Its threads load their code while this one loads the rules.
  const input = openInput(paths, flags.workers);
  const loaded = loadRuleFiles(flags.rules ?? [packaged("detections")], lookupFolders(flags), {
    nowMs: session.nowMs(),
    ...(flags.indicators === undefined ? {} : { indicators: indicatorsOf(flags.indicators) }),
  });
  reportRules(session, loaded, errorPaint);
  const { run, notEvaluable } = selectRules(
    loaded.runnable,
    loaded.unsupported,
    settings.geoCity !== undefined || settings.geoAsn !== undefined,
  );
  if (run.length === 0) {
    input.waiting.letGo();
    return noRule(session, loaded, notEvaluable);
  }

  const progress = progressLine(session.stderr);
  const report = await scan({
    rules: run,
    paths,
    input,
    settings,
    ...range,
    replay: {
      ...(flags.asOf === undefined ? {} : { asOfMs: parseTime("as-of", flags.asOf, session.nowMs()) }),
      ...(flags.likeKibana === true ? { isLikeKibana: true } : {}),
    },
    ...(paths.includes("-") ? { stdin: session.stdin } : {}),
    ...(flags.format === "ndjson" ? {} : { gist: partyFields() }),
    onProgress: progress.show,
  });
  progress.clear();

  const alerts = report.alerts.filter((alert) => compareSeverity(alert.severity, flags.minLevel ?? "low") >= 0);
  const broken = filesWithErrors(loaded.diagnostics);
  if (flags.format === "ndjson") {
    await writeOut(session, flags.output, alertLines(alerts));
    reportProblems(session, report, notEvaluable.length);
  } else {
    const listed = alerts.filter(({ kind }) => kind !== "buildingBlock");
    const width = flags.output === undefined ? (session.stdout.columns ?? 120) : 120;
    await writeOut(session, flags.output, [
      prettyScan({
        report,
        alerts: listed,
        notEvaluable,
        brokenFiles: broken,
        width,
        paint,
        isVerbose: flags.verbose === true,
      }),
    ]);
  }
  return exitOf(session, report, alerts, loaded, flags);
}

/** @throws UsageError when a file cannot be read or holds what is no document */
function indicatorsOf(paths: readonly string[]): readonly EcsObject[] {
  const { indicators, problems } = readIndicators(paths);
  const [first] = problems;
  if (first === undefined) return indicators;
  const place = first.offset === undefined ? first.file : `${first.file} at byte ${first.offset}`;
  throw new UsageError(
    `--indicators ${place}: ${first.detail ?? first.reason}`,
    "write one JSON document on each line",
  );
}

/** A document a line. What a rule says of itself is most of it and the same in all its alerts, so it is printed once. */
function* alertLines(alerts: readonly Alert[]): Generator<string> {
  const printed = new WeakMap<EcsObject, string>();
  const known = (value: EcsValue) => (isEcsObject(value) ? printed.get(value) : undefined);
  for (const { document } of alerts) {
    const rule = getField(document, "kibana.alert.rule");
    if (isEcsObject(rule) && !printed.has(rule)) printed.set(rule, printDocument(rule));
    yield `${printDocument(document, known)}\n`;
  }
}

/** A run without a rule would be green and would have evaluated nothing. */
function noRule(session: Session, loaded: LoadedRules, notEvaluable: readonly NotEvaluable[]): number {
  const named = notEvaluable.slice(0, 10).map(({ name, reason }) => `${name}: ${reason}`);
  const more = notEvaluable.length > named.length ? ` … and ${notEvaluable.length - named.length} more` : "";
  session.fail(
    named.length === 0 ? "no rule to run" : `no rule to run: ${named.join("; ")}${more}`,
    hasErrors(loaded.diagnostics)
      ? "mend the rules named above; `eqlite check` tells more about them"
      : "name rule files or folders with --rules",
  );
  return loadExit(loaded) || exitCode.usage;
}

/** The folders that value lists are looked for in. */
export function lookupFolders(flags: Pick<ScanFlags, "lookups">): string[] {
  for (const folder of flags.lookups ?? []) {
    if (!isFolder(folder))
      throw new UsageError(`--lookups ${folder}: no such folder`, "name folders of <list id>.txt files");
  }
  return [...(flags.lookups ?? ["lookups"]), packaged("lookups")];
}

function reportRules(session: Session, loaded: LoadedRules, paint: Paint): void {
  for (const diagnostic of sortDiagnostics(loaded.diagnostics)) {
    session.stderr.write(`${renderDiagnostic(diagnostic, { color: paint.isColored })}\n\n`);
  }
  for (const { code, file, detail } of loaded.problems) {
    session.stderr.write(
      `error[${code}]: ${escapeForTerminal(file)}: ${escapeForTerminal(detail ?? "cannot be read")}\n`,
    );
  }
}

function loadExit(loaded: LoadedRules): number {
  if (loaded.problems.length > 0) return exitCode.usage;
  return hasErrors(loaded.diagnostics) ? exitCode.rule : exitCode.fine;
}

/** The account goes to stderr when stdout carries data. */
function reportProblems(session: Session, report: ScanReport, notEvaluable: number): void {
  const lost = report.lost.map(({ rule, losses }) => `${report.plan.rules[rule]!.rule.name}: ${losses.join("; ")}`);
  const lostLines = lost.map((line) => `eqlite: gave up state, alerts may be incomplete: ${escapeForTerminal(line)}\n`);
  session.stderr.write(
    `${problemsOf(report.tally)}${lostLines.join("")}${accountOf(report)}; ${notEvaluable} rules not evaluable\n`,
  );
}

async function writeOut(session: Session, output: string | undefined, texts: Iterable<string>): Promise<void> {
  if (output === undefined) await writeTexts(session.stdout, texts);
  else writeReportFile(output, texts);
}

/** The worst that happened decides: unusable input, then a broken rule, then findings. */
function exitOf(
  session: Session,
  report: ScanReport,
  alerts: readonly Alert[],
  loaded: LoadedRules,
  flags: ScanFlags,
): number {
  const { tally } = report;
  if (report.evaluated === 0 && tally.outsideRange === 0) {
    failWithoutEvent(session, tally);
    return exitCode.usage;
  }
  const isPartial = Object.keys(tally.problemCounts).length > 0;
  const load = loadExit(loaded);
  if (load === exitCode.usage || (flags.strict === true && isPartial)) return exitCode.usage;
  if (load !== exitCode.fine) return load;
  const { failOn } = flags;
  const isFound = failOn !== undefined && alerts.some((alert) => compareSeverity(alert.severity, failOn) >= 0);
  return isFound ? exitCode.findings : exitCode.fine;
}
