import { Command, InvalidArgumentError, Option } from "commander";
import { defaultCatalogue } from "../../ecs/catalogue.ts";
import { printDocument } from "../../ecs/document.ts";
import type { Catalogue } from "../../ecs/field.ts";
import type { EcsObject } from "../../ecs/value.ts";
import { EqlError } from "../../engine/search/eqlError.ts";
import type { GradualAnswer } from "../../engine/search/gradualSearch.ts";
import type { SearchAnswer } from "../../engine/search/searchAnswer.ts";
import type { SearchOptions } from "../../engine/search/searchOptions.ts";
import type { NormalizeSettings } from "../../io/normalizeSettings.ts";
import { queryDocuments } from "../../io/queryDocuments.ts";
import { queryLogs } from "../../io/queryLogs.ts";
import type { ScanAccount } from "../../io/scan.ts";
import type { RunnableRule } from "../../rule/rule.ts";
import { renderDiagnostic } from "../../text/renderDiagnostic.ts";
import { accountOf, problemsOf } from "../accountLine.ts";
import { atLeast } from "../checkLines.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { geoSettings } from "../geoArgument.ts";
import { count, plural } from "../layout.ts";
import { readMapping } from "../mappingArgument.ts";
import { failWithoutEvent } from "../noEvent.ts";
import { selectRules } from "../notEvaluable.ts";
import { writeTexts } from "../output.ts";
import { paintFor } from "../paint.ts";
import { progressLine } from "../progressLine.ts";
import { compileQuery, querySource } from "../queryArgument.ts";
import { queryLines } from "../queryLines.ts";
import type { Session } from "../session.ts";
import { timeRange } from "../timeArgument.ts";
import { type ColorMode, colorOption } from "./colorOption.ts";

const examples = `
Examples:
  $ eqlite query 'any where event.action == "ConsoleLogin" and event.outcome == "failure"' ./AWSLogs
  $ eqlite query 'sequence by user.name with maxspan=5m
      [any where event.action == "CreateSnapshot"] [any where event.action == "ModifySnapshotAttribute"]' ./AWSLogs
  $ eqlite query @hunt.eql ./logs --size 100 --format ndjson | jq ._source.source.ip
  $ eqlite normalize ./AWSLogs | eqlite query 'any where true | head 3' - --documents --format json

The answer is that of Elasticsearch's EQL search API over the normalised events, each once: copies of an event that differ
in more than event.original are all searched. --format json prints that answer as it is.

Exit codes: 0 fine, found or not · 2 the query does not compile · 3 unusable flag, file or input · 130 interrupted`;

interface QueryFlags {
  readonly from?: string;
  readonly to?: string;
  readonly size: number;
  readonly resultPosition: "head" | "tail";
  readonly documents: boolean;
  readonly mapping?: string;
  readonly maxSamplesPerKey: number;
  readonly tiebreaker?: string;
  readonly timestampField: string;
  readonly eventCategoryField: string;
  readonly geo?: string[];
  readonly format: "pretty" | "ndjson" | "json";
  readonly color: ColorMode;
}

/** `eqlite query EQL PATH…`. */
export function queryCommand(session: Session): Command {
  return new Command("query")
    .description("search logs with one EQL query: events, sequences, samples, pipes")
    .argument("<eql>", "the query, or @FILE to read it from a file")
    .argument("<path...>", "files and folders of logs; - reads standard input")
    .option("--from <time>", "leave out events before: 2026-03-10, 2026-03-10T02:14Z or now-7d")
    .option("--to <time>", "leave out events at or after")
    .option("--size <n>", "most events, sequences or samples in the answer", wholeNumber(0), 10)
    .addOption(
      new Option("--result-position <end>", "which of them, where no pipe says")
        .choices(["head", "tail"])
        .default("tail"),
    )
    .option(
      "--documents",
      "the input is JSON documents in ECS, as normalize prints or Elasticsearch answers them",
      false,
    )
    .option("--mapping <file>", "type fields by an Elasticsearch mapping, as GET <index>/_mapping answers it")
    .option("--max-samples-per-key <n>", "most samples of one combination of join keys", wholeNumber(1), 1)
    .option("--tiebreaker <field>", "order events of one time by this field")
    .option("--timestamp-field <field>", "the time of events", "@timestamp")
    .option("--event-category-field <field>", "where a category is looked up", "event.category")
    .option("--geo <file...>", "MaxMind databases (.mmdb) for source.geo and source.as")
    .addOption(
      new Option(
        "--format <format>",
        "pretty for people, ndjson a result a line, json the answer of the EQL search API",
      )
        .choices(["pretty", "ndjson", "json"])
        .default("pretty"),
    )
    .addOption(colorOption())
    .addHelpText("after", examples)
    .action(async (eql: string, paths: string[], flags: QueryFlags) => {
      session.end(await runQuery(session, eql, paths, flags));
    });
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
    throw new InvalidArgumentError(`write a whole number from ${least} to 999999999.`);
  };
}

