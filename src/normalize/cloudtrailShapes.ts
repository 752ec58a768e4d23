import { type JsonMembers, type JsonObject, type JsonValue, parseJson } from "../text/json.ts";
import { isJsonObject, type Recognition, type Recognized, type Rejected, type Shape } from "./record.ts";

/**
 * What a JSON object is in CloudTrail's terms; undefined when it is none of CloudTrail's (ecs-mapping facts §1, Shapes).
 *
 * One element of a file or answer is expected: a record, an entry of `lookup-events`, an event of EventBridge, an
 * Insights record. A digest is skipped. CloudTrail Lake rows, Security Lake records, notifications that merely look
 * like records, and files that were not split into their records are rejected by name.
 */
export function recognizeCloudtrail(object: JsonObject): Recognition | undefined {
  return (
    recognizeDigest(object) ??
    recognizeLookup(object) ??
    recognizeEventBridge(object) ??
    recognizeForeign(object) ??
    recognizeRecord(object, "cloudtrail record")
  );
}

/** Members of what is wrapped, summed up or of another source, and never of the record of an event. */
export const foreignMembers: readonly string[] = [
  ...["digestS3Object", "CloudTrailEvent", "detail-type", "class_uid", "QueryResultRows", "Records"],
  "insightDetails",
];

/**
 * Whether {@link recognizeCloudtrail} takes an object for a record of an event as it stands, if {@link isEventByCall} says so
 * too; false also where that would take a closer look. `isText` tells whether a member is a string.
 */
export function isEventByMembers(object: {
  readonly has: (key: string) => boolean;
  readonly isText: (key: string) => boolean;
}): boolean {
  for (let at = 0; at < foreignMembers.length; at++) if (object.has(foreignMembers[at]!)) return false;
  return !object.isText("userIdentity");
}

/** The members that {@link isEventByCall} looks at. */
export const callMembers: readonly string[] = ["eventType", "eventName", "eventSource", "eventVersion"];

/** The other half of {@link isEventByMembers}: what the call's own names say. */
export function isEventByCall(object: JsonMembers): boolean {
  if (object.get("eventType") === "AwsCloudTrailInsight") return false;
  return isRecordLike(object) && !textMember(object, "eventSource").startsWith("aws:");
}

/** A row of CloudTrail Lake's answer, which comes as a list of one-key objects. */
export function isLakeRow(value: JsonValue): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((cell) => isJsonObject(cell) && cell.size === 1) && value.some((cell) => hasLakeColumn(cell));
}

function hasLakeColumn(cell: JsonValue): boolean {
  return isJsonObject(cell) && [...cell.keys()].some((key) => lakeColumns.has(key.toLowerCase()));
}

const lakeColumns: ReadonlySet<string> = new Set([
  ..."eventversion useridentity eventtime eventsource eventname awsregion sourceipaddress useragent".split(" "),
  ..."requestparameters responseelements requestid eventid eventtype eventjson recipientaccountid".split(" "),
]);

/** Why CloudTrail Lake's rows cannot stand for records. */
export const lakeRow: Rejected = {
  kind: "rejected",
  reason: "CloudTrail Lake row",
  detail: "its nested members are flattened to text and cannot be told apart any more; export the trail's own files",
};

function recognizeDigest(object: JsonObject): Recognition | undefined {
  const digest = typeof object.get("digestS3Object") === "string" && Array.isArray(object.get("logFiles"));
  return digest ? { kind: "skipped", reason: "CloudTrail digest" } : undefined;
}

/** An entry of `lookup-events`: the record is the text in it, the members around it are a digest of that. */
function recognizeLookup(object: JsonObject): Recognition | undefined {
  const text = object.get("CloudTrailEvent");
  if (typeof text !== "string") return undefined;
  const parsed = parseJson(text);
  if (!parsed.ok) return broken(`CloudTrailEvent: ${parsed.reason} at ${parsed.offset}`);
  const record = parsed.value;
  const recognized = isJsonObject(record) ? recognizeRecord(record, "cloudtrail lookup-events") : undefined;
  return recognized ?? broken("CloudTrailEvent is no CloudTrail record");
}

function broken(detail: string): Rejected {
  return { kind: "rejected", reason: "broken lookup-events entry", detail };
}

function recognizeEventBridge(object: JsonObject): Recognition | undefined {
  const detail = object.get("detail");
  if (typeof object.get("detail-type") !== "string" || !isJsonObject(detail)) return undefined;
  return recognizeRecord(detail, "cloudtrail eventbridge");
}

/** What shares members with CloudTrail's records but is not one. */
function recognizeForeign(object: JsonObject): Rejected | undefined {
  if (isOcsf(object)) return { kind: "rejected", reason: "Security Lake (OCSF) record" };
  if (Array.isArray(object.get("QueryResultRows"))) return lakeRow;
  if (Array.isArray(object.get("Records"))) return { kind: "rejected", reason: "file not split into records" };
  if (!isRecordLike(object)) return undefined;
  // S3 and SQS notifications have eventSource `aws:s3`, `aws:sqs`.
  if (textMember(object, "eventSource").startsWith("aws:")) return { kind: "rejected", reason: "AWS notification" };
  return typeof object.get("userIdentity") === "string" ? lakeRow : undefined;
}

function isOcsf(object: JsonObject): boolean {
  const metadata = object.get("metadata");
  return object.has("class_uid") && isJsonObject(metadata) && (metadata.has("product") || metadata.has("version"));
}

/** A record of events or of Insights; `shape` says how it was wrapped. */
function recognizeRecord(record: JsonObject, shape: Shape): Recognized | undefined {
  const insight = isInsight(record);
  if (!insight && !isRecordLike(record)) return undefined;
  const found = insight && shape === "cloudtrail record" ? "cloudtrail insight" : shape;
  return { kind: "recognized", shape: found, dataset: "aws.cloudtrail", record, derived: [] };
}

function isInsight(record: JsonObject): boolean {
  return record.get("eventType") === "AwsCloudTrailInsight" || isJsonObject(record.get("insightDetails"));
}

function isRecordLike(record: JsonMembers): boolean {
  if (textMember(record, "eventName") === "") return false;
  return textMember(record, "eventSource") !== "" || textMember(record, "eventVersion") !== "";
}

function textMember(record: JsonMembers, key: string): string {
  const value = record.get(key);
  return typeof value === "string" ? value : "";
}
