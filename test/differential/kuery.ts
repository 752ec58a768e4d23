import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { documentView } from "../../src/ecs/event.ts";
import { readField } from "../../src/ecs/readField.ts";
import type { EcsObject } from "../../src/ecs/value.ts";
import type { KueryQuery } from "../../src/language/kuery/ast.ts";
import { check, lower, parse } from "../../src/language/kuery/index.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import type { Predicate } from "../../src/predicate/predicate.ts";
import { checkout, root } from "../elastic/checkout.ts";
import { Random } from "../fuzz/random.ts";
import { type Differential, type DifferentialReport, Findings } from "./differential.ts";
import { documentsFor } from "./kueryDocuments.ts";
import { combined, type KueryLeaf, leavesOf, nameOf } from "./kueryLeaves.ts";
import { generatedQuery, ruleQueries } from "./kueryQueries.ts";
import { ask } from "./python.ts";

const generatedQueries = 1500;
const documentsEach = 16;
const nowMs = Date.UTC(2026, 2, 10, 12);

/** KQL against the evaluator with which Elastic's rule authors test their rules. */
export const kueryDifferential: Differential = {
  name: "kuery",
  about: "KQL on documents, with the evaluator of elastic/detection-rules (lib/kql)",
  packages: ["eql==1.0.1", "lark==1.3.1"],
  missing: () => {
    if (checkout === undefined) return "no checkout of elastic/detection-rules (EQLITE_DETECTION_RULES)";
    return existsSync(join(checkout, "lib/kql/kql")) ? undefined : "the checkout of detection-rules has no lib/kql";
  },
  run: (python, seed) => new KueryRun(python, seed).report(),
};

/** What one side says of a document. */
type Answer = boolean | "error";

type Theirs = { readonly refused: string } | { readonly answers: readonly (boolean | string)[] };

interface Question {
  readonly from: string;
  readonly text: string;
  readonly query: KueryQuery;
  readonly predicate: Predicate;
  readonly leaves: readonly KueryLeaf[];
  readonly documents: readonly EcsObject[];
}

/** A row of kuery_expected.yaml: a kind of difference, and where it may be. All that is given must hold. */
interface Expected {
  readonly kind: string;
  readonly because: string;
  /** The whole query is refused by the one and not by the other; on queries, not on leaves. */
  readonly refused?: "ours" | "theirs";
  /** Of queries: a regular expression that its text matches. Of leaves: the text of the value. */
  readonly text?: string;
  /** Of refusals: a regular expression for the reason given, of ours the codes. */
  readonly reason?: string;
  /** Types of the field; `none` of one that is not mapped, `alias` of one that stands for another, `pattern` of several. */
  readonly types?: readonly string[];
  readonly forms?: readonly string[];
  readonly operators?: readonly string[];
  /** A regular expression that some value in the document matches, as JSON. */
  readonly value?: string;
  readonly ours?: boolean;
  readonly theirs?: Answer;
}

function expectedDifferences(): readonly Expected[] {
  return parseYaml(readFileSync(join(root, "test/differential/kuery_expected.yaml"), "utf8")) as Expected[];
}

class KueryRun {
  readonly #python: string;
  readonly #random: Random;
  readonly #findings = new Findings();
  readonly #expected = expectedDifferences();

  constructor(python: string, seed: number) {
    this.#python = python;
    this.#random = new Random(seed);
  }

