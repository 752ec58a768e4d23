import { refusedFunctions } from "../functions/refusedFunctions.ts";

/**
 * The codes that say "not supported here" of what Elasticsearch may well run; every other code of the checker says that
 * Elasticsearch would refuse the query too.
 */
export const unsupportedCodes: readonly string[] = ["ESQL140", "ESQL141", "ESQL142", "ESQL143", "ESQL144"];

/** Why a command is not run here, by its name in upper case. */
const commandReasons: Readonly<Record<string, string>> = {
  COMPLETION: "COMPLETION needs a language model, and a detection that asks one cannot be replayed",
  RERANK: "RERANK needs a language model",
  CHANGE_POINT: "CHANGE_POINT is a statistical test that is not built in",
  FORK: "FORK runs several branches over one input",
  FUSE: "FUSE merges the branches of FORK",
  SAMPLE: "SAMPLE draws rows at random, so its answer cannot be repeated",
  TS: "TS reads time series data streams, which logs are not",
  PROMQL: "PROMQL reads time series data streams, which logs are not",
  SHOW: "SHOW asks a cluster about itself",
};

/** Why a command cannot be run here. */
export function whyUnsupported(command: string): string {
  return commandReasons[command] ?? `${command} is not built in`;
}

/** Grouping, aggregate and search functions of Elasticsearch that are not here; the others are `refusedFunctions`. */
const functionReasons: Readonly<Record<string, string>> = {
  tbucket: "write `BUCKET(@timestamp, …)` or `DATE_TRUNC(…, @timestamp)`",
  sparkline: "it is not built in",
  change_point: "it is not built in",
  sample: "it draws values at random, so its answer cannot be repeated",
  qstr: 'Lucene\'s query string language is not read; write `KQL("…")`',
  match_phrase: "text is not analysed into words here; write `LIKE`",
};

/** Why a function of Elasticsearch is not here; undefined for a name that Elasticsearch does not know either. */
export function whyFunctionUnsupported(name: string): string | undefined {
  if (Object.hasOwn(functionReasons, name)) return functionReasons[name];
  return name.endsWith("_over_time") ? "time series are not supported" : refusedFunctions.get(name);
}
