import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { defaultCatalogue } from "../ecs/catalogue.ts";
import type { Catalogue } from "../ecs/field.ts";
import type { LocalTable } from "../language/esql/checked.ts";
import { type CompiledRule, type CompileOptions, compileRule } from "../rule/compileRule.ts";
import { loadRules } from "../rule/load.ts";
import type { UnsupportedRule } from "../rule/notEvaluable.ts";
import { readExceptionItems } from "../rule/readExceptionItems.ts";
import { readTable } from "../rule/readTable.ts";
import type { Rule, RunnableRule } from "../rule/rule.ts";
import { readValueList } from "../rule/valueList.ts";
import { type Diagnostic, hasErrors, type Label } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { listInputFiles } from "./inputFiles.ts";
import { type InputProblem, problem } from "./inputProblem.ts";
import { readText } from "./readText.ts";
import { isFile, isFolder } from "./regularFile.ts";

/** Everything that rule files gave; a rule that cannot run is named in one of the lists. */
export interface LoadedRules {
  readonly runnable: readonly RunnableRule[];
  readonly unsupported: readonly UnsupportedRule[];
  /** Every rule that was loaded, in the order of files, those with an error in their query too. */
  readonly rules: readonly LoadedRule[];
  /** Files that hold a rule with an error in its document, once for each: such a rule is not loaded. */
  readonly broken: readonly string[];
  /** About rules, exceptions and value lists, in the order of files. */
  readonly diagnostics: readonly Diagnostic[];
  /** Paths that could not be read, and folders without a rule file. */
  readonly problems: readonly InputProblem[];
  /** Files with rules in them. */
  readonly files: number;
}

/** One rule and what became of it; neither `runnable` nor `unsupported` if its query has an error. */
export interface LoadedRule extends CompiledRule {
  readonly rule: Rule;
}

export interface LoadRuleOptions extends CompileOptions {
  readonly catalogue?: Catalogue;
  /** Load only: neither queries nor exceptions are looked into, and no rule is runnable or unsupported. */
  readonly documentsOnly?: boolean;
}

/**
 * Loads and compiles the rules at and below the paths.
 *
 * A file that is reached twice is loaded once; of two rules with one `rule_id` the first, by path, counts, since their
 * alerts would take each other's ids. In a folder, `*.toml` and `*.ndjson` files are rules, save `exceptions.ndjson`, which holds the exception items of
 * the rules beside it, and whatever is in a folder `tests`, which holds telemetry. A value list is the file
 * `<list id>.txt` in the first of the lookup folders that has it. Exception items that expired before `nowMs` do not
 * count, as in a Kibana that runs the rules at that time; without it none has expired.
 */
export function loadRuleFiles(
  paths: readonly string[],
  lookups: readonly string[],
  options: LoadRuleOptions = {},
): LoadedRules {
  const loader = new Loader(lookups, options);
  loader.load(paths);
  return loader;
}

class Loader {
  readonly runnable: RunnableRule[] = [];
  readonly unsupported: UnsupportedRule[] = [];
  readonly rules: LoadedRule[] = [];
  readonly broken: string[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly problems: InputProblem[] = [];
  files = 0;
  readonly #lookups: readonly string[];
  readonly #valueLists = new Map<string, readonly string[] | undefined>();
  readonly #exceptions = new Map<string, ReturnType<typeof readExceptionItems>["items"] | undefined>();

  readonly #ruleById = new Map<string, Rule>();
  readonly #options: CompileOptions;
  readonly #catalogue: Catalogue;
  readonly #documentsOnly: boolean;

  constructor(
    lookups: readonly string[],
    { catalogue = defaultCatalogue, documentsOnly = false, ...options }: LoadRuleOptions,
  ) {
    this.#lookups = lookups;
    this.#catalogue = catalogue;
    this.#documentsOnly = documentsOnly;
    this.#options = { tables: (name) => this.#table(name), ...options };
  }

  load(paths: readonly string[]): void {
    const seen = new Set<string>();
    for (const file of paths.flatMap((path) => this.#ruleFiles(path))) {
      const real = realPath(file);
      if (seen.has(real)) continue;
      seen.add(real);
      const source = this.#read(file);
      if (source !== undefined) this.#rules(source);
    }
  }

  #rules(source: Source): void {
    this.files++;
    const items = this.#documentsOnly ? undefined : this.#exceptionsBeside(source.name);
    const { rules, diagnostics } = loadRules(source, {
      catalogue: this.#catalogue,
      valueLists: (id) => this.#valueList(id),
      exceptionItems: (listId) => items?.get(listId),
      withoutExceptions: this.#documentsOnly,
    });
    this.diagnostics.push(...diagnostics);
    if (hasErrors(diagnostics)) this.broken.push(source.name);
    for (const rule of rules) {
      const first = this.#ruleById.get(rule.id);
      if (first !== undefined) {
        this.diagnostics.push(repeatedId(rule, first));
        continue;
      }
      this.#ruleById.set(rule.id, rule);
      const compiled = this.#documentsOnly ? { diagnostics: [] } : compileRule(rule, this.#catalogue, this.#options);
      this.rules.push({ rule, ...compiled });
      this.diagnostics.push(...compiled.diagnostics);
      if (compiled.runnable !== undefined) this.runnable.push(compiled.runnable);
      if (compiled.unsupported !== undefined) this.unsupported.push(compiled.unsupported);
    }
  }

  #exceptionsBeside(file: string): ReturnType<typeof readExceptionItems>["items"] | undefined {
    const folder = dirname(file);
    if (!this.#exceptions.has(folder)) {
      const path = join(folder, exceptionsName);
      const source = isFile(path) ? this.#read(path) : undefined;
      const read = source && readExceptionItems(source);
      if (read !== undefined) this.diagnostics.push(...read.diagnostics);
      this.#exceptions.set(folder, read?.items);
    }
    return this.#exceptions.get(folder);
  }

