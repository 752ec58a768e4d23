import type { JsonObject, JsonValue } from "../text/json.ts";
import { recognizeAzure } from "./azureShapes.ts";
import { isLakeRow, lakeRow, recognizeCloudtrail } from "./cloudtrailShapes.ts";
import { recognizeGcp } from "./gcpShapes.ts";
import { recognizeGithub } from "./githubShapes.ts";
import { recognizeO365 } from "./o365Shapes.ts";
import { recognizeOkta } from "./oktaShapes.ts";
import { isJsonObject, type Recognition } from "./record.ts";

/**
 * What one element of an input is: a record of a known source, something deliberately passed over, or nothing we know.
 *
 * Judged by content alone, never by a file's name. Takes single records: envelopes (`Records`, `records`, `value`,
 * arrays, JSON lines) are split before. Never throws.
 */
export function recognize(value: JsonValue): Recognition {
  if (isLakeRow(value)) return lakeRow;
  if (!isJsonObject(value)) return { kind: "rejected", reason: "not an object" };
  return (
    recognizeCloudtrail(value) ??
    recognizeGcp(value) ??
    recognizeOkta(value) ??
    recognizeGithub(value) ??
    recognizeO365(value) ??
    recognizeAzure(value) ?? { kind: "rejected", reason: "unknown record", detail: keysDetail(value) }
  );
}

/** The first few keys, each cut short: enough to see what kind of file it was. */
function keysDetail(object: JsonObject): string {
  const keys = [...object.keys()].slice(0, 5).map((key) => key.slice(0, 40));
  if (keys.length === 0) return "it has no keys";
  return `its keys are ${keys.join(", ")}${object.size > keys.length ? ", …" : ""}`;
}
