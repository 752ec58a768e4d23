import type { Alert } from "../engine/alert.ts";
import { explainAlert } from "../engine/explain.ts";
import { severities } from "../engine/severity.ts";
import type { ScanReport } from "../io/scan.ts";
import type { Rule, RuleSeverity } from "../rule/rule.ts";
import { compareText } from "../text/diagnostic.ts";
import { escapeForTerminal } from "../text/terminal.ts";
import { partiesOf, partiesText } from "./alertLine.ts";
import { byteSize, characterCount, column, count, fit, plural, utcTime } from "./layout.ts";
import type { NotEvaluable } from "./notEvaluable.ts";
import type { Paint } from "./paint.ts";
import { ruleListLines } from "./ruleListLines.ts";
import { timeline } from "./timeline.ts";
import { whyLines } from "./whyLines.ts";
import { withoutData } from "./withoutData.ts";

/** What the pretty report is made of. */
export interface PrettyInput {
  readonly report: ScanReport;
  /** The alerts to list, in order; members of sequences are left to their shell. */
  readonly alerts: readonly Alert[];
  readonly notEvaluable: readonly NotEvaluable[];
  readonly brokenFiles: number;
  readonly width: number;
  readonly paint: Paint;
  /** Adds why each alert fired, its id, and every problem that was kept. */
  readonly isVerbose: boolean;
}