  #valueList(id: string): readonly string[] | undefined {
    if (!this.#valueLists.has(id)) this.#valueLists.set(id, this.#readValueList(id));
    return this.#valueLists.get(id);
  }

  /** A table for LOOKUP JOIN and ENRICH: `<name>.ndjson`, a row a line. */
  #table(name: string): LocalTable | undefined {
    if (!isFileName(name)) return undefined;
    const path = this.#lookups.map((folder) => join(folder, `${name}.ndjson`)).find(isFile);
    const source = path === undefined ? undefined : this.#read(path);
    if (source === undefined) return undefined;
    const { table, diagnostics } = readTable(name, source);
    this.diagnostics.push(...diagnostics);
    return table;
  }

  #readValueList(id: string): readonly string[] | undefined {
    const path = valueListFile(id, this.#lookups);
    const source = path === undefined ? undefined : this.#read(path);
    if (source === undefined) return undefined;
    const { values, diagnostics } = readValueList(source);
    this.diagnostics.push(...diagnostics);
    return values;
  }

  #read(path: string): Source | undefined {
    const read = readText(path);
    if (typeof read === "string") return { name: path, text: read };
    this.problems.push(read);
    return undefined;
  }

  /** Rule files at and below a path, sorted; a file that the user names is one whatever it is called. */
  #ruleFiles(path: string): string[] {
    if (!isFolder(path)) return [path];
    const { files, problems } = listInputFiles([path], (name) => !passedOver.has(name));
    // What can be no rule file is no loss.
    this.problems.push(...problems.filter((found) => found.file === path || mayHoldRules(found.file)));
    const found = files.map((file) => file.path).filter(isRuleName);
    if (found.length === 0) this.problems.push(problem("no rule file", path, "a rule file ends in .toml or .ndjson"));
    return found;
  }
}

/** The file of a value list in the first of the folders that has it; undefined when none has. */
export function valueListFile(id: string, lookups: readonly string[]): string | undefined {
  return isFileName(id) ? lookups.map((folder) => join(folder, `${id}.txt`)).find(isFile) : undefined;
}

/** Exception items, and their lists, of the rules in the same folder. */
export const exceptionsName = "exceptions.ndjson";
const passedOver = new Set(["tests", "node_modules", ".git"]);

/** A name from a rule file: it may name a file in a lookup folder, never a path out of it. */
function isFileName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name);
}

function isRuleName(path: string): boolean {
  return (path.endsWith(".toml") || path.endsWith(".ndjson")) && basename(path) !== exceptionsName;
}

/** Whether a path that could not be read may be a rule file, or a folder of them. */
function mayHoldRules(path: string): boolean {
  return isRuleName(path) || !basename(path).includes(".");
}

/** Only the first occurrence of the id's text is marked: it may stand there by another key, but mostly does not. */
function repeatedId(again: Rule, first: Rule): Diagnostic {
  return {
    code: "RULE008",
    severity: "error",
    message: `rule_id \`${again.id}\` occurs twice`,
    labels: [idLabel(again, "again here: this rule is left out"), idLabel(first, "first here")],
    help: "give each rule an id of its own",
  };
}

function idLabel({ id, source }: Rule, message: string): Label {
  const start = Math.max(0, source.text.indexOf(id));
  return { source, span: { start, end: start + id.length }, message };
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
