import type { Diagnostic } from "../text/diagnostic.ts";
import { didYouMean } from "../text/didYouMean.ts";
import { type Document, labelAt, problem } from "./document.ts";
import { optionProblems } from "./optionProblems.ts";
import { listIn, objectIn, type PlainObject, stringIn } from "./plain.ts";
import type { RuleType } from "./rule.ts";
import { type Keys, languagesOf, metadataKeys, ruleKeys, ruleTypes, transformKeys } from "./schema.ts";
import { validateTable } from "./validate.ts";

/**
 * Everything that is wrong with the document of a rule, found without reading its query.
 *
 * `path` is where the rule stands: `["rule"]` in TOML. `[metadata]` and `[transform]` only concern detection-rules, so
 * that what is wrong there is a warning.
 */
export function validateRule(document: Document, path: readonly string[]): Diagnostic[] {
  const rule = path.length === 0 ? document.value : objectIn(document.value, path[0]!)!;
  const type = ruleTypes.find((each) => each === rule["type"]);
  const found = validateTable(document, path, rule, ruleKeys, {
    ...(type === undefined ? {} : { type }),
    worst: "error",
  });
  if (type !== undefined) found.push(...languageProblems(document, path, rule, type));
  if (type !== undefined) found.push(...optionProblems(document, path, rule, type));
  return [...found, ...indexProblems(document, path, rule), ...surroundings(document)];
}

function languageProblems(
  document: Document,
  path: readonly string[],
  rule: PlainObject,
  type: RuleType,
): Diagnostic[] {
  const language = stringIn(rule, "language");
  const allowed = languagesOf[type];
  if (language === undefined || allowed.length === 0 || allowed.includes(language)) return [];
  const written = `a rule of type ${type} is written in ${allowed.join(" or ")}`;
  const label = labelAt(document, [...path, "language"], "value", written);
  const message = `\`language\` cannot be \`${language}\``;
  return [problem("RULE013", "error", message, label, languageHelp(language, allowed))];
}

/** By other names, by a slip, or by the type that goes with the language. */
function languageHelp(language: string, allowed: readonly string[]): string | undefined {
  const byName = Object.hasOwn(otherNames, language.toLowerCase()) ? otherNames[language.toLowerCase()]! : language;
  const [meant] = allowed.includes(byName) ? [byName] : didYouMean(language, allowed);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  const types = ruleTypes.filter((each) => languagesOf[each].includes(byName));
  return types.length === 0 ? undefined : `${byName} is the language of rules of type ${types.join(", ")}`;
}

const otherNames: Readonly<Record<string, string>> = { kql: "kuery", "es|ql": "esql" };

/** Kibana takes either patterns or a data view. */
function indexProblems(document: Document, path: readonly string[], rule: PlainObject): Diagnostic[] {
  if ((listIn(rule, "index")?.length ?? 0) === 0 || (stringIn(rule, "data_view_id") ?? "") === "") return [];
  const label = labelAt(document, [...path, "data_view_id"], "key", "`index` is set, too");
  return [problem("RULE019", "error", "a rule reads either `index` or `data_view_id`", label, "remove one of them")];
}

const topKeys: Keys = {
  metadata: { is: { kind: "table", keys: metadataKeys }, required: "toml" },
  rule: { is: { kind: "open" } },
  transform: { is: { kind: "table", keys: transformKeys } },
};

function surroundings(document: Document): Diagnostic[] {
  return document.format === "toml" ? validateTable(document, [], document.value, topKeys, { worst: "warning" }) : [];
}
