import { type Diagnostic, hasErrors, type Label } from "../text/diagnostic.ts";
import { type Document, labelAt, problem } from "./document.ts";
import { limits } from "./limits.ts";
import type { Path } from "./places.ts";
import { objectsIn, type PlainObject, stringIn } from "./plain.ts";
import { type ExceptionLookups, type ResolvedList, resolveList } from "./resolveExceptions.ts";
import type { ExceptionItem } from "./rule.ts";

/** The exception lists that the rules of one file name; each list is resolved once, however many rules name it. */
export class ExceptionLists {
  private readonly lookups: ExceptionLookups;
  private readonly known = new Map<string, ResolvedList | undefined>();
  private applied = 0;

  constructor(lookups: ExceptionLookups) {
    this.lookups = lookups;
  }

  /**
   * The items of all the lists that a rule names.
   *
   * `path` is that of the rule in its document. A list that is not there is a warning (the rule then alerts more often
   * than in Kibana). What is wrong with a list is said at the first rule that names it; of the others it is only said
   * that they cannot be used.
   */
  itemsOf(document: Document, path: Path, rule: PlainObject): { items: ExceptionItem[]; diagnostics: Diagnostic[] } {
    const items: ExceptionItem[] = [];
    const diagnostics: Diagnostic[] = [];
    const named = new Set<string>();
    for (const [index, reference] of (objectsIn(rule, "exceptions_list") ?? []).entries()) {
      const listId = stringIn(reference, "list_id") ?? "";
      if (named.has(listId)) continue;
      named.add(listId);
      const label = (message = "") =>
        labelAt(document, [...path, "exceptions_list", index, "list_id"], "value", message);
      const list = this.listOf(listId, label, diagnostics);
      if (list === undefined || !this.fits(items.length + list.items.length, list, label, diagnostics)) continue;
      for (const item of list.items) items.push(item);
    }
    return { items, diagnostics };
  }

  private listOf(listId: string, label: (message?: string) => Label, into: Diagnostic[]): ResolvedList | undefined {
    if (this.known.has(listId)) {
      const list = this.known.get(listId);
      if (list === undefined) into.push(missingItems(listId, label()));
      else if (hasErrors(list.diagnostics)) into.push(unusable(listId, label()));
      return list;
    }
    const documents = this.lookups.exceptionItems(listId);
    const list = documents && resolveList(documents, () => label("this rule uses the list"), this.lookups);
    this.known.set(listId, list);
    into.push(...(list?.diagnostics ?? [missingItems(listId, label())]));
    return list;
  }

  /** Bounds the items of one rule and of all rules together. */
  private fits(count: number, list: ResolvedList, label: (message?: string) => Label, into: Diagnostic[]): boolean {
    this.applied += list.items.length;
    const tooMany = count > limits.exceptionItems || this.applied > limits.appliedExceptions;
    if (!tooMany) return true;
    const message =
      count > limits.exceptionItems
        ? `the rule has ${count} exception items, more than ${limits.exceptionItems}`
        : `the rules of this file have more than ${limits.appliedExceptions} exception items`;
    into.push(problem("RULE029", "error", message, label(), "put the values into a value list"));
    return false;
  }
}

function unusable(listId: string, label: Label): Diagnostic {
  return problem("RULE026", "error", `exception list \`${listId}\` cannot be applied`, label);
}

/** Kibana keeps the endpoint list itself and exports no items of it. */
function missingItems(listId: string, label: Label): Diagnostic {
  const message = `the items of exception list \`${listId}\` are not here; the rule runs without them`;
  if (listId === "endpoint_list") return problem("RULE025", "note", message, label);
  const help = "export the list from Kibana to `exceptions.ndjson` beside the rule";
  return problem("RULE025", "warning", message, label, help);
}
