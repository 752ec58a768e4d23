import type { Catalogue } from "../ecs/field.ts";
import { mappingCatalogue } from "../ecs/mapping.ts";
import { readText } from "../io/readText.ts";
import { atLeast } from "./checkLines.ts";
import { UsageError } from "./exitCode.ts";

/**
 * The fields of an Elasticsearch mapping in a file.
 *
 * @throws UsageError when it cannot be read or is none
 */
export function readMapping(path: string): Catalogue {
  const text = readText(path);
  if (typeof text !== "string") throw new UsageError(`${path}: ${text.detail ?? text.reason}`);
  const { catalogue, diagnostics } = mappingCatalogue(parsed(path, text));
  const [fault] = atLeast("error", diagnostics);
  if (fault !== undefined) throw new UsageError(`${path}: ${fault.message}`, fault.help);
  return catalogue;
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${path}: not JSON`, "save what `GET <index>/_mapping` answers");
  }
}
