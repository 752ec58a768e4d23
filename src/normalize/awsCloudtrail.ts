import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonMembers } from "../text/json.ts";
import { beginDocument, eventOf } from "./addedFields.ts";
import { identityOfCall, keptText, setAgent, setCall, setSource } from "./cloudtrailCall.ts";
import { setConverted, setCopies } from "./cloudtrailFields.ts";
import { setRelatedHosts } from "./cloudtrailHosts.ts";
import { setIdentity } from "./cloudtrailIdentity.ts";
import { parameters, setParameter } from "./cloudtrailParameters.ts";
import { textOf, valueAt } from "./ecsValue.ts";
import { PreparedRecord } from "./preparedRecord.ts";
import type { NormalizedEvent, NormalizeOptions, Normalizer, Recognized, Rejected } from "./record.ts";
import { recordId } from "./recordId.ts";
import { addRelated } from "./related.ts";
import { parseIsoTimestamp } from "./timestamp.ts";

/**
 * CloudTrail records to ECS, as the AWS integration's `cloudtrail` pipeline does it (ecs-mapping facts §0 and §1).
 *
 * Entity fields (`*.entity.id`, `related.entity`) are not set: the pipeline sets them only with the tag
 * `actor_target_mapping`. Where the pipeline would give up over a value of the wrong type, the value is left out.
 */
export const awsCloudtrail: Normalizer = { identify: ({ record }) => identityOfCall(record), normalize };

function normalize(recognized: Recognized, options: NormalizeOptions): NormalizedEvent | Rejected {
  const { record } = recognized;
  const eventTime = textOf(record.get("eventTime"));
  const atMs = eventTime === undefined ? undefined : parseIsoTimestamp(eventTime);
  if (atMs === undefined) return { kind: "rejected", reason: "no usable time", detail: timeDetail(eventTime) };
  const begun = beginDocument(recognized, "aws", atMs, options);
  const { document } = begun;
  setField(document, "cloud.provider", "aws");
  fill(document, new PreparedRecord(record), options);
  return eventOf(recognized, document, keptText(record, "eventID") ?? recordId(begun.original), atMs);
}

function timeDetail(eventTime: string | undefined): string {
  return eventTime === undefined
    ? "eventTime is missing"
    : `eventTime is not an ISO 8601 time: ${eventTime.slice(0, 64)}`;
}

/** What comes from the record, its empty members dropped. */
function fill(document: EcsObject, record: JsonMembers, options: NormalizeOptions): void {
  setCopies(document, record);
  setConverted(document, record);
  setIdentity(document, record);
  for (const parameter of parameters) setParameter(document, record, parameter);
  setCall(document, record);
  setSource(document, record, options);
  setAgent(document, record, options);
  setRelatedUsers(document, record);
  setRelatedHosts(document, record);
}

/** After the session's name, which setIdentity has put first (ecs-mapping facts §1, order of `related.user`). */
function setRelatedUsers(document: EcsObject, record: JsonMembers): void {
  addRelated(document, "related.user", [
    textOf(valueAt(record, "requestParameters", "userName")),
    textOf(valueAt(record, "requestParameters", "newUserName")),
    textOf(valueAt(record, "responseElements", "user", "userId")),
    ...["user.id", "user.name", "user.changes.name", "aws.cloudtrail.user_identity.on_behalf_of.user_id"].map(
      (field) => {
        const value = getField(document, field);
        return typeof value === "string" ? value : undefined;
      },
    ),
  ]);
}