async function runQuery(session: Session, eql: string, paths: readonly string[], flags: QueryFlags): Promise<number> {
  const source = querySource(eql);
  const catalogue = flags.mapping === undefined ? defaultCatalogue : readMapping(flags.mapping);
  const settings = geoSettings(flags.geo ?? []);
  const isOfLogs = !flags.documents && flags.mapping === undefined;
  const { eventCategoryField } = flags;
  const { runnable, diagnostics } = compileQuery(source, catalogue, isOfLogs, { eventCategoryField });
  const { isColored } = paintFor(flags.color, session.stderr, session.environment);
  for (const diagnostic of atLeast("warning", diagnostics)) {
    session.stderr.write(`${renderDiagnostic(diagnostic, { color: isColored })}\n\n`);
  }
  if (runnable === undefined) return exitCode.rule;
  if (!flags.documents) checkGeo(runnable, settings);
  const found = await answerOf(session, { runnable, catalogue, settings, paths, flags });
  await writeTexts(session.stdout, textsOf(session, runnable, catalogue, found.answer, flags));
  return report(session, found, runnable.query.kind);
}

function checkGeo(runnable: RunnableRule, settings: NormalizeSettings): void {
  const [fault] = selectRules([runnable], [], Object.keys(settings).length > 0).notEvaluable;
  if (fault !== undefined) throw new UsageError(`the query ${fault.reason}`);
}

interface Asked {
  readonly runnable: RunnableRule;
  readonly catalogue: Catalogue;
  readonly settings: NormalizeSettings;
  readonly paths: readonly string[];
  readonly flags: QueryFlags;
}

type Answered = GradualAnswer & { readonly account: Pick<ScanAccount, "tally" | "evaluated" | "duplicates"> };

async function answerOf(session: Session, asked: Asked): Promise<Answered> {
  const { runnable, catalogue, settings, paths, flags } = asked;
  const common = {
    ...timeRange(flags, session.nowMs()),
    paths,
    catalogue,
    options: searchOptions(flags),
    ...(paths.includes("-") ? { stdin: session.stdin } : {}),
  };
  const progress = progressLine(session.stderr);
  try {
    if (!flags.documents) return await queryLogs({ ...common, settings, rule: runnable, onProgress: progress.show });
    const { tally, ...found } = await queryDocuments({ ...common, query: runnable.query });
    const evaluated = tally.records - tally.rejectedRecords - tally.outsideRange;
    return { ...found, account: { tally, evaluated, duplicates: 0 } };
  } catch (error) {
    if (error instanceof EqlError) throw new UsageError(error.message);
    throw error;
  } finally {
    progress.clear();
  }
}

function searchOptions(flags: QueryFlags): SearchOptions {
  return {
    size: flags.size,
    result_position: flags.resultPosition,
    max_samples_per_key: flags.maxSamplesPerKey,
    timestamp_field: flags.timestampField,
    ...(flags.tiebreaker === undefined ? {} : { tiebreaker_field: flags.tiebreaker }),
  };
}

function* textsOf(
  session: Session,
  { query }: RunnableRule,
  catalogue: Catalogue,
  answer: SearchAnswer,
  { format, timestampField, color }: QueryFlags,
): Generator<string> {
  if (format === "json") yield `${printJson(answer)}\n`;
  else if (format === "ndjson") {
    for (const one of answer.hits.events ?? answer.hits.sequences ?? []) yield `${printJson(one)}\n`;
  } else {
    const paint = paintFor(color, session.stdout, session.environment);
    const look = { query, catalogue, timestampField, paint, width: session.stdout.columns ?? 120 };
    for (const line of queryLines(answer, look)) yield `${line}\n`;
  }
}

/** An answer is JSON but for bigints. */
function printJson(value: object): string {
  return printDocument(value as EcsObject);
}

/** How much is shown, and what was read for it, on standard error. */
function report(session: Session, { answer, found, account }: Answered, kind: string): number {
  const { tally, evaluated } = account;
  if (answer.is_partial)
    session.stderr.write("warning: an event has more combinations of join keys than are looked at\n");
  const shown = answer.hits.total.value;
  session.stderr.write(`${problemsOf(tally)}${count(shown)} of ${plural(found, kind)} shown\n${accountOf(account)}\n`);
  if (evaluated > 0 || tally.outsideRange > 0) return exitCode.fine;
  failWithoutEvent(session, tally);
  return exitCode.usage;
}
