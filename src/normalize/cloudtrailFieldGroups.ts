import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonMembers, JsonValue } from "../text/json.ts";
import { setAdded, setIngested } from "./addedFields.ts";
import { setAgent, setCall, setSource } from "./cloudtrailCall.ts";
import { copiesByPath, setCloudService, setConsoleLogin, setCopy, setResources } from "./cloudtrailFields.ts";
import { setIdentity } from "./cloudtrailIdentity.ts";
import { type Parameter, parameters, setFlattenedParameter, setParameterText } from "./cloudtrailParameters.ts";
import { callMembers } from "./cloudtrailShapes.ts";
import { valueAt } from "./ecsValue.ts";
import type { NormalizeOptions } from "./record.ts";

/** What fields are made from. */
export interface FieldSource {
  /** Prepared: empty members dropped. */
  readonly record: JsonMembers;
  /** The value at a path as the record has it. */
  readonly written: (path: string) => JsonValue | undefined;
  /** `@timestamp`. */
  readonly atMs: number;
  readonly options: NormalizeOptions;
}

/**
 * Fields that are set together, from the record and nothing else of the document.
 *
 * `fields` are names of fields; one that ends in a dot stands for all below it. `set` sets them as the whole pipeline does;
 * what else it sets need not be right.
 */
export interface FieldGroup {
  readonly fields: readonly string[];
  readonly set: (document: EcsObject, source: FieldSource) => void;
  /** The paths of the members that the fields follow from; undefined: from more than members, or from too many. */
  readonly members?: readonly string[];
  /** The one action whose records have the fields follow from other members too. */
  readonly unless?: "ConsoleLogin" | "UserAuthentication";
  /** Bytes of the longest member that is told apart: long free-form ones never come again. */
  readonly longest?: number;
  /** The words of the values stand in the members as they are. */
  readonly isVerbatim?: boolean;
}

/** A record whose members are also known by numbers that tell equal ones. */
export interface NumberedMembers extends JsonMembers {
  /**
   * The number of the JSON texts of some members, {@link toldTogether} at that place: negative when they have none, else equal
   * exactly for records in which the texts are equal, as long as nothing is forgotten.
   */
  readonly number: (tuple: number) => number;
}

function copied({ field, paths }: { readonly field: string; readonly paths: readonly string[] }): FieldGroup {
  // What stands in them is AWS's own placeholder or is not, all together (PreparedRecord).
  if (paths.some((path) => path.startsWith("tlsDetails."))) {
    const path = paths[0]!;
    const set: FieldGroup["set"] = (document, { record }) => {
      setCopy(document, field, [path], () => valueAt(record, ...path.split(".")));
    };
    return { fields: [field], set, members: ["tlsDetails"] };
  }
  const set: FieldGroup["set"] = (document, { written }) => setCopy(document, field, paths, written);
  return { fields: [field], set, members: paths, isVerbatim: true };
}

/** What tells who acted: the parts of the identity that the name, the id and the rest follow from. */
const actorParts = [
  ...["type", "userName", "invokedBy", "sessionContext.sessionIssuer.userName", "sessionContext.sessionIssuer.arn"],
].map((part) => `userIdentity.${part}`);

const actors: readonly FieldGroup[] = [
  { fields: ["user.name", "service.name"], parts: [] },
  { fields: ["user.id"], parts: ["userIdentity.principalId", "userIdentity.onBehalfOf.userId"] },
  { fields: ["user.email"], parts: ["userIdentity.arn"] },
].map(({ fields, parts }) => ({
  fields,
  set: (document, { record }) => setIdentity(document, record),
  members: [...actorParts, ...parts],
  // Only a sign-in may name the user beside the identity.
  unless: "UserAuthentication",
}));

/** Each part of what a user agent is takes hundreds of patterns to tell. */
const agentParts = (
  [
    ["client", ["user_agent.name", "user_agent.version"]],
    ["os", ["user_agent.os."]],
    ["device", ["user_agent.device."]],
  ] as const
).map(
  ([part, fields]): FieldGroup => ({
    fields,
    set: (document, { record, options }) => setAgent(document, record, options, part),
    members: ["userAgent"],
  }),
);

