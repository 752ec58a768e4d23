import { activityCategories } from "../../normalize/azureRoute.ts";
import { cloudtrailCategories } from "../../normalize/cloudtrailCategories.ts";
import type { Dataset } from "../../normalize/record.ts";
import { alerting, type KnownValues } from "./dataStreams.ts";

/**
 * What the checks know of the values in a data stream: ecs-mapping facts §1 and §2, and for CloudTrail 30,784 public
 * records (invictus-ir/aws_dataset, Yamato-Security/suzaku-sample-data) as our pipeline normalises them.
 */
export interface StreamFacts {
  /** Fields that can have no values but these, since a pipeline makes them. */
  readonly closedValues: ReadonlyMap<string, readonly string[]>;
  /** Well-known values of fields that may have others; their spelling is fixed. */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  /** Fields whose values have no capital letters. */
  readonly lowerCase: ReadonlySet<string>;
  /** Fields whose values start with a capital letter. */
  readonly capitalized: ReadonlySet<string>;
  /** Fields whose values are mostly, not always, written in capitals. */
  readonly mostlyUpperCase: ReadonlySet<string>;
  /** Fields with at most one value. */
  readonly singleValued: ReadonlySet<string>;
  readonly lacking: readonly Lacking[];
}

/**
 * Events that lack some fields for a reason that rule authors overlook.
 *
 * A field whose absence has a meaning of its own is not listed: without `error_code` a call succeeded, without
 * `invoked_by` no service made it, so excluding a value of these by `not` is right.
 */
export interface Lacking {
  /** Plural, to stand as a subject: `calls by AWS services`. */
  readonly who: string;
  /** What such an event is known to hold. */
  readonly holds: KnownValues;
  readonly lacks: readonly string[];
}

const added = ["data_stream.dataset", "data_stream.namespace", "data_stream.type", "event.dataset", "event.kind"];

const categories = [...cloudtrailCategories.values()];

const aws: StreamFacts = {
  closedValues: new Map([
    ["event.kind", ["event"]],
    ["event.outcome", ["success", "failure"]],
    ["event.category", [...new Set(categories.flatMap(({ category }) => category))].sort()],
    ["event.type", [...new Set(["info", ...categories.flatMap(({ type }) => type)])].sort()],
    ["cloud.provider", ["aws"]],
    ["event.module", ["aws"]],
    ["aws.cloudtrail.management_event", ["true", "false"]],
    ["aws.cloudtrail.user_identity.session_context.mfa_authenticated", ["true", "false"]],
  ]),
  // AWS CloudTrail user guide, "CloudTrail userIdentity element" and "CloudTrail record contents".
  spellings: new Map([
    [
      "aws.cloudtrail.user_identity.type",
      [
        "Root",
        "IAMUser",
        "AssumedRole",
        "Role",
        "FederatedUser",
        "Directory",
        "AWSAccount",
        "AWSService",
        "IdentityCenterUser",
        "WebIdentityUser",
        "SAMLUser",
        "Unknown",
      ],
    ],
    [
      "aws.cloudtrail.event_type",
      [
        "AwsApiCall",
        "AwsServiceEvent",
        "AwsConsoleAction",
        "AwsConsoleSignIn",
        "AwsVpceEvents",
        "AwsCloudTrailInsight",
      ],
    ],
    ["aws.cloudtrail.event_category", ["Management", "Data", "NetworkActivity", "Insight"]],
  ]),
  // 27 sources, 44 regions, 158 actions.
  lowerCase: new Set(["event.provider", "cloud.region", "cloud.service.name", "event.outcome"]),
  capitalized: new Set(["event.action"]),
  mostlyUpperCase: new Set(),
  singleValued: new Set([
    ...added,
    "@timestamp",
    "event.action",
    "event.id",
    "event.outcome",
    "event.provider",
    "cloud.provider",
    "cloud.service.name",
    "service.name",
    "source.ip",
    "user.id",
    "user.name",
  ]),
  lacking: [
    {
      who: "calls that AWS services make of themselves",
      holds: new Map([["aws.cloudtrail.user_identity.type", ["AWSService"]]]),
      lacks: ["user.name", "user.id", "user.email", "source.ip"],
    },
    {
      who: "calls of the root user",
      holds: new Map([["aws.cloudtrail.user_identity.type", ["Root"]]]),
      lacks: ["user.name"],
    },
    {
      who: "calls made through another AWS service",
      holds: new Map(),
      lacks: ["source.ip"],
    },
    { who: "most calls, CreateSnapshot among them,", holds: new Map(), lacks: ["event.category"] },
  ],
};

