import { dirname, join } from "node:path";
import { Command, Option } from "commander";
import { type LoadedExport, loadExport } from "../../io/exportRules.ts";
import { isFolder } from "../../io/regularFile.ts";
import { exceptionsName } from "../../io/ruleFiles.ts";
import { type NewFile, writeNewFiles } from "../../io/writeNewFile.ts";
import { printPlain } from "../../rule/printPlain.ts";
import { ruleFileNames } from "../../rule/ruleFileNames.ts";
import { missingLists, writeNdjson, writePartLines } from "../../rule/writeNdjson.ts";
import { writeToml } from "../../rule/writeToml.ts";
import { type Diagnostic, hasErrors } from "../../text/diagnostic.ts";
import { renderDiagnostic } from "../../text/renderDiagnostic.ts";
import { escapeForTerminal } from "../../text/terminal.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { plural } from "../layout.ts";
import { packaged } from "../packaged.ts";
import { problemLine } from "../problemLines.ts";
import type { Session } from "../session.ts";

const examples = `
Examples:
  $ eqlite export ./rules --to ndjson -o rules.ndjson      for Kibana: Rules, Import
  $ eqlite export rules.ndjson --to toml -o ./rules        a file a rule, and exceptions.ndjson
  $ eqlite export rule.toml --to ndjson | jq .name

NDJSON is what Kibana exports and imports: rules, exception lists and their items, connectors, and a line that counts
them. TOML is detection-rules' format; comments of a TOML file are not carried. Every other value is: one that the
format cannot hold is named. Value lists are no part of an export, and are named, too. A rule need not run here to be
written. No file is overwritten.

Exit codes: 0 everything was written · 1 something could not be carried, and is named · 2 a rule does not load, and is
not written · 3 unusable flag or file`;

interface ExportFlags {
  readonly to: "ndjson" | "toml";
  readonly output?: string;
  readonly lookups?: string[];
}

/** `eqlite export RULES…`. */
export function exportCommand(session: Session): Command {
  return new Command("export")
    .description("write rules as Kibana's NDJSON or as detection-rules' TOML")
    .argument("<rules...>", "rule files and folders of them")
    .addOption(
      new Option("--to <format>", "ndjson for Kibana, toml for detection-rules")
        .choices(["ndjson", "toml"])
        .makeOptionMandatory(),
    )
    .option("-o, --output <path>", "a new file; for several rules in TOML a folder (default: standard output)")
    .option(
      "--lookups <folder...>",
      "folders of value lists, to say where those are that exceptions name (default: ./lookups, then eqlite's own)",
    )
    .addHelpText("after", examples)
    .action((paths: string[], flags: ExportFlags) => {
      session.end(runExport(session, paths, flags));
    });
}

function runExport(session: Session, paths: readonly string[], flags: ExportFlags): number {
  const loaded = loadExport(paths, flags.lookups ?? ["lookups", packaged("lookups")]);
  for (const problem of loaded.problems) session.stderr.write(problemLine(problem));
  const written = loaded.rules.length === 0 ? nothing : convert(session, loaded, flags);
  const diagnostics = [...loaded.diagnostics, ...written.diagnostics];
  for (const diagnostic of diagnostics) session.stderr.write(`${renderDiagnostic(diagnostic)}\n\n`);
  if (loaded.rules.length === 0) {
    session.stderr.write("eqlite: there is no rule to write\n");
    return hasErrors(diagnostics) ? exitCode.rule : exitCode.usage;
  }
  deliver(session, written, flags);
  session.stderr.write(remarks(loaded, written, flags));
  if (loaded.problems.length > 0) return exitCode.usage;
  if (hasErrors(diagnostics)) return exitCode.rule;
  return written.diagnostics.length > 0 || written.left !== undefined ? exitCode.findings : exitCode.fine;
}

interface Written {
  /** To be written, the rules before anything else. */
  readonly files: readonly NewFile[];
  readonly rules: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What has no place in the output, and what to do. */
  readonly left?: string;
}