  report(): DifferentialReport {
    const ruled = ruleQueries(checkout!);
    const generated = Array.from({ length: generatedQueries }, () => generatedQuery(this.#random));
    const all = [...ruled, ...generated.map((text) => ({ from: "generated", text }))];
    const questions = this.#understood(all);
    this.#compare(questions);
    for (const { kind } of this.#expected) {
      if (!this.#findings.explained.has(kind)) this.#findings.unexplained.push(`"${kind}" explains nothing; remove it`);
    }
    return this.#findings.report(
      `${ruled.length} queries of rules and ${generated.length} generated ones, ${documentsEach} documents each`,
    );
  }

  /** The queries that both sides understand. */
  #understood(all: readonly { readonly from: string; readonly text: string }[]): Question[] {
    const theirs = this.#ask(all.map(({ text }) => ({ query: text, documents: [] })));
    return all.flatMap(({ from, text }, at) => {
      const ours = understand(text);
      const their = theirs[at]!;
      const isRefused = "refused" in their;
      if ("codes" in ours) {
        if (isRefused) this.#findings.agreed++;
        else this.#refusal("ours", from, text, ours.codes.join(" "));
        return [];
      }
      if (isRefused) this.#refusal("theirs", from, text, their.refused);
      const leaves = leavesOf(ours.query, text);
      if (isRefused) return [];
      return [
        { from, text, ...ours, leaves, documents: documentsFor(leaves, defaultCatalogue, documentsEach, this.#random) },
      ];
    });
  }

  #refusal(refused: "ours" | "theirs", from: string, text: string, reason: string): void {
    const row = this.#expected.find(
      (one) => one.refused === refused && matches(one.reason, reason) && matches(one.text, text),
    );
    if (row !== undefined) this.#findings.explain(row.kind);
    else this.#findings.unexplained.push(`${from}: refused by ${refused} alone (${reason})\n  ${text}`);
  }

  #compare(questions: readonly Question[]): void {
    const theirs = this.#ask(questions.map(({ text, documents }) => ({ query: text, documents })));
    const differing = questions.flatMap((question, at) => {
      const answers = answersOf(theirs[at]!, question.documents.length);
      return question.documents.flatMap((document, index) => {
        const ours = evaluate(question.predicate, documentView(document));
        const their = answers[index]!;
        if (ours !== their) return [{ question, document, ours, their }];
        this.#findings.agreed++;
        return [];
      });
    });
    const asked = differing.flatMap(({ question, document }) =>
      leavesAlone(question).map(({ text }) => ({ query: text, documents: [document] })),
    );
    const leafAnswers = this.#ask(asked).map((one) => answersOf(one, 1)[0]!);
    let at = 0;
    for (const { question, document, ours, their } of differing) {
      const answers = leafAnswers.slice(at, (at += leavesAlone(question).length));
      const kinds = this.#kindsOf(question, document, answers, their);
      if (typeof kinds !== "string") for (const kind of kinds) this.#findings.explain(kind);
      else {
        const values = JSON.stringify(document);
        this.#findings.unexplained.push(
          `${question.from}: ours ${ours}, theirs ${their}: ${kinds}\n  ${question.text}\n  ${values}`,
        );
      }
    }
  }

  /** The known kinds that account for a difference, each once; a text when something is left. */
  #kindsOf(question: Question, document: EcsObject, answers: readonly Answer[], whole: Answer): Set<string> | string {
    if (leavesAlone(question).length < question.leaves.length) return "a nested group";
    const kinds = new Set<string>();
    for (const [index, leaf] of question.leaves.entries()) {
      const ours = leafAnswer(leaf, document);
      const theirs = answers[index]!;
      if (ours === theirs) continue;
      const row = this.#expected.find((one) => explains(one, leaf, document, ours, theirs));
      if (row === undefined) return `of \`${leaf.text}\` ours says ${ours}, theirs ${theirs}`;
      kinds.add(row.kind);
    }
    if (answers.includes("error")) return kinds;
    if (combined(question.query, answers as readonly boolean[]) === whole) return kinds;
    return "they put the leaves together otherwise";
  }

  #ask(questions: readonly unknown[]): Theirs[] {
    return ask<Theirs>(this.#python, "kuery_answers.py", questions, [join(checkout!, "lib/kql")]);
  }
}

/** None where some stand in a nested group: one element is to satisfy them together. */
function leavesAlone({ leaves }: Question): readonly KueryLeaf[] {
  return leaves.some(({ nested }) => nested !== undefined) ? [] : leaves;
}

function understand(text: string): { readonly query: KueryQuery; readonly predicate: Predicate } | { codes: string[] } {
  const source = { name: "<query>", text };
  const { query, diagnostics } = parse(source);
  if (query === null) return { codes: diagnostics.map(({ code }) => code ?? "") };
  const checked = check(query, source, { catalogue: defaultCatalogue, nowMs });
  if (checked.query === null) return { codes: checked.diagnostics.map(({ code }) => code ?? "") };
  return { query, predicate: lower(checked.query).predicate };
}

function leafAnswer({ text }: KueryLeaf, document: EcsObject): boolean {
  const understood = understand(text);
  if ("codes" in understood) throw new Error(`of a query that is understood \`${text}\` is not`);
  return evaluate(understood.predicate, documentView(document));
}

function answersOf(theirs: Theirs, count: number): Answer[] {
  if ("refused" in theirs) return Array.from({ length: count }, () => "error");
  return theirs.answers.map((answer) => (typeof answer === "string" ? "error" : answer));
}

function explains(row: Expected, leaf: KueryLeaf, document: EcsObject, ours: boolean, theirs: Answer): boolean {
  const name = nameOf(leaf) ?? "";
  const type = typeOf(name);
  return (
    row.refused === undefined &&
    (row.types?.includes(type) ?? true) &&
    (row.forms?.includes(leaf.value.form) ?? true) &&
    (row.operators?.includes(leaf.operator) ?? true) &&
    matches(row.text, leaf.value.pieces.join("*")) &&
    (row.value === undefined || valuesOf(name, document).some((value) => matches(row.value, value))) &&
    (row.ours ?? ours) === ours &&
    (row.theirs ?? theirs) === theirs
  );
}

function typeOf(name: string): string {
  if (name.includes("*")) return "pattern";
  const field = defaultCatalogue.field(name);
  return field?.path === undefined ? (field?.type ?? "none") : "alias";
}

function valuesOf(name: string, document: EcsObject): string[] {
  const written = readField(document, { name, type: "keyword" });
  const path = name.split(".");
  let raw: unknown = document;
  for (const key of path)
    raw = typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>)[key] : undefined;
  const list: readonly unknown[] = Array.isArray(raw) ? raw : raw === undefined ? written : [raw];
  return list.map((value) => JSON.stringify(value));
}

function matches(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || new RegExp(pattern, "u").test(text);
}