const activityUser = ["user.name", "user.domain", "user.email", "user.full_name"];

const azureActivity: StreamFacts = {
  closedValues: new Map([
    ["event.kind", ["event"]],
    ["event.outcome", ["success", "failure", "unknown"]],
    ["event.type", ["change", "deletion", "access"]],
    ["cloud.provider", ["azure"]],
    ["event.module", ["azure"]],
  ]),
  spellings: new Map([["azure.activitylogs.category", [...activityCategories, "Write", "Delete", "Action"]]]),
  lowerCase: new Set(["event.outcome"]),
  capitalized: new Set(),
  mostlyUpperCase: new Set(["event.action", "azure.activitylogs.operation_name"]),
  singleValued: new Set([
    ...added,
    "@timestamp",
    "event.action",
    "event.outcome",
    "cloud.provider",
    "source.ip",
    "client.ip",
    "azure.resource.id",
    "azure.resource.name",
    "azure.resource.group",
    "azure.resource.provider",
    "azure.subscription_id",
    "user.name",
    "user.domain",
    "user.email",
  ]),
  lacking: [
    {
      who: "service principals and managed identities",
      holds: new Map(activityUser.map((name) => [name, []])),
      lacks: activityUser,
    },
    {
      who: "the records of an operation's start and acceptance",
      holds: new Map([["azure.activitylogs.result_type", ["Start"]]]),
      lacks: ["event.outcome"],
    },
    {
      who: "records of the categories in use since 2018, Administrative among them,",
      holds: new Map([["azure.activitylogs.category", ["Administrative"]]]),
      lacks: ["event.type"],
    },
  ],
};

const other: StreamFacts = {
  closedValues: new Map([["event.kind", ["event"]]]),
  spellings: new Map(),
  lowerCase: new Set(["event.outcome"]),
  capitalized: new Set(),
  mostlyUpperCase: new Set(),
  singleValued: new Set([...added, "@timestamp", "event.action", "event.outcome"]),
  lacking: [],
};

const otherAlerting: StreamFacts = { ...other, closedValues: new Map([["event.kind", ["event", "alert"]]]) };

/** What is known of a data stream; of most, only what the shipper adds. */
export function streamFactsOf(dataset: Dataset): StreamFacts {
  if (dataset === "aws.cloudtrail") return aws;
  if (dataset === "azure.activitylogs") return azureActivity;
  return alerting.has(dataset) ? otherAlerting : other;
}

/**
 * ECS fields that hold one value by ECS's own definition (no `normalize: array`), for filters over data streams that are
 * not ours. `event.action`, `event.category` and `event.type` are not among them: Elastic Defend writes arrays.
 */
export const singleValuedEcs: ReadonlySet<string> = new Set([
  "event.dataset",
  "event.module",
  "event.provider",
  "event.outcome",
  "event.id",
  "host.os.type",
  "host.id",
  "process.name",
  "process.executable",
  "process.pid",
  "process.entity_id",
  "process.parent.name",
  "process.parent.executable",
  "process.parent.pid",
  "user.id",
  "user.name",
  "user.domain",
  "file.name",
  "file.path",
  "file.extension",
  "registry.path",
  "registry.value",
  "dll.name",
  "destination.port",
  "source.port",
]);