/** Bytes of the longest free-form member that is told apart: `null` comes again most often, long ones never. */
const longestFreeForm = 64;

const groups: readonly FieldGroup[] = [
  {
    // Of other sources, or set only where the integration is told to (tag actor_target_mapping).
    fields: ["azure.", "entity.", "related.entity", "user.entity.", "user.full_name"],
    set: () => {},
    members: [],
  },
  {
    fields: ["ecs.version", "event.kind", "event.dataset", "event.module", "data_stream."],
    set: (document, { atMs }) => setAdded(document, "aws.cloudtrail", "aws", atMs),
    members: [],
  },
  { fields: ["@timestamp"], set: (document, { atMs }) => setAdded(document, "aws.cloudtrail", "aws", atMs) },
  {
    fields: ["event.ingested"],
    set: (document, { atMs, options }) => setIngested(document, atMs, options),
  },
  { fields: ["cloud.provider"], set: (document) => setField(document, "cloud.provider", "aws"), members: [] },
  ...copiesByPath().map(copied),
  ...actors,
  {
    fields: ["event.provider", "event.action", "event.outcome", "event.type", "event.category"],
    set: (document, { record }) => setCall(document, record),
    members: ["eventSource", "eventName", "errorCode", "errorMessage"],
    // A login tells its outcome in its response.
    unless: "ConsoleLogin",
  },
  {
    fields: ["source.ip", "source.geo.", "source.as."],
    set: (document, { record, options }) => setSource(document, record, options),
    members: ["sourceIPAddress"],
  },
  {
    fields: ["user_agent.original"],
    set: (document, { record }) => setAgent(document, record, {}),
    members: ["userAgent"],
  },
  ...agentParts,
  {
    fields: ["cloud.service.name"],
    set: (document, { record }) => setCloudService(document, record),
    members: ["eventSource"],
  },
  {
    fields: ["aws.cloudtrail.console_login."],
    set: (document, { record }) => setConsoleLogin(document, record),
  },
  { fields: ["aws.cloudtrail.resources."], set: (document, { record }) => setResources(document, record) },
  ...parameters.flatMap(parameterGroups),
];

/** As one text and as an object of its own, each of which takes a while to make. */
function parameterGroups(parameter: Parameter): FieldGroup[] {
  const [member, name] = parameter;
  const flattened = `aws.cloudtrail.flattened.${name}`;
  // What a sign-in says may have moved.
  const told = { members: [member], unless: "UserAuthentication", longest: longestFreeForm } as const;
  return [
    {
      fields: [`aws.cloudtrail.${name}`],
      set: (document, { record }) => setParameterText(document, record, parameter),
      isVerbatim: true,
      ...told,
    },
    {
      fields: [flattened, `${flattened}.`],
      set: (document, { record }) => setFlattenedParameter(document, record, parameter),
      ...told,
    },
  ];
}

/** What records are told apart by: first their call, then their action alone, then what each group follows from. */
export const toldTogether: readonly { readonly members: readonly string[]; readonly longest?: number }[] = [
  { members: callMembers },
  { members: ["eventName"] },
  ...groups.flatMap(({ members, longest }) =>
    members === undefined ? [] : [{ members, ...(longest === undefined ? {} : { longest }) }],
  ),
];

export const toldByCall = 0;
export const toldByAction = 1;

/** The place of a group in {@link toldTogether}. */
export const toldByGroup: ReadonlyMap<FieldGroup, number> = new Map(
  groups.filter(({ members }) => members !== undefined).map((group, at) => [group, at + 2] as const),
);

const byName: ReadonlyMap<string, FieldGroup> = new Map(
  groups.flatMap((group) => group.fields.map((field) => [field, group] as const)),
);

/** The group that sets a field, by its path; undefined when it takes the whole document to know. */
export function fieldGroupOf(path: string): FieldGroup | undefined {
  const own = byName.get(path);
  if (own !== undefined) return own;
  for (let dot = path.lastIndexOf("."); dot > 0; dot = path.lastIndexOf(".", dot - 1)) {
    const below = byName.get(path.slice(0, dot + 1));
    if (below !== undefined) return below;
  }
  return undefined;
}
