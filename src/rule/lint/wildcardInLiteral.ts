import type { ComparedText } from "./comparedTexts.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";

/**
 * Finds `*` in a text compared with `==`, `!=`, `in` or `in~`, where it is a star and no wildcard.
 *
 * A text that is nothing but `*` is left alone below flattened fields: policies hold such values. `?` is left alone
 * too, since addresses of the web and command lines hold it.
 */
export const wildcardInLiteral: LintCheck = {
  code: "LINT005",
  name: "a `*` in a text that is compared exactly",
  run: ({ filters }) => filters.flatMap((filter) => filter.texts.filter(isSuspect).map(finding)),
};

function isSuspect({ comparison, text, field }: ComparedText): boolean {
  if (comparison !== "equals" || !text.includes("*")) return false;
  return text !== "*" || !field.name.includes(".flattened.");
}

function finding({ span, text, leaf }: ComparedText): Finding {
  const outcome = leaf.isNegated
    ? "this excludes only the very text with a star in it"
    : "only the very text with a star in it is found";
  return {
    span,
    message: "`*` is no wildcard here",
    label: `${outcome}`,
    help: text === "*" ? "write `!= null` for any value" : "compare with `:`, or with `like` to keep the case",
  };
}
