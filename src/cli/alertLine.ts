import { defaultCatalogue } from "../ecs/catalogue.ts";
import { documentView, type EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { Alert } from "../engine/alert.ts";
import { eventView } from "../engine/eventView.ts";
import { firstText, type GistFields } from "../io/gist.ts";
import { escapeForTerminal } from "../text/terminal.ts";

/** The catalogue's fields of those names, looked up when they are first asked for. */
function named(names: readonly string[]): () => readonly Field[] {
  let fields: readonly Field[] | undefined;
  return () => (fields ??= names.flatMap((name) => defaultCatalogue.field(name) ?? []));
}

/** Who, what and from where, as far as an alert's events tell; texts from logs are escaped. */
export interface AlertParties {
  readonly actor: string;
  readonly target: string;
  readonly origin: string;
}

const actorFields = named([
  "user.email",
  "aws.cloudtrail.user_identity.session_context.session_issuer.arn",
  "user.name",
  "service.name",
  "aws.cloudtrail.user_identity.arn",
  "user.full_name",
  "azure.activitylogs.identity.claims.appid",
  "azure.activitylogs.identity.authorization.evidence.principal_id",
  "user.id",
  "cloud.account.id",
]);

const request = "aws.cloudtrail.flattened.request_parameters.";
const response = "aws.cloudtrail.flattened.response_elements.";
const targetFields = named([
  `${request}snapshotId`,
  `${request}dBSnapshotIdentifier`,
  `${request}dBClusterSnapshotIdentifier`,
  `${request}imageId`,
  `${response}snapshotId`,
  `${request}sourceSnapshotId`,
  `${request}volumeId`,
  `${request}dBInstanceIdentifier`,
  `${request}sourceArn`,
  `${request}instanceId`,
  "azure.resource.name",
  "azure.resource.id",
]);

const originFields = named(["source.ip", "source.address"]);

/** The parties of an alert: of a sequence, those of its last event. */
export function partiesOf(alert: Alert): AlertParties {
  const event = alert.events.at(-1);
  if (event?.gist !== undefined) return partiesOfGist(event.gist);
  return partiesIn(event === undefined ? alert.fields : eventView(event));
}

/** What a scan is to tell of events, so that {@link partiesOf} need not read them again. */
export function partyFields(): GistFields {
  return [actorFields(), targetFields(), originFields()];
}

/** The parties of one event. */
export function documentParties(document: EcsObject): AlertParties {
  return partiesIn(documentView(document));
}

function partiesIn(view: EventView): AlertParties {
  return partiesOfGist(partyFields().map((fields) => firstText(view, fields)));
}

function partiesOfGist([actor = "", target = "", origin = ""]: readonly string[]): AlertParties {
  return {
    actor: shortName(actor),
    target: shortId(escapeForTerminal(target)),
    origin: escapeForTerminal(origin),
  };
}

/** `user/alice → snap-0a…  203.0.113.7`, as far as known. */
export function partiesText({ actor, target, origin }: AlertParties): string {
  const flow = target === "" ? actor : `${actor || "?"} → ${target}`;
  return origin === "" ? flow : `${flow}  ${origin}`;
}

/** `snap-010a…e2ef`: enough to know an id again; the whole one is in the alert's document. */
function shortId(id: string): string {
  if (id.length <= 18) return id;
  const characters = [...id];
  return characters.length <= 18 ? id : `${characters.slice(0, 9).join("")}…${characters.slice(-4).join("")}`;
}

/** `role/Deploy` for an ARN: the account and the partition are in the document. */
function shortName(name: string): string {
  return escapeForTerminal(name.startsWith("arn:") ? name.split(":").slice(5).join(":") : name);
}
