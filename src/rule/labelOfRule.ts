import type { Label } from "../text/diagnostic.ts";
import type { Rule } from "./rule.ts";

/** Where a rule is written in its file, as near as its id shows: for what is wrong with the whole of it. */
export function labelOfRule({ id, name, source }: Rule): Label {
  const start = Math.max(0, source.text.indexOf(`"${id}"`));
  const end = Math.min(start + Math.max(1, id.length + 2), source.text.length);
  return { source, span: { start, end }, message: `in rule \`${name}\`` };
}
