import { type JsonValue, parseJson } from "../text/json.ts";

/** The value of a JSON text as the `json` processor reads it, which refuses repeated keys; undefined when it is none. */
export function jsonOfText(text: string): JsonValue | undefined {
  const result = parseJson(text);
  return result.ok && result.duplicateKeys === 0 ? result.value : undefined;
}