const nothing: Written = { files: [], rules: 0, diagnostics: [] };

/** @throws UsageError when the output has no place for several rules */
function convert(session: Session, loaded: LoadedExport, { to, output }: ExportFlags): Written {
  if (to === "toml") return convertToToml(session, loaded, output);
  if (output !== undefined && isFolder(output))
    throw new UsageError(`${output} is a folder`, "name a new file, such as rules.ndjson");
  const { text, diagnostics } = writeNdjson(loaded.rules, loaded.parts);
  const refused = new Set(diagnostics.map(({ labels }) => labels[0]?.message)).size;
  return { files: [{ path: output ?? "", text }], rules: loaded.rules.length - refused, diagnostics };
}

function convertToToml(session: Session, { rules, parts }: LoadedExport, output: string | undefined): Written {
  const isOneFile = output === undefined || output.endsWith(".toml");
  if (isOneFile && rules.length > 1)
    throw new UsageError(`TOML takes a file a rule, and these are ${rules.length}`, "name a folder: -o ./rules");
  const day = new Date(session.nowMs()).toISOString().slice(0, 10).replaceAll("-", "/");
  const names = ruleFileNames(rules);
  const written = rules.map((rule, at) => {
    const { text, diagnostics } = writeToml(rule, { day });
    const path = isOneFile ? (output ?? "") : join(output, names[at]!);
    return { file: { path, text }, diagnostics };
  });
  const files = written.flatMap(({ file, diagnostics }) => (hasErrors(diagnostics) ? [] : [file]));
  const lines = writePartLines(parts);
  const folder = output === undefined ? undefined : isOneFile ? dirname(output) : output;
  const beside = lines.map((line) => `${printPlain(line)}\n`).join("");
  return {
    files:
      beside === "" || folder === undefined ? files : [...files, { path: join(folder, exceptionsName), text: beside }],
    rules: files.length,
    diagnostics: written.flatMap(({ diagnostics }) => diagnostics),
    ...(lines.length === 0 || folder !== undefined ? {} : { left: plural(lines.length, "other object") }),
  };
}

/** @throws UsageError when a file cannot be written, or exists */
function deliver(session: Session, { files }: Written, { output }: ExportFlags): void {
  if (output === undefined) {
    for (const { text } of files) session.stdout.write(text);
    return;
  }
  const failure = writeNewFiles(files);
  if (failure === undefined) return;
  const help = failure.reason === "exists already" ? "name a new one: nothing is overwritten" : undefined;
  throw new UsageError(`${failure.path}: ${failure.reason}`, help);
}

function remarks(loaded: LoadedExport, { files, rules, left }: Written, { to, output }: ExportFlags): string {
  const { lists, items, connectors } = loaded.parts;
  const counts = [
    plural(rules, "rule"),
    ...(lists.length + items.length === 0
      ? []
      : [plural(lists.length, "exception list"), plural(items.length, "exception item")]),
    ...(connectors.length === 0 ? [] : [plural(connectors.length, "connector")]),
  ];
  const target = output === undefined ? "" : ` → ${to === "ndjson" ? output : plural(files.length, "file")}`;
  const missing = missingLists(loaded.rules, lists);
  const hasItems = (id: string) => items.some((item) => item["list_id"] === id);
  const valueLists = loaded.valueLists.map(({ id, file }) => `${id} (${file ?? "not here"})`);
  const lines = [
    `${counts.join(", ")}${target}`,
    ...(left === undefined ? [] : [`not written: ${left}, such as exceptions; give a folder with -o`]),
    ...named(
      "exception lists that are not here",
      missing.filter((id) => !hasItems(id)),
    ),
    ...(to === "toml"
      ? []
      : named("Kibana takes items only with their list, and of these it is not here", missing.filter(hasItems))),
    ...named("value lists to import by themselves", valueLists),
  ];
  return lines.map((line) => `eqlite: ${escapeForTerminal(line)}\n`).join("");
}

function named(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(", ")}`];
}
