import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonMembers } from "../text/json.ts";
import { setAdded, setIngested } from "./addedFields.ts";
import { setAgent, setCall, setSource } from "./cloudtrailCall.ts";
import {
  type Copy,
  copiesByMember,
  setCloudService,
  setConsoleLogin,
  setCopies,
  setResources,
} from "./cloudtrailFields.ts";
import { setIdentity } from "./cloudtrailIdentity.ts";
import { type Parameter, parameters, setParameter } from "./cloudtrailParameters.ts";
import type { NormalizeOptions } from "./record.ts";

/** What fields are made from. */
export interface FieldSource {
  /** Prepared: empty members dropped. */
  readonly record: JsonMembers;
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
  /** Equal for records of which the fields are equal, as the members' texts tell; undefined when they cannot tell. */
  readonly keyOf?: (record: WrittenMembers) => string | undefined;
}

/** A record whose members are also known by their JSON text, by which equal ones are told. */
export interface WrittenMembers extends JsonMembers {
  /** The text of a member's value, space around it included; undefined when it is missing. */
  readonly text: (key: string) => string | undefined;
}

/** The texts of some members as one. */
function textsOf(...members: readonly string[]): (record: WrittenMembers) => string {
  const [only] = members;
  if (members.length === 1) return (record) => record.text(only!) ?? "";
  return (record) => {
    let key = "";
    for (const member of members) {
      const text = record.text(member) ?? "";
      key += `${text.length}:${text}`;
    }
    return key;
  };
}

const callTexts = textsOf("eventSource", "eventName", "errorCode", "errorMessage");
const identityText = textsOf("userIdentity");

const groups: readonly FieldGroup[] = [
  {
    // Of other sources, or set only where the integration is told to (tag actor_target_mapping).
    fields: ["azure.", "entity.", "related.entity", "user.entity.", "user.full_name"],
    set: () => {},
    keyOf: () => "",
  },
  {
    fields: ["ecs.version", "event.kind", "event.dataset", "event.module", "data_stream."],
    set: (document, { atMs }) => setAdded(document, "aws.cloudtrail", "aws", atMs),
    keyOf: () => "",
  },
  { fields: ["@timestamp"], set: (document, { atMs }) => setAdded(document, "aws.cloudtrail", "aws", atMs) },
  {
    fields: ["event.ingested"],
    set: (document, { atMs, options }) => setIngested(document, atMs, options),
  },
  { fields: ["cloud.provider"], set: (document) => setField(document, "cloud.provider", "aws"), keyOf: () => "" },
  ...copiesByMember().map(({ members, copies }) =>
    members.join() === "userIdentity" ? who(copies) : copied(members, copies),
  ),
  {
    fields: ["event.provider", "event.action", "event.outcome", "event.type", "event.category"],
    set: (document, { record }) => setCall(document, record),
    // A login tells its outcome in its response.
    keyOf: (record) => (record.get("eventName") === "ConsoleLogin" ? undefined : callTexts(record)),
  },
  {
    fields: ["source.ip", "source.geo.", "source.as."],
    set: (document, { record, options }) => setSource(document, record, options),
    keyOf: textsOf("sourceIPAddress"),
  },
  {
    fields: ["user_agent."],
    set: (document, { record, options }) => setAgent(document, record, options),
    keyOf: textsOf("userAgent"),
  },
  {
    fields: ["cloud.service.name"],
    set: (document, { record }) => setCloudService(document, record),
    keyOf: textsOf("eventSource"),
  },
  {
    fields: ["aws.cloudtrail.console_login."],
    set: (document, { record }) => setConsoleLogin(document, record),
  },
  { fields: ["aws.cloudtrail.resources."], set: (document, { record }) => setResources(document, record) },
  ...parameters.map(parameterGroup),
];

function copied(members: readonly string[], copies: readonly Copy[]): FieldGroup {
  return {
    fields: copies.map(nameOf),
    set: (document, { record }) => setCopies(document, record, copies),
    keyOf: textsOf(...members),
  };
}

/** All that the identity tells. */
function who(copies: readonly Copy[]): FieldGroup {
  return {
    fields: [...copies.map(nameOf), "user.name", "user.id", "user.email", "service.name"],
    set: (document, { record }) => {
      setCopies(document, record, copies);
      setIdentity(document, record);
    },
    // Only a sign-in may name the user beside the identity.
    keyOf: (record) => (record.get("eventName") === "UserAuthentication" ? undefined : identityText(record)),
  };
}

function nameOf({ field }: Copy): string {
  return field.join(".");
}

const shortText = 64;

function parameterGroup(parameter: Parameter): FieldGroup {
  const [member, name] = parameter;
  const flattened = `aws.cloudtrail.flattened.${name}`;
  return {
    fields: [`aws.cloudtrail.${name}`, flattened, `${flattened}.`],
    set: (document, { record }) => setParameter(document, record, parameter),
    // Short ones, `null` most of all, come again and again. What a sign-in says may have moved.
    keyOf: (record) => {
      const text = record.text(member) ?? "";
      return text.length > shortText || record.get("eventName") === "UserAuthentication" ? undefined : text;
    },
  };
}

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
