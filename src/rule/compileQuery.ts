import { documentView } from "../ecs/event.ts";
import type { Catalogue, Field } from "../ecs/field.ts";
import type { EcsObject } from "../ecs/value.ts";
import { lower as lowerEql } from "../language/eql/index.ts";
import type { LocalTable } from "../language/esql/checked.ts";
import { and, constant, or } from "../predicate/build.ts";
import { evaluate } from "../predicate/evaluate.ts";
import type { Predicate } from "../predicate/predicate.ts";
import type { Query } from "../predicate/query.ts";
import { type Diagnostic, hasErrors, type Label } from "../text/diagnostic.ts";
import { didYouMean } from "../text/didYouMean.ts";
import type { Source } from "../text/source.ts";
import { problem } from "./document.ts";
import { filterCondition } from "./filters.ts";
import { agoMs } from "./lookBack.ts";
import type { NotEvaluableReason } from "./notEvaluable.ts";
import type { Execution, Rule } from "./rule.ts";
import { understandEsql } from "./understandEsql.ts";
import { understandKuery } from "./understandKuery.ts";
import { querySourceOf, understandRule } from "./understandQuery.ts";

/** What is beside the rules and belongs to no rule file. */
export interface Surroundings {
  /** Tables for LOOKUP JOIN and ENRICH, by name. */
  readonly tables?: (name: string) => LocalTable | undefined;
  /** Indicator documents for threat_match rules; absent: none were given. */
  readonly indicators?: readonly EcsObject[];
}

/** A rule's query in the form that runs. */
export interface CompiledQuery {
  /** The text that diagnostics point into. */
  readonly source: Source;
  readonly query: Query;
  readonly execution?: Execution;
  /** Index patterns that the query itself names (`FROM`). */
  readonly indices?: readonly string[];
}

export interface QueryResult {
  /** Absent when a diagnostic is an error or the rule is not evaluable. */
  readonly compiled?: CompiledQuery;
  readonly notEvaluable?: NotEvaluableReason;
  readonly diagnostics: Diagnostic[];
}

/** Parses, checks and lowers the query of a rule of any type that has one. */
export function compileQuery(rule: Rule, catalogue: Catalogue, surroundings: Surroundings): QueryResult {
  switch (rule.type) {
    case "eql":
      return compileEql(rule, catalogue);
    case "esql":
      return compileEsql(rule, catalogue, surroundings);
    case "machine_learning":
      return notEvaluable("machine learning", "needs a machine learning job, which runs in Elasticsearch only");
    case "saved_query":
      return notEvaluable("saved query", "reads a saved query, which exists only in Kibana; write it as `query`");
    default:
      return compileKuery(rule, catalogue, surroundings);
  }
}

function notEvaluable(kind: NotEvaluableReason["kind"], reason: string, diagnostics: Diagnostic[] = []): QueryResult {
  return { notEvaluable: { kind, reason }, diagnostics };
}

function compileEql(rule: Rule, catalogue: Catalogue): QueryResult {
  const { query, diagnostics } = understandRule(rule, catalogue);
  if (query === undefined) return { diagnostics };
  return { compiled: { source: query.source, query: lowerEql(query.checked) }, diagnostics };
}

function compileEsql(rule: Rule, catalogue: Catalogue, { tables }: Surroundings): QueryResult {
  const source = querySourceOf(rule);
  const understood = understandEsql(source, catalogue, tables);
  const { checked, predicate, unsupported, diagnostics } = understood;
  if (unsupported !== undefined) return notEvaluable("construct not supported", unsupported);
  if (checked === undefined || predicate === undefined) return { diagnostics };
  return {
    compiled: {
      source,
      query: { kind: "event", predicate },
      execution: { kind: "esql", query: checked },
      ...(checked.source.kind === "from" ? { indices: checked.source.indices } : {}),
    },
    diagnostics,
  };
}

function compileKuery(rule: Rule, catalogue: Catalogue, surroundings: Surroundings): QueryResult {
  if ((rule.language ?? "kuery") !== "kuery")
    return notEvaluable("construct not supported", `its query is written in ${rule.language}; only kuery is read`);
  const source = querySourceOf(rule);
  const { predicate, diagnostics } = understandKuery(source, catalogue);
  if (predicate === undefined || hasErrors(diagnostics)) return { diagnostics };
  const execution = executionOf(rule, catalogue, surroundings);
  const found = [...diagnostics, ...execution.diagnostics];
  if (execution.notEvaluable !== undefined) return { notEvaluable: execution.notEvaluable, diagnostics: found };
  if (execution.execution === undefined) return { diagnostics: found };
  return {
    compiled: { source, query: { kind: "event", predicate }, execution: execution.execution },
    diagnostics: found,
  };
}

interface ExecutionResult {
  readonly execution?: Execution;
  readonly notEvaluable?: NotEvaluableReason;
  readonly diagnostics: Diagnostic[];
}

