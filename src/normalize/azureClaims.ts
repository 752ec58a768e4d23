import type { JsonObject, JsonValue } from "../text/json.ts";
import { isJsonObject } from "./record.ts";

const schema = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

/** The copied claims, in the pipeline's order. */
const copied = ["surname", "name", "givenname"] as const;

/**
 * The `identity` of a record as the pipeline leaves it: evidence keys in snake case, claims with `_` for `.`, and
 * `claims_initiated_by_user`.
 *
 * `claims.name` is moved to `claims_initiated_by_user.fullname`. The xmlsoap claims are copied there only if
 * `claims.name` was present: without it the target does not exist, Elastic's script throws, and the error is ignored
 * (ecs-mapping facts §2). The record itself is not changed.
 */
export function azureIdentity(identity: JsonObject): JsonObject {
  const result = new Map(identity);
  const authorization = result.get("authorization");
  if (isJsonObject(authorization)) result.set("authorization", withEvidence(authorization));
  const claims = result.get("claims");
  if (!isJsonObject(claims)) return result;
  const user = initiatedByUser(claims);
  if (user !== undefined) result.set("claims_initiated_by_user", user);
  result.set("claims", withoutDots(claims));
  return result;
}

function initiatedByUser(claims: JsonObject): JsonObject | undefined {
  const fullname = claims.get("name");
  if (fullname === undefined) return undefined;
  const user: JsonObject = new Map([["fullname", fullname]]);
  for (const key of copied) {
    const value = claims.get(`${schema}/${key}`);
    if (value !== undefined && value !== null) user.set(key, value);
  }
  if (user.has("name")) user.set("schema", schema);
  return user;
}

function withoutDots(claims: JsonObject): JsonObject {
  const result: JsonObject = new Map();
  for (const [key, value] of claims) if (key !== "name") result.set(key.replaceAll(".", "_"), value);
  return result;
}

const evidenceNames: ReadonlyMap<string, string> = new Map([
  ["roleAssignmentScope", "role_assignment_scope"],
  ["roleDefinitionId", "role_definition_id"],
  ["roleAssignmentId", "role_assignment_id"],
  ["principalId", "principal_id"],
  ["principalType", "principal_type"],
]);

function withEvidence(authorization: JsonObject): JsonObject {
  const evidence = authorization.get("evidence");
  if (!isJsonObject(evidence)) return authorization;
  return new Map(authorization).set("evidence", renamed(evidence, evidenceNames));
}

/** A copy with some keys renamed; the order stays. */
export function renamed(object: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const result: JsonObject = new Map<string, JsonValue>();
  for (const [key, value] of object) result.set(names.get(key) ?? key, value);
  return result;
}
