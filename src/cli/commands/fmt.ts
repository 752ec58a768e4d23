import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { notRules } from "../../io/checkRules.ts";
import { listInputFiles } from "../../io/inputFiles.ts";
import { explainSystemError } from "../../io/inputProblem.ts";
import { isQueryFile } from "../../io/queryFiles.ts";
import { readText } from "../../io/readText.ts";
import { isFolder } from "../../io/regularFile.ts";
import { type FormattedFile, formatQueryFile, formatRuleFile } from "../../rule/formatRules.ts";
import { hasErrors } from "../../text/diagnostic.ts";
import { renderDiagnostic } from "../../text/renderDiagnostic.ts";
import type { Source } from "../../text/source.ts";
import { escapeForTerminal } from "../../text/terminal.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { plural } from "../layout.ts";
import { problemLine } from "../problemLines.ts";
import { readStdin } from "../readStdin.ts";
import type { Session } from "../session.ts";

const examples = `
Examples:
  $ eqlite fmt ./rules
  $ eqlite fmt --check ./rules      lists what would change, for a build server
  $ eqlite fmt - < query.eql

Lays out the query of rules in TOML, whether EQL, KQL or ES|QL, and EQL in .eql files; nothing else of a file changes.
Comments stay before the condition they are about; a query with a comment that cannot stay is left alone and named.

Exit codes: 0 fine · 1 --check found files that would change · 2 a query does not parse · 3 unusable flag or file`;

interface FmtFlags {
  readonly check: boolean;
  readonly stdout: boolean;
}

/** `eqlite fmt PATH…`. */
export function fmtCommand(session: Session): Command {
  return new Command("fmt")
    .description("lay out the queries of rules")
    .argument(
      "<path...>",
      "rule files in TOML, .eql files and folders of them; - formats standard input to standard output",
    )
    .option("--check", "change nothing; list the files that would change", false)
    .option("--stdout", "print the files as they would be, and change nothing", false)
    .addHelpText("after", examples)
    .action(async (paths: string[], flags: FmtFlags) => {
      session.end(await new Formatter(session, flags).run(paths));
    });
}

class Formatter {
  readonly #session: Session;
  readonly #flags: FmtFlags;
  #files = 0;
  #changed = 0;
  #code: number = exitCode.fine;

  constructor(session: Session, flags: FmtFlags) {
    this.#session = session;
    this.#flags = flags;
  }

  async run(paths: readonly string[]): Promise<number> {
    if (paths.includes("-")) this.#standardInput(await readStdin(this.#session));
    const named = paths.filter((path) => path !== "-");
    for (const path of named.filter((path) => !isFolder(path))) this.#file(path, true);
    for (const path of this.#filesBelow(named.filter(isFolder))) this.#file(path, false);
    const verb = this.#flags.check ? "would change" : "changed";
    if (!this.#flags.stdout && !paths.includes("-")) {
      this.#session.stderr.write(`${plural(this.#files, "file")}, ${this.#changed} ${verb}\n`);
    }
    if (this.#flags.check && this.#changed > 0) this.#end(exitCode.findings);
    return this.#code;
  }

  #standardInput(source: Source): void {
    const { text } = this.#report(formatQueryFile(source));
    if (!this.#flags.check) this.#session.stdout.write(text);
    else if (text !== source.text) this.#changed++;
  }

  /** A file that was found in a folder and holds no rule is none of ours. */
  #file(path: string, isNamed: boolean): void {
    const text = readText(path);
    if (typeof text !== "string") {
      this.#session.stderr.write(problemLine(text));
      this.#end(exitCode.usage);
      return;
    }
    const source: Source = { name: path, text };
    const formatted = isQueryFile(path) ? formatQueryFile(source) : formatRuleFile(source);
    if (!isNamed && formatted.diagnostics.some(({ code }) => code === notRules)) return;
    this.#files++;
    this.#report(formatted);
    if (this.#flags.stdout) this.#session.stdout.write(formatted.text);
    if (formatted.text !== text) this.#change(path, formatted.text);
  }

  #change(path: string, text: string): void {
    this.#changed++;
    if (this.#flags.stdout) return;
    this.#session.stdout.write(`${escapeForTerminal(path)}\n`);
    if (this.#flags.check) return;
    try {
      writeFileSync(path, text);
    } catch (error) {
      throw new UsageError(`${path}: ${explainSystemError(error)}`);
    }
  }

  /** Says what was left alone and why. */
  #report(formatted: FormattedFile): FormattedFile {
    for (const diagnostic of formatted.diagnostics) this.#session.stderr.write(`${renderDiagnostic(diagnostic)}\n\n`);
    if (hasErrors(formatted.diagnostics)) this.#end(exitCode.rule);
    return formatted;
  }

  #filesBelow(folders: readonly string[]): string[] {
    const { files, problems } = listInputFiles(folders, (name) => !passedOver.has(name));
    for (const problem of problems) {
      this.#session.stderr.write(problemLine(problem));
      this.#end(exitCode.usage);
    }
    return files.map(({ path }) => path).filter((path) => isQueryFile(path) || path.endsWith(".toml"));
  }

  /** The gravest counts. */
  #end(code: number): void {
    this.#code = Math.max(this.#code, code);
  }
}

const passedOver = new Set(["node_modules", ".git"]);
