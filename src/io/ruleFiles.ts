import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { defaultCatalogue } from "../ecs/catalogue.ts";
import { compileRule } from "../rule/compileRule.ts";
import { loadRules } from "../rule/load.ts";
import { readExceptionItems } from "../rule/readExceptionItems.ts";
import type { RunnableRule, UnsupportedRule } from "../rule/rule.ts";
import { readValueList } from "../rule/valueList.ts";
import { compareText, type Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { unreadable } from "./inputFiles.ts";
import type { InputProblem } from "./inputProblem.ts";

/** Everything that rule files gave; a rule that cannot run is named in one of the lists. */
export interface LoadedRules {
  readonly runnable: readonly RunnableRule[];
  readonly unsupported: readonly UnsupportedRule[];
  /** About rules, exceptions and value lists, in the order of files. */
  readonly diagnostics: readonly Diagnostic[];
  /** Paths that could not be read. */
  readonly problems: readonly InputProblem[];
  /** Files with rules in them. */
  readonly files: number;
}

/**
 * Loads and compiles the rules at and below the paths.
 *
 * In a folder, `*.toml` and `*.ndjson` files are rules, save `exceptions.ndjson`, which holds the exception items of
 * the rules beside it, and whatever is in a folder `tests`, which holds telemetry. A value list is the file
 * `<list id>.txt` in the first of the lookup folders that has it. Exception items that expired before `nowMs` do not
 * count, as in a Kibana that runs the rules at that time; without it none has expired.
 */
export function loadRuleFiles(paths: readonly string[], lookups: readonly string[], nowMs?: number): LoadedRules {
  const loader = new Loader(lookups, nowMs);
  for (const path of paths) loader.load(path);
  return loader;
}

class Loader {
  readonly runnable: RunnableRule[] = [];
  readonly unsupported: UnsupportedRule[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly problems: InputProblem[] = [];
  files = 0;
  readonly #lookups: readonly string[];
  readonly #valueLists = new Map<string, readonly string[] | undefined>();
  readonly #exceptions = new Map<string, ReturnType<typeof readExceptionItems>["items"] | undefined>();

  readonly #nowMs: number | undefined;

  constructor(lookups: readonly string[], nowMs: number | undefined) {
    this.#lookups = lookups;
    this.#nowMs = nowMs;
  }

  load(path: string): void {
    for (const file of this.#ruleFiles(path)) {
      const source = this.#read(file);
      if (source !== undefined) this.#rules(source);
    }
  }

  #rules(source: Source): void {
    this.files++;
    const items = this.#exceptionsBeside(source.name);
    const { rules, diagnostics } = loadRules(source, {
      catalogue: defaultCatalogue,
      valueLists: (id) => this.#valueList(id),
      exceptionItems: (listId) => items?.get(listId),
    });
    this.diagnostics.push(...diagnostics);
    for (const rule of rules) {
      const compiled = compileRule(rule, defaultCatalogue, this.#nowMs === undefined ? {} : { nowMs: this.#nowMs });
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

  #readValueList(id: string): readonly string[] | undefined {
    // An id comes from a rule file: it may name a file in a lookup folder, never a path out of it.
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(id)) return undefined;
    const path = this.#lookups.map((folder) => join(folder, `${id}.txt`)).find(isFile);
    const source = path === undefined ? undefined : this.#read(path);
    if (source === undefined) return undefined;
    const { values, diagnostics } = readValueList(source);
    this.diagnostics.push(...diagnostics);
    return values;
  }

  #read(path: string): Source | undefined {
    try {
      return { name: path, text: readFileSync(path, "utf8") };
    } catch (error) {
      this.problems.push(unreadable(path, error));
      return undefined;
    }
  }

  /** Rule files at and below a path, sorted; a file that the user names is one whatever it is called. */
  #ruleFiles(path: string): string[] {
    try {
      if (!statSync(path).isDirectory()) return [path];
    } catch (error) {
      this.problems.push(unreadable(path, error));
      return [];
    }
    const found: string[] = [];
    const folders = [path];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const name of this.#names(folder)) {
        const child = join(folder, name);
        const stats = lstatSync(child);
        if (stats.isDirectory() && !passedOver.has(name)) folders.push(child);
        else if (stats.isFile() && isRuleName(name)) found.push(child);
      }
    }
    return found.sort(compareText);
  }

  #names(folder: string): string[] {
    try {
      return readdirSync(folder);
    } catch (error) {
      this.problems.push(unreadable(folder, error));
      return [];
    }
  }
}

const exceptionsName = "exceptions.ndjson";
const passedOver = new Set(["tests", "node_modules", ".git"]);

function isRuleName(name: string): boolean {
  return (name.endsWith(".toml") || name.endsWith(".ndjson")) && basename(name) !== exceptionsName;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