/** The report of a scan for people: alerts a line each, then what was read, found, left out and why. */
export function prettyScan(input: PrettyInput): string {
  const sections = [
    alertLines(input),
    summaryLines(input),
    problemLines(input),
    lostLines(input),
    failedLines(input),
    ...silentLines(input),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const timeWidth = 19;
const levelWidth = 8;

function alertLines(input: PrettyInput): string[] {
  const { alerts, isVerbose, width, report } = input;
  const room = Math.max(40, width - timeWidth - levelWidth - 4);
  const rules = [...new Set(alerts.map(({ rule }) => rule))];
  const longest = Math.max(0, ...rules.map((rule) => characterCount(report.plan.rules[rule]!.rule.name)));
  const nameWidth = Math.min(longest, Math.floor(room * 0.52));
  const titles = new Map(rules.map((rule) => [rule, titleOf(report.plan.rules[rule]!.rule, nameWidth, input.paint)]));
  return alerts.flatMap((alert) => {
    const line = alertLine(alert, titles.get(alert.rule)!, room - nameWidth - 2, input);
    return isVerbose ? [line, ...detailLines(alert, input)] : [line];
  });
}

/** A rule's level and name. */
function titleOf({ name, severity }: Rule, nameWidth: number, paint: Paint): string {
  const level = paint.level(severity, column(severity, levelWidth));
  return `${level}  ${column(escapeForTerminal(name), nameWidth)}`;
}

function alertLine(alert: Alert, title: string, room: number, { paint }: PrettyInput): string {
  const size = alert.kind === "sequence" ? `${plural(alert.events.length, "event")}  ` : "";
  const parties = fit(size + partiesText(partiesOf(alert)), room);
  return `${paint.dim(utcTime(alert.atMs))}  ${title}  ${parties}`.trimEnd();
}

function detailLines(alert: Alert, { report, width, paint }: PrettyInput): string[] {
  const indent = " ".repeat(timeWidth + 2);
  const ids = alert.events.map(({ id }) => escapeForTerminal(id));
  const shown = ids.length <= 2 ? ids.join(" ") : `${ids.slice(0, 2).join(" ")} and ${ids.length - 2} more`;
  const lines = [
    ...explainAlert(report.plan, alert).flatMap((reasons) => whyLines(reasons, width - indent.length - 5)),
    // What stands for many events does not keep them.
    ...(ids.length === 0 ? [] : [`of   ${plural(ids.length, "event")} ${shown}`]),
    `id   ${alert.id}`,
  ];
  return lines.map((line) => paint.dim(fit(indent + line, Math.max(width, 100))));
}

function summaryLines(input: PrettyInput): string[] {
  const { report, alerts, width, brokenFiles, notEvaluable } = input;
  const { tally, plan } = report;
  const lines = [
    row("Read", `${plural(tally.files, "file")} · ${byteSize(tally.bytes)} · ${plural(tally.records, "record")}`),
    row(
      "Records",
      identity(tally.records, [
        ["evaluated", report.evaluated, true],
        ["duplicate", report.duplicates, true],
        ["rejected", tally.rejectedRecords, true],
        ...skips(report),
      ]),
    ),
    row(
      "Files",
      identity(tally.files, [
        ["evaluated", report.evaluatedFiles, true],
        ["duplicate", report.duplicateFiles, true],
        ["rejected", tally.rejectedFiles, true],
      ]),
    ),
    row("Events", eventsText(report)),
    row("Rules", rulesText(plan.rules.length, notEvaluable.length, brokenFiles)),
  ];
  for (const level of [...severities].reverse()) {
    const own = alerts.filter((alert) => plan.rules[alert.rule]!.rule.severity === level);
    if (own.length > 0) lines.push(...levelRows(level, own, input));
  }
  if (alerts.length === 0) lines.push(row("Alerts", "none"));
  else
    lines.push(
      row(
        "Timeline",
        timeline(
          alerts.map(({ atMs }) => atMs),
          width,
        ),
      ),
    );
  return lines;
}

function row(title: string, text: string): string {
  return `${column(title, 10)}${text}`;
}

type Part = [name: string, value: number, always: boolean];

/** `10 = 8 evaluated + 2 duplicate + 0 rejected`. */
function identity(total: number, parts: readonly Part[]): string {
  const shown = parts.filter(([, value, always]) => always || value > 0);
  return `${count(total)} = ${shown.map(([name, value]) => `${count(value)} ${name}`).join(" + ")}`;
}

function skips({ tally }: ScanReport): Part[] {
  return [
    ...Object.entries(tally.skipped).map(([reason, value]): Part => [`skipped (${reason})`, value, false]),
    ["outside --from and --to", tally.outsideRange, false],
  ];
}

function eventsText({ tally }: ScanReport): string {
  const shapes = Object.entries(tally.shapes).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const found = shapes.map(([shape, value]) => `${shape} ${count(value ?? 0)}`).join(" · ");
  return found === "" ? "none" : `${found} · ${utcTime(tally.firstMs)} to ${utcTime(tally.lastMs)} UTC`;
}

function rulesText(run: number, notEvaluable: number, broken: number): string {
  const parts = [
    `${count(run)} run`,
    notEvaluable > 0 ? `${count(notEvaluable)} not evaluable` : "",
    broken > 0 ? `${plural(broken, "file")} with errors` : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** Rules shown under a level; the others are counted. */
const shownRules = 8;

/** A level's rules by frequency: how many alerts, the rule, from when to when. */
function levelRows(level: RuleSeverity, alerts: readonly Alert[], { report, paint, width }: PrettyInput): string[] {
  const byRule = new Map<number, Alert[]>();
  for (const alert of alerts) {
    const own = byRule.get(alert.rule);
    if (own === undefined) byRule.set(alert.rule, [alert]);
    else own.push(alert);
  }
  const nameOf = (rule: number) => report.plan.rules[rule]!.rule.name;
  const rows = [...byRule].sort((a, b) => b[1].length - a[1].length || compareText(nameOf(a[0]), nameOf(b[0])));
  const digits = Math.max(...rows.map(([, own]) => count(own.length).length));
  const lines = rows.slice(0, shownRules).map(([rule, own], i) => {
    const head = i === 0 ? paint.level(level, column(level, 10)) : " ".repeat(10);
    const block = report.plan.rules[rule]!.rule.buildingBlock ? "  (building block)" : "";
    const text = `${count(own.length).padStart(digits)}  ${escapeForTerminal(nameOf(rule))}${block}  ${daysOf(own)}`;
    return head + fit(text, Math.max(40, width - 10));
  });
  const more = rows.length - shownRules;
  return more > 0 ? [...lines, `${" ".repeat(10)}and ${plural(more, "more rule")}`] : lines;
}

/** `2026-03-10`, or `2026-03-10 to 2026-03-12`. */
function daysOf(alerts: readonly Alert[]): string {
  // Alerts come ordered by time.
  const [first, last] = [alerts[0], alerts.at(-1)].map((alert) => utcTime(alert?.atMs ?? Number.NaN).slice(0, 10));
  return first === last ? String(first) : `${first} to ${last}`;
}

/** What was not read as it stands: all of it counted, and places named as far as they were kept. */
function problemLines({ report, isVerbose, paint, width }: PrettyInput): string[] {
  const { problemCounts, problems } = report.tally;
  const total = Object.values(problemCounts).reduce((sum, value) => sum + value, 0);
  if (total === 0) return [];
  const shown = isVerbose ? problems : problems.slice(0, 5);
  const counts = Object.entries(problemCounts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return [
    paint.bold(
      `Input problems: ${counts.map(([key, value]) => `${escapeForTerminal(key)} ${count(value)}`).join(" · ")}`,
    ),
    ...shown.map((problem) => {
      const place = problem.offset === undefined ? "" : ` at byte ${count(problem.offset)}`;
      const detail = problem.detail === undefined ? "" : `: ${problem.detail}`;
      return fit(escapeForTerminal(`  ${problem.file}${place}: ${problem.reason}${detail}`), Math.max(width, 200));
    }),
    ...(total > shown.length
      ? [`  … and ${count(total - shown.length)} more${isVerbose ? "" : " (-v lists up to 100)"}`]
      : []),
  ];
}

/** Rules whose alerts may be incomplete, because their state was bounded. */
function lostLines({ report, paint }: PrettyInput): string[] {
  if (report.lost.length === 0) return [];
  const lines = report.lost.map(
    ({ rule, losses }) => `  ${escapeForTerminal(report.plan.rules[rule]!.rule.name)}: ${losses.join("; ")}`,
  );
  return [
    paint.bold(`Rules that gave up state: ${count(report.lost.length)}; their alerts may be incomplete`),
    ...lines,
  ];
}

/** Rules whose query failed when it ran. */
function failedLines({ report, paint, width, isVerbose }: PrettyInput): string[] {
  const rules = report.failed.map(({ rule, reason }) => ({ name: report.plan.rules[rule]!.rule.name, reason }));
  return ruleListLines({ title: "Rules that failed", rules, paint, width, isVerbose });
}

/** Rules that gave no answer, those that had no data, and those that need what the data never has. */
function silentLines({ notEvaluable, report, paint, width, isVerbose }: PrettyInput): string[][] {
  const { absent, starved } = withoutData(report);
  const lists = [
    ["Rules not evaluable", notEvaluable],
    ["Rules starved of a field", starved],
    ["Rules without their data", absent],
  ] as const;
  return lists.map(([title, rules]) => ruleListLines({ title, rules, paint, width, isVerbose }));
}