function executionOf(rule: Rule, catalogue: Catalogue, surroundings: Surroundings): ExecutionResult {
  const fields = new FieldReader(rule, catalogue);
  if (rule.threshold !== undefined) {
    const { threshold } = rule;
    const execution: Execution = {
      kind: "threshold",
      fields: threshold.fields.map((name) => fields.read(name)),
      value: threshold.value,
      cardinality: threshold.cardinality.map(({ field, value }) => ({ field: fields.read(field), value })),
    };
    return { execution, diagnostics: fields.diagnostics };
  }
  if (rule.newTerms !== undefined) {
    const historyMs = agoMs(rule.newTerms.historyWindowStart);
    if (historyMs === undefined || historyMs === 0) return historyProblem(rule.newTerms.historyWindowStart);
    const terms = rule.newTerms.fields.map((name) => fields.read(name));
    return { execution: { kind: "newTerms", fields: terms, historyMs }, diagnostics: fields.diagnostics };
  }
  if (rule.threatMatch !== undefined) return threatMatchExecution(rule, catalogue, surroundings, fields);
  return { execution: { kind: "events" }, diagnostics: [] };
}

function historyProblem(text: string): ExecutionResult {
  return {
    notEvaluable: { kind: "schedule", reason: `its history window start, \`${text}\`, cannot be replayed` },
    diagnostics: [],
  };
}

/** Indicators are those that the threat query and the threat filters select; which index they came from is not asked. */
function threatMatchExecution(
  rule: Rule,
  catalogue: Catalogue,
  { indicators }: Surroundings,
  fields: FieldReader,
): ExecutionResult {
  const options = rule.threatMatch!;
  if (indicators === undefined)
    return {
      notEvaluable: {
        kind: "indicators",
        reason: "compares events with indicators, of which none were given (--indicators FILE)",
      },
      diagnostics: [],
    };
  const selected = indicatorCondition(options, catalogue);
  if ("reason" in selected) return { notEvaluable: selected, diagnostics: [] };
  const execution: Execution = {
    kind: "threatMatch",
    groups: options.mapping.map(({ entries }) => ({
      entries: entries.map(({ field, value, negate }) => ({ field: fields.read(field), value, negate })),
    })),
    indicators: indicators.filter((document) => evaluate(selected.predicate, documentView(document))),
    indicatorPath: options.indicatorPath,
  };
  return { execution, diagnostics: fields.diagnostics };
}

function indicatorCondition(
  { query, language, filters }: NonNullable<Rule["threatMatch"]>,
  catalogue: Catalogue,
): { readonly predicate: Predicate } | NotEvaluableReason {
  const filtered = filterCondition(filters, catalogue);
  if ("problem" in filtered)
    return { kind: "construct not supported", reason: `of its threat filters, ${filtered.problem}` };
  const understood = understandKuery({ name: "threat_query", text: query }, catalogue, anyTimeMs);
  if (language !== "kuery" || understood.predicate === undefined || hasErrors(understood.diagnostics))
    return { kind: "construct not supported", reason: `its threat query cannot be read as kuery` };
  return { predicate: and(withoutAge(understood.predicate), filtered.predicate) };
}

/** What `now` stands for in threat queries: conditions on the time fall away, so that it need only be something. */
const anyTimeMs = 0;

/**
 * Conditions on `@timestamp` taken as satisfied: threat queries ask for indicators of the last days, and a file of
 * indicators is what its user wants events compared with, whatever its age.
 */
function withoutAge(predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case "and":
      return and(...predicate.operands.map(withoutAge));
    case "or":
      return or(...predicate.operands.map(withoutAge));
    case "test":
      return predicate.field.name === "@timestamp" ? constant(true) : predicate;
    default:
      return predicate;
  }
}

/** The fields that a rule type's options name; one that is not mapped has no values, which is worth a warning. */
class FieldReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #rule: Rule;
  readonly #catalogue: Catalogue;

  constructor(rule: Rule, catalogue: Catalogue) {
    this.#rule = rule;
    this.#catalogue = catalogue;
  }

  read(name: string): Field {
    const field = this.#catalogue.field(name);
    if (field !== undefined) return field;
    const [meant] = didYouMean(name, this.#catalogue.names());
    const help = meant === undefined ? undefined : `did you mean \`${meant}\`?`;
    const label = { ...placeOfField(this.#rule, name), message: "no event has this field, so the rule never fires" };
    this.diagnostics.push(
      problem("RULE036", "warning", `unknown field \`${name}\` in the rule's options`, label, help),
    );
    return { name, type: "keyword" };
  }
}

/** Where the field's name stands in the file, or its start: the options of a rule have no places of their own. */
function placeOfField(rule: Rule, name: string): Label {
  const { source } = rule;
  const start = Math.max(0, source.text.indexOf(`"${name}"`));
  return { source, span: { start, end: Math.min(source.text.length, start + name.length + 2) }, message: "" };
}
