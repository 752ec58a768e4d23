import type { JsonObject } from "../text/json.ts";
import { textOf } from "./ecsValue.ts";
import { o365Code } from "./o365Codes.ts";

/** Operations that the pipeline gives another name, by schema. */
const renamed: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  AzureActiveDirectory: new Map([
    ["Add user.", "added-user-account"],
    ["Update user.", "modified-user-account"],
    ["Delete user.", "deleted-user-account"],
  ]),
  MicrosoftTeams: new Map([
    ["TeamCreated", "added-group-account-to"],
    ["MemberAdded", "added-users-to-group"],
    ["Delete user.", "deleted-user-account"],
  ]),
};

/** `event.action`: the operation, or what the pipeline calls it. */
export function o365Action(record: JsonObject): string | undefined {
  const operation = textOf(record.get("Operation"));
  if (operation === undefined || operation === "") return undefined;
  const code = o365Code(record);
  const names = code !== undefined && Object.hasOwn(renamed, code) ? renamed[code] : undefined;
  return names?.get(operation) ?? operation;
}

/** `event.provider`: the workload, or the type of user where there is none. */
export function o365Provider(record: JsonObject): string | undefined {
  return textOf(record.get("Workload")) || textOf(record.get("UserType")) || undefined;
}

/** What a schema, an action, or both together add to `event.category` and `event.type`. */
interface Row {
  readonly code?: string;
  readonly actions?: string;
  readonly category?: string;
  readonly type?: string;
}

const rows: readonly Row[] = [
  { code: "ExchangeItem", category: "email" },
  { code: "AzureActiveDirectory", actions: "added-user-account", category: "iam", type: "user creation" },
  { code: "AzureActiveDirectory", actions: "modified-user-account", category: "iam", type: "user change" },
  { code: "AzureActiveDirectory", actions: "deleted-user-account", category: "iam", type: "user deletion" },
  { code: "AzureActiveDirectoryStsLogon", category: "authentication", type: "start access" },
  {
    actions: `FileAccessed FileDeleted FileDownloaded FileModified FileMoved FileRenamed FileRestored FileUploaded
      FolderCopied FolderCreated FolderDeleted FolderModified FolderMoved FolderRenamed FolderRestored`,
    category: "file",
  },
  { actions: "ComplianceSettingChanged", category: "configuration" },
  { actions: "FileAccessed FileDownloaded", type: "access" },
  {
    actions: `ComplianceSettingChanged FileModified FileMoved FileRenamed FileRestored FolderModified FolderMoved
      FolderRenamed FolderRestored`,
    type: "change",
  },
  { actions: "FileDeleted FolderDeleted", type: "deletion" },
  { actions: "FileUploaded FolderCopied FolderCreated", type: "creation" },
  { code: "ComplianceDLPSharePoint", category: "file", type: "access" },
  { code: "ComplianceDLPExchange", category: "file", type: "access" },
  {
    code: "Yammer",
    actions: `NetworkConfigurationUpdated NetworkSecurityConfigurationUpdated SoftDeleteSettingsUpdated
      ProcessProfileFields SupervisorAdminToggled`,
    category: "configuration",
    type: "change",
  },
  {
    code: "Yammer",
    actions: "NetworkSecurityConfigurationUpdated GroupCreation GroupDeletion NetworkUserSuspended UserSuspension",
    category: "iam",
  },
  {
    code: "Yammer",
    actions: "FileCreated FileDownloaded FileShared FileUpdateDescription FileUpdateName FileVisited",
    category: "file",
  },
  { code: "Yammer", actions: "NetworkSecurityConfigurationUpdated", type: "admin" },
  { code: "Yammer", actions: "FileCreated GroupCreation FileUpdateName", type: "creation" },
  { code: "Yammer", actions: "GroupDeletion", type: "deletion" },
  { code: "Yammer", actions: "FileDownloaded FileShared FileUpdateDescription FileVisited", type: "access" },
  { code: "Yammer", actions: "GroupCreation GroupDeletion", type: "group" },
  { code: "MicrosoftTeams", actions: "added-group-account-to", category: "iam", type: "group creation" },
  { code: "MicrosoftTeams", actions: "added-users-to-group", category: "iam", type: "group change" },
  { code: "MicrosoftTeams", actions: "deleted-user-account", category: "iam", type: "user deletion" },
  { code: "ExchangeItemAggregated", category: "email", type: "access" },
];

const known = rows.map(({ code, actions, category, type }) => ({
  code,
  actions: actions === undefined ? undefined : new Set(actions.split(/\s+/)),
  category: category?.split(" ") ?? [],
  type: type?.split(" ") ?? [],
}));

/** `event.category` and `event.type`: `web` and `info` first, then what the rows add, each once. */
export function o365Categories(code: string | undefined, action: string | undefined) {
  const category = new Set(["web"]);
  const type = new Set(["info"]);
  for (const row of known) {
    if (row.code !== undefined && row.code !== code) continue;
    if (row.actions !== undefined && (action === undefined || !row.actions.has(action))) continue;
    for (const word of row.category) category.add(word);
    for (const word of row.type) type.add(word);
  }
  return { category: [...category], type: [...type] };
}

/** Schemas whose records are alerts. */
const alertCodes: ReadonlySet<string> = new Set([
  "SecurityComplianceAlerts",
  "ComplianceDLPSharePoint",
  "ComplianceDLPExchange",
]);

/** `event.kind`. */
export function o365Kind(code: string | undefined): string {
  return code !== undefined && alertCodes.has(code) ? "alert" : "event";
}
