import { type Alert, compareAlerts } from "../engine/alert.ts";
import { buildAlerts } from "../engine/alerts.ts";
import type { Hit } from "../engine/hit.ts";
import { type Plan, planRules } from "../engine/plan.ts";
import { normalizerOf } from "../normalize/index.ts";
import { recognize } from "../normalize/recognize.ts";
import type { NormalizedEvent, NormalizeOptions } from "../normalize/record.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { parseJson } from "../text/json.ts";

/** Raw records, and what the rule must make of them. */
export interface ProofCase {
  readonly name: string;
  /** One JSON record a line, as the cloud wrote it; blank lines are passed over. */
  readonly lines: readonly string[];
  readonly matchCount: number;
  readonly eventIds?: readonly string[];
  /** Line numbers from 1. */
  readonly eventLines?: readonly number[];
  readonly knownMiss?: boolean;
  /** The rule as compiled for this case, where its value lists differ. */
  readonly rule?: RunnableRule;
}

export interface Detection {
  readonly rule: RunnableRule;
  readonly cases: readonly ProofCase[];
  /** How records are normalised; without a user-agent parser or geo data unless they are given. */
  readonly normalize?: NormalizeOptions;
}

/** `promoted`: a known miss that fires now; it fails until the sidecar no longer calls it one. */
export type Verdict = "pass" | "fail" | "known miss" | "promoted";

export interface CaseProof {
  readonly name: string;
  readonly verdict: Verdict;
  /** Alerts expected and found; the events of one sequence are one alert. */
  readonly expected: number;
  readonly got: number;
  /** Ids of the events that the alerts stand on, each once, in order of the alerts. */
  readonly eventIds: readonly string[];
  /** Events that were expected to be among them and are not, and those that were not expected. */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  /** Lines that could not be read; any makes the case fail, since it then proves nothing. */
  readonly unread: readonly UnreadLine[];
}

export interface UnreadLine {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

export interface DetectionProof {
  /** `rule_id`. */
  readonly ruleId: string;
  readonly ruleName: string;
  /** In the order of the cases. */
  readonly cases: readonly CaseProof[];
  /** Every case passed or is a known miss. */
  readonly proven: boolean;
}

/**
 * Runs a detection's cases through the whole engine: recognise, normalise, match, build alerts.
 *
 * Each case is a world of its own: sequences never join events of two cases. Pure; never throws on bad records.
 */
export function proveDetection({ rule, cases, normalize = {} }: Detection): DetectionProof {
  const proofs = cases.map((each) => proveCase(each.rule ?? rule, each, normalize));
  const proven = proofs.every(({ verdict }) => verdict === "pass" || verdict === "known miss");
  return { ruleId: rule.rule.id, ruleName: rule.rule.name, cases: proofs, proven };
}

function proveCase(rule: RunnableRule, each: ProofCase, options: NormalizeOptions): CaseProof {
  const plan = planRules([rule]);
  const read = readLines(plan, each.lines, options);
  const alerts = buildAlerts(plan, read.hits)
    .filter(({ kind }) => kind !== "buildingBlock")
    .sort(compareAlerts);
  const eventIds = idsOf(alerts);
  const expectedIds = each.eventIds ?? each.eventLines?.map((line) => read.ids.get(line) ?? `line ${line}`);
  const missing = expectedIds?.filter((id) => !eventIds.includes(id)) ?? [];
  const surplus = expectedIds === undefined ? [] : eventIds.filter((id) => !expectedIds.includes(id));
  const asExpected = alerts.length === each.matchCount && missing.length === 0 && surplus.length === 0;
  const unread = read.unread;
  const verdict = verdictOf(each.knownMiss === true, asExpected, unread.length === 0);
  return {
    name: each.name,
    verdict,
    expected: each.matchCount,
    got: alerts.length,
    eventIds,
    missing,
    surplus,
    unread,
  };
}

function verdictOf(knownMiss: boolean, asExpected: boolean, allRead: boolean): Verdict {
  if (!allRead) return "fail";
  if (knownMiss) return asExpected ? "known miss" : "promoted";
  return asExpected ? "pass" : "fail";
}

function idsOf(alerts: readonly Alert[]): string[] {
  return [...new Set(alerts.flatMap(({ events }) => events.map(({ id }) => id)))];
}

interface ReadLines {
  readonly hits: Hit[];
  /** The event id of each line that was read. */
  readonly ids: Map<number, string>;
  readonly unread: UnreadLine[];
}

function readLines(plan: Plan, lines: readonly string[], options: NormalizeOptions): ReadLines {
  const read: ReadLines = { hits: [], ids: new Map(), unread: [] };
  lines.forEach((text, index) => {
    if (text.trim() === "") return;
    const result = eventOf(text, options);
    if (typeof result === "string") read.unread.push({ line: index + 1, reason: result });
    else {
      read.ids.set(index + 1, result.event.id);
      read.hits.push(...plan.match(result.event, plan.candidates(result.identity)));
    }
  });
  return read;
}

/** The event of one line, or why there is none. */
function eventOf(
  text: string,
  options: NormalizeOptions,
): { event: NormalizedEvent; identity: Parameters<Plan["candidates"]>[0] } | string {
  const parsed = parseJson(text);
  if (!parsed.ok) return `not JSON: ${parsed.reason}`;
  const recognition = recognize(parsed.value);
  if (recognition.kind !== "recognized") return recognition.reason;
  const normalizer = normalizerOf(recognition.dataset);
  const event = normalizer.normalize(recognition, options);
  return event.kind === "event" ? { event, identity: normalizer.identify(recognition) } : event.reason;
}
