import { Command, Option } from "commander";
import { printDocument } from "../../ecs/document.ts";
import type { EcsObject, EcsValue } from "../../ecs/value.ts";
import { compiledForm } from "../../engine/compiledForm.ts";
import { compareCopies } from "../../engine/copies.ts";
import { explainEvent } from "../../engine/explainEvent.ts";
import { samplesWith } from "../../engine/explainSample.ts";
import { traceEvent } from "../../engine/traceEvent.ts";
import { distinctEvents } from "../../io/distinctEvents.ts";
import { type ScanHits, scanHits } from "../../io/scan.ts";
import type { NormalizedEvent } from "../../normalize/record.ts";
import type { RunnableRule } from "../../rule/rule.ts";
import { hasErrors } from "../../text/diagnostic.ts";
import { renderDiagnostic } from "../../text/renderDiagnostic.ts";
import { escapeForTerminal } from "../../text/terminal.ts";
import { accountOf, problemsOf } from "../accountLine.ts";
import { atLeast } from "../checkLines.ts";
import { compiledLines } from "../compiledLines.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { compiledJson, explanationJson, samplesJson, storiesJson } from "../explainJson.ts";
import { type ExplainLook, explainLines, sampleLines, storyLines } from "../explainLines.ts";
import { geoSettings } from "../geoArgument.ts";
import { selectRules } from "../notEvaluable.ts";
import { paintFor } from "../paint.ts";
import { progressLine } from "../progressLine.ts";
import { findRule } from "../ruleArgument.ts";
import type { Session } from "../session.ts";
import { type ColorMode, colorOption } from "./colorOption.ts";
import { lookupFolders } from "./scan.ts";

const examples = `
Examples:
  $ eqlite explain "AWS Snapshot or Disk Copy Created" --event 626a5c54 ./AWSLogs
  $ eqlite explain ./my-rule.toml -e 626a5c54-a564-5d99-bafd-1b5cc993bbe0 ./AWSLogs
  $ eqlite explain 'any where event.outcome == "failure"' -e 626a5c54 ./AWSLogs
  $ eqlite explain ./my-rule.toml                  what the rule comes down to, without an event

For one event: each condition of each step with the values it met; ← marks what kept a step from holding. For a sequence
also what became of every partial match that the event took part in, over all of the logs named.

Exit codes: 0 explained, match or not · 2 the rule does not compile · 3 unusable flag, file or input, no such rule or event ·
130 interrupted`;

interface ExplainFlags {
  readonly event?: string;
  readonly rules?: string[];
  readonly lookups?: string[];
  readonly geo?: string[];
  readonly format: "pretty" | "json";
  readonly color: ColorMode;
}

/** `eqlite explain RULE [PATH…]`. */
export function explainCommand(session: Session): Command {
  return new Command("explain")
    .description("say why a rule matches an event, or what keeps it from it")
    .argument("<rule>", "a rule file, the id or the name of a rule, or an EQL query (@FILE reads it from a file)")
    .argument("[path...]", "files and folders of logs that hold the event; - reads standard input")
    .option("-e, --event <id>", "the event's id, or at least six characters of its beginning")
    .option(
      "-r, --rules <path...>",
      "where a rule is looked for by id or name (default: the detections that ship with eqlite)",
    )
    .option("--lookups <folder...>", "folders of value lists (default: ./lookups, then eqlite's own)")
    .option("--geo <file...>", "MaxMind databases (.mmdb) for source.geo and source.as")
    .addOption(
      new Option("--format <format>", "pretty for people, json for machines")
        .choices(["pretty", "json"])
        .default("pretty"),
    )
    .addOption(colorOption())
    .addHelpText("after", examples)
    .action(async (rule: string, paths: string[], flags: ExplainFlags) => {
      session.end(await runExplain(session, rule, paths, flags));
    });
}

async function runExplain(
  session: Session,
  argument: string,
  paths: readonly string[],
  flags: ExplainFlags,
): Promise<number> {
  checkArguments(paths, flags);
  const search = { rules: flags.rules, lookups: lookupFolders(flags), nowMs: session.nowMs() };
  const { runnable, diagnostics } = findRule(argument, search);
  const { isColored } = paintFor(flags.color, session.stderr, session.environment);
  for (const diagnostic of atLeast("warning", diagnostics)) {
    session.stderr.write(`${renderDiagnostic(diagnostic, { color: isColored })}\n\n`);
  }
  if (runnable === undefined || hasErrors(diagnostics)) return exitCode.rule;
  if (flags.event !== undefined) return explainOne(session, runnable, paths, flags, flags.event);
  const form = compiledForm(runnable);
  const { paint, width } = lookOf(session, runnable, flags);
  if (flags.format === "json")
    session.stdout.write(`${printDocument({ rule: ruleJson(runnable), ...compiledJson(form) })}\n`);
  else session.stdout.write(`${compiledLines(runnable.rule, form, width, paint).join("\n")}\n`);
  return exitCode.fine;
}

