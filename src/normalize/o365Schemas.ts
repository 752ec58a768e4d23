import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject } from "../text/json.ts";
import { setJson, textOf } from "./ecsValue.ts";
import { copyMembers, type MemberField, type MemberFields, memberFields, moveMembers } from "./members.ts";
import { setDlp } from "./o365Dlp.ts";
import { isJsonObject } from "./record.ts";
import { addRelated } from "./related.ts";

/** Members that every record's fields are copied from; they stay below `o365.audit` too. */
const copied = memberFields([
  ["FileExtension", "file.extension"],
  ["Sha1", "file.hash.sha1"],
  ["Sha256", "file.hash.sha256"],
  ["FilePath", "file.path"],
  ["TargetFilePath", "file.path"],
  ["FileSizeBytes", "file.size"],
  ["FileSize", "file.size"],
  ["Application", "process.name"],
  ["OriginatingDomain", "url.domain"],
  ["UserId", "user.id"],
  ["AppAccessContext.DeviceId", "device.id"],
  ["ExtendedProperties.additionalDetails.DeviceId", "device.id"],
  ["AppAccessContext.AADSessionId", "session.id"],
  ["AppAccessContext.UniqueTokenId", "token.id"],
  ["ApplicationDisplayName", "application.name"],
]);

const moved = memberFields([["Id", "event.id"]]);

/** Members that leave `o365.audit` in records of one schema. */
const movedBySchema: Readonly<Record<string, MemberFields>> = {
  ExchangeAdmin: memberFields([["OrganizationName", "organization.name"]]),
  ExchangeItem: memberFields([
    ["MailboxOwnerUPN", "user.email"],
    ["LogonUserDisplayName", "user.full_name"],
    ["OrganizationName", "organization.name"],
    ["ClientProcessName", "process.name"],
  ]),
  SharePointFileOperation: sharePoint(),
  SharePointSharingOperation: sharePoint(),
  SecurityComplianceAlerts: memberFields([
    ["Name", "rule.name"],
    ["PolicyId", "rule.id"],
    ["Category", "rule.category"],
    ["EntityType", "rule.ruleset"],
    ["AlertEntityId", "rule.description"],
    ["AlertLinks", "rule.reference"],
  ]),
  Yammer: memberFields([
    ["ActorUserId", "user.email"],
    ["FileId", "file.inode"],
    ["FileName", "file.name"],
    ["GroupName", "group.name"],
    ["TargetUserId", "destination.user.email"],
    ["TargetYammerUserId", "destination.user.id"],
  ]),
  MicrosoftTeams: memberFields([["TeamName", "group.name"]]),
};

/** Members that are copied in records of one schema, before any is moved. */
const copiedBySchema: Readonly<Record<string, MemberFields>> = {
  ExchangeItem: memberFields([["LogonUserSid", "user.id"]]),
  AzureActiveDirectory: memberFields([["ObjectId", "user.target.id"]]),
  SecurityComplianceAlerts: memberFields([["Name", "message"]]),
  Yammer: memberFields([["ActorYammerUserId", "user.id"]]),
};

function sharePoint(): MemberFields {
  const rows: readonly MemberField[] = [
    ["ObjectId", "url.original"],
    ["SourceRelativeUrl", "file.directory"],
    ["SourceFileName", "file.name"],
    ["SourceFileExtension", "file.extension"],
  ];
  return memberFields(rows);
}

/**
 * Sets the fields that a record's schema has of its own, and those of all records; `audit` is what stays below
 * `o365.audit`, and changes.
 */
export function setSchemaFields(document: EcsObject, audit: JsonObject, code: string | undefined): void {
  copyMembers(document, audit, copied);
  moveMembers(document, audit, moved);
  if (code === undefined) return;
  if (Object.hasOwn(copiedBySchema, code)) copyMembers(document, audit, copiedBySchema[code]!);
  if (Object.hasOwn(movedBySchema, code)) moveMembers(document, audit, movedBySchema[code]!);
  if (code === "MicrosoftTeams") setTeams(document, audit);
  if (code === "ComplianceDLPSharePoint" || code === "ComplianceDLPExchange") setDlp(document, audit, code);
}

/** Who was removed, and who took part. */
function setTeams(document: EcsObject, audit: JsonObject): void {
  if (textOf(audit.get("Operation")) === "Delete user.") {
    setJson(document, "user.target.id", audit.get("ObjectId"));
    audit.delete("ObjectId");
  }
  const members = audit.get("Members");
  if (!Array.isArray(members)) return;
  const names = members.map((member) => (isJsonObject(member) ? textOf(member.get("UPN")) : undefined));
  addRelated(document, "related.user", names);
}
