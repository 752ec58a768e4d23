import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { problem } from "./document.ts";
import { limits } from "./limits.ts";

/**
 * The values of a value list, read as Kibana imports one: a value a line, exactly as it stands.
 *
 * Lines of white space only are dropped, and repeated values; a byte order mark is not part of the first value. Lines
 * end as Node's `readline` ends them. A list of over 65,536 values is an error: Kibana folds no such list into a rule's
 * search (kibana, MAXIMUM_SMALL_VALUE_LIST_SIZE). All its values are answered, so that who uses it can tell.
 */
export function readValueList(source: Source): { values: string[]; diagnostics: Diagnostic[] } {
  const text = source.text.startsWith("\ufeff") ? source.text.slice(1) : source.text;
  const values = new Set<string>();
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029]/)) if (line.trim() !== "") values.add(line);
  if (values.size <= limits.listLength) return { values: [...values], diagnostics: [] };
  const label = { source, span: { start: 0, end: 1 }, message: "" };
  const message = `the value list has ${values.size} values, more than ${limits.listLength}`;
  return {
    values: [...values],
    diagnostics: [problem("RULE040", "error", message, label, "split it into several lists, each with an exception")],
  };
}
