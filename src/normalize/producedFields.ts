import type { Dataset } from "./record.ts";

/** Every field that a pipeline of ours can set, as far as the catalogue knows it; all else is missing in its events. */
export interface ProducedFields {
  /** Full names, sorted. */
  readonly names: readonly string[];
  /** Fields below which the record's own keys stand, so that any path may be set. */
  readonly open: readonly string[];
  /** True where Elastic's pipeline sets more than ours does so far. */
  readonly partial: boolean;
}

/** What the shipper and the index add, and what Elasticsearch lets conditions read of every document. */
const everywhere = `
  @timestamp _id _index data_stream.dataset data_stream.namespace data_stream.type ecs.version event.dataset event.ingested
  event.kind event.module`;

/** Set when the user brings MaxMind databases. */
const place = "city_name continent_name country_iso_code country_name location region_iso_code region_name";
const system = "source.as.number source.as.organization.name";

const awsOwn = `
  additional_eventdata addendum.original_event_id addendum.original_request_id addendum.reason addendum.updated_fields
  api_version console_login.additional_eventdata.login_to console_login.additional_eventdata.mfa_used
  console_login.additional_eventdata.mobile_version error_code error_message event_category event_type event_version
  management_event read_only recipient_account_id request_id request_parameters resources.account_id resources.arn
  resources.type response_elements service_event_details session_credential_from_console shared_event_id
  tls_details.key_exchange vpc_endpoint_account_id vpc_endpoint_id`;

const awsIdentity = `
  access_key_id arn credential_id identity_provider in_scope_of.credentials_issued_to in_scope_of.issuer_type
  in_scope_of.source_account in_scope_of.source_arn invoked_by invoked_by_delegate.account_id
  on_behalf_of.identity_store_arn on_behalf_of.user_id session_context.assumed_root session_context.creation_date
  session_context.ec2_role_delivery session_context.mfa_authenticated session_context.session_issuer.account_id
  session_context.session_issuer.arn session_context.session_issuer.principal_id session_context.session_issuer.type
  session_context.sign_in_session_arn session_context.source_identity
  session_context.web_id_federation_data.federated_provider type`;

const awsCommon = `
  cloud.account.id cloud.provider cloud.region cloud.service.name event.action event.category event.id event.original
  event.outcome event.provider event.type group.id group.name related.hosts related.ip related.user service.name
  source.address source.ip tls.cipher tls.client.server_name tls.version tls.version_protocol user.changes.name
  user.email user.id user.name user.target.id user.target.name user_agent.device.name user_agent.name
  user_agent.original user_agent.os.full user_agent.os.name user_agent.os.version user_agent.version`;

const azureResource = `
  azure.correlation_id azure.resource.authorization_rule azure.resource.group azure.resource.id azure.resource.name
  azure.resource.namespace azure.resource.provider azure.subscription_id`;

const activityOwn = `
  category event_category identity.authorization.action identity.authorization.evidence.principal_id
  identity.authorization.evidence.principal_type identity.authorization.evidence.role
  identity.authorization.evidence.role_assignment_id identity.authorization.evidence.role_assignment_scope
  identity.authorization.evidence.role_definition_id identity.authorization.scope
  identity.claims_initiated_by_user.fullname identity.claims_initiated_by_user.givenname
  identity.claims_initiated_by_user.name identity.claims_initiated_by_user.schema
  identity.claims_initiated_by_user.surname identity_name level operation_name operation_version result_signature
  result_type tenant_id`;

const activityCommon = `
  client.ip cloud.provider event.action event.duration event.original event.outcome event.type geo.name log.level message
  related.entity related.ip related.user source.address source.ip user.domain user.email user.full_name user.name`;

/**
 * By data stream. A test normalises records that hold every member our pipelines read, and every record of the
 * detections, and finds these fields and no others.
 */
export const producedFields: Readonly<Record<Dataset, ProducedFields>> = {
  "aws.cloudtrail": table({
    names: [
      ...named("", `${everywhere} ${awsCommon} ${system}`),
      ...named("source.geo.", place),
      ...named("aws.cloudtrail.", awsOwn),
      ...named("aws.cloudtrail.user_identity.", awsIdentity),
    ],
    open: named(
      "aws.cloudtrail.",
      `flattened.additional_eventdata flattened.insight_details flattened.request_parameters flattened.response_elements
      flattened.service_event_details user_identity.session_context.web_id_federation_data.attributes`,
    ),
  }),
  "azure.activitylogs": table({
    names: [
      ...named("", `${everywhere} ${activityCommon} ${azureResource} ${system}`),
      ...named("source.geo.", place),
      ...named("geo.", place),
      ...named("azure.activitylogs.", activityOwn),
    ],
    open: ["azure.activitylogs.identity.claims", "azure.activitylogs.properties", "labels"],
  }),
  "azure.platformlogs": table({
    names: [
      ...named("", `${everywhere} ${azureResource} cloud.provider event.action event.original event.outcome log.level`),
      ...named("azure.platformlogs.", "category operation_name result_signature result_type"),
    ],
    open: ["labels"],
    partial: true,
  }),
  "azure.events": table({ names: named("", `${everywhere} message`), open: ["labels"] }),
};

/** Whether events of the data stream can have a value of the field. */
export function canProduce(dataset: Dataset, name: string): boolean {
  const { names, open } = producedFields[dataset];
  return names.includes(name) || open.some((tree) => name.startsWith(`${tree}.`));
}

function named(prefix: string, names: string): string[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => prefix + name);
}

function table(fields: Pick<ProducedFields, "names" | "open"> & { readonly partial?: boolean }): ProducedFields {
  return { names: [...fields.names].sort(), open: fields.open, partial: fields.partial ?? false };
}