const shortestPrefix = 6;

function checkArguments(paths: readonly string[], { event }: ExplainFlags): void {
  if (event === undefined && paths.length > 0) {
    throw new UsageError("which event?", "name it with --event ID; `eqlite query` finds ids");
  }
  if (event === undefined) return;
  if (paths.length === 0)
    throw new UsageError("no logs to look for the event in", "name files or folders after the rule");
  if ([...event].length < shortestPrefix) {
    throw new UsageError(`--event ${event}: too short`, `give at least ${shortestPrefix} characters of the id`);
  }
}

async function explainOne(
  session: Session,
  runnable: RunnableRule,
  paths: readonly string[],
  flags: ExplainFlags,
  watch: string,
): Promise<number> {
  const settings = geoSettings(flags.geo ?? []);
  checkGeo(runnable, Object.keys(settings).length > 0);
  const progress = progressLine(session.stderr);
  const stdin = paths.includes("-") ? { stdin: session.stdin } : {};
  const found = await scanHits({ rules: [runnable], paths, settings, watch, ...stdin, onProgress: progress.show });
  progress.clear();
  session.stderr.write(`${problemsOf(found.tally)}${accountOf(found)}\n`);
  const copies = copiesOf(watch, found.watched);
  const text =
    flags.format === "json"
      ? jsonOf(runnable, copies, found)
      : prettyOf(runnable, copies, found, lookOf(session, runnable, flags));
  session.stdout.write(text);
  return exitCode.fine;
}

/** Whatever its file says of being enabled, it can be explained. */
function checkGeo({ rule, query }: RunnableRule, hasGeo: boolean): void {
  const [fault] = selectRules([{ rule: { ...rule, enabled: true }, query }], [], hasGeo).notEvaluable;
  if (fault !== undefined) throw new UsageError(`the rule ${fault.reason}`);
}

/** The event that was asked for, each content once. */
function copiesOf(watch: string, watched: readonly NormalizedEvent[]): NormalizedEvent[] {
  const whole = watched.filter(({ id }) => id === watch);
  const meant = whole.length > 0 ? whole : watched;
  const ids = [...new Set(meant.map(({ id }) => id))].sort();
  if (ids.length === 0) {
    throw new UsageError(
      `no event ${watch} in the logs`,
      "ids are those of `eqlite query` and of a scan's alerts; case counts",
    );
  }
  if (ids.length > 1) {
    const shown = ids.slice(0, 5).join(", ");
    throw new UsageError(
      `several events begin with ${watch}: ${shown}${ids.length > 5 ? ", …" : ""}`,
      "give more of the id",
    );
  }
  return [...distinctEvents(meant)].sort(compareCopies);
}

function lookOf(session: Session, { query }: RunnableRule, flags: ExplainFlags): ExplainLook {
  const paint = paintFor(flags.color, session.stdout, session.environment);
  const maxspan = query.kind === "sequence" && query.maxspanMs !== undefined ? { maxspanMs: query.maxspanMs } : {};
  return { paint, width: session.stdout.columns ?? 120, ...maxspan };
}

function prettyOf(
  runnable: RunnableRule,
  copies: readonly NormalizedEvent[],
  { hits }: ScanHits,
  look: ExplainLook,
): string {
  const { query } = runnable;
  const blocks = copies.map((event, at) => {
    const head =
      copies.length > 1 ? [look.paint.bold(`copy ${at + 1} of ${copies.length}, which differ in content`)] : [];
    return [...head, ...explainLines(explainEvent(runnable, event), look)].join("\n");
  });
  const id = copies[0]!.id;
  const more =
    query.kind === "sequence"
      ? storyLines(traceEvent(id, runnable, query, hits), id, look)
      : query.kind === "sample"
        ? sampleLines(samplesWith(id, runnable, query, hits), id)
        : [];
  const title = look.paint.bold(escapeForTerminal(runnable.rule.name));
  return `${title}\n${[...blocks, ...(more.length > 0 ? [more.join("\n")] : [])].join("\n\n")}\n`;
}

function jsonOf(runnable: RunnableRule, copies: readonly NormalizedEvent[], { hits }: ScanHits): string {
  const { query } = runnable;
  const id = copies[0]!.id;
  const events: EcsValue[] = copies.map((event) => explanationJson(explainEvent(runnable, event)));
  const document: EcsObject = { rule: ruleJson(runnable), events };
  if (query.kind === "sequence") document["partial_matches"] = storiesJson(traceEvent(id, runnable, query, hits));
  if (query.kind === "sample") document["samples"] = samplesJson(samplesWith(id, runnable, query, hits));
  return `${printDocument(document)}\n`;
}

function ruleJson({ rule }: RunnableRule): EcsObject {
  return { id: rule.id, name: rule.name, file: rule.source.name };
}
