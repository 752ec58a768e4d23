import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { setJson, textOf } from "./ecsValue.ts";
import { isJsonObject } from "./record.ts";

const names: ReadonlyMap<string, string> = new Map([
  ["alternateId", "alternate_id"],
  ["displayName", "display_name"],
]);

const keptDetails: ReadonlySet<string> = new Set(["methodTypeUsed", "methodUsedVerifiedProperties"]);

/** Sets `okta.target`, and `user.target.*` from the first user and the first group among the targets. */
export function setTargets(document: EcsObject, targets: JsonValue | undefined): void {
  if (!Array.isArray(targets)) return;
  const renamed = targets.filter(isJsonObject).map(renamedTarget);
  setJson(document, "okta.target", renamed);
  const user = ofType(renamed, "user");
  setJson(document, "user.target.full_name", user?.get("display_name"));
  setJson(document, "user.target.id", user?.get("id"));
  setJson(document, "user.target.email", user?.get("login"));
  const group = ofType(renamed, "usergroup");
  setJson(document, "user.target.group.name", group?.get("display_name"));
  setJson(document, "user.target.group.id", group?.get("id"));
}

function renamedTarget(target: JsonObject): JsonObject {
  const renamed: JsonObject = new Map();
  for (const [key, value] of target) {
    const kept = key === "detailEntry" && isJsonObject(value) ? keptDetail(value) : value;
    if (kept !== undefined) renamed.set(names.get(key) ?? key, kept);
  }
  return renamed;
}

/** Of a target's details the pipeline keeps two. */
function keptDetail(detail: JsonObject): JsonObject | undefined {
  const kept: JsonObject = new Map([...detail].filter(([key]) => keptDetails.has(key)));
  return kept.size > 0 ? kept : undefined;
}

function ofType(targets: readonly JsonObject[], type: string): JsonObject | undefined {
  return targets.find((target) => textOf(target.get("type"))?.toLowerCase() === type);
}
