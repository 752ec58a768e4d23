import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonMembers } from "../text/json.ts";
import { setAdded, setIngested } from "./addedFields.ts";
import { setAgent, setCall, setSource } from "./cloudtrailCall.ts";
import { copiesByMember, setCloudService, setConsoleLogin, setCopies, setResources } from "./cloudtrailFields.ts";
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
}

const groups: readonly FieldGroup[] = [
  {
    // Of other sources, or set only where the integration is told to (tag actor_target_mapping).
    fields: ["azure.", "entity.", "related.entity", "user.entity.", "user.full_name"],
    set: () => {},
  },
  {
    fields: ["@timestamp", "ecs.version", "event.kind", "event.dataset", "event.module", "data_stream."],
    set: (document, { atMs }) => setAdded(document, "aws.cloudtrail", "aws", atMs),
  },
  {
    fields: ["event.ingested"],
    set: (document, { atMs, options }) => setIngested(document, atMs, options),
  },
  { fields: ["cloud.provider"], set: (document) => setField(document, "cloud.provider", "aws") },
  ...copiesByMember().map(
    (copies): FieldGroup => ({
      fields: copies.map(({ field }) => field.join(".")),
      set: (document, { record }) => setCopies(document, record, copies),
    }),
  ),
  {
    fields: ["user.name", "user.id", "user.email", "service.name"],
    set: (document, { record }) => setIdentity(document, record),
  },
  {
    fields: ["event.provider", "event.action", "event.outcome", "event.type", "event.category"],
    set: (document, { record }) => setCall(document, record),
  },
  {
    fields: ["source.ip", "source.geo.", "source.as."],
    set: (document, { record, options }) => setSource(document, record, options),
  },
  { fields: ["user_agent."], set: (document, { record, options }) => setAgent(document, record, options) },
  { fields: ["cloud.service.name"], set: (document, { record }) => setCloudService(document, record) },
  {
    fields: ["aws.cloudtrail.console_login."],
    set: (document, { record }) => setConsoleLogin(document, record),
  },
  { fields: ["aws.cloudtrail.resources."], set: (document, { record }) => setResources(document, record) },
  ...parameters.map(parameterGroup),
];

function parameterGroup(parameter: Parameter): FieldGroup {
  const [, name] = parameter;
  const flattened = `aws.cloudtrail.flattened.${name}`;
  return {
    fields: [`aws.cloudtrail.${name}`, flattened, `${flattened}.`],
    set: (document, { record }) => setParameter(document, record, parameter),
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
