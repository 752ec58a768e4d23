import type { Rule } from "./rule.ts";

const longestName = 120;

/**
 * A file name for each rule, in their order and each another: the rule's name in lower case, all but letters and digits
 * as `_`, as detection-rules names its files. A name that is taken gets the rule's id, or else a number, behind it.
 */
export function ruleFileNames(rules: readonly Pick<Rule, "id" | "name">[]): string[] {
  const taken = new Set<string>();
  return rules.map(({ id, name }, at) => {
    const plain = wordsOf(name) || wordsOf(id) || "rule";
    const candidates = [plain, `${plain}_${wordsOf(id)}`, `${plain}_${at + 1}`];
    const free = candidates.find((each) => !taken.has(each)) ?? `${plain}_${wordsOf(id)}_${at + 1}`;
    taken.add(free);
    return `${free}.toml`;
  });
}

function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .slice(0, longestName)
    .replace(/^_|_$/g, "");
}
