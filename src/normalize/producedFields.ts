import { azureFields } from "../ecs/azureFields.ts";
import { type FieldGroup, fieldsOfGroups } from "../ecs/fieldGroup.ts";
import { githubFields } from "../ecs/githubFields.ts";
import { o365Fields } from "../ecs/o365Fields.ts";
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

const azureOutside = `
  azure.correlation_id azure.resource.id azure.resource.provider azure.tenant_id client.ip cloud.provider event.action
  event.original source.address source.ip`;

const azureResourceParts = `
  azure.resource.authorization_rule azure.resource.group azure.resource.name azure.resource.namespace
  azure.subscription_id`;

const agent = `
  user_agent.device.name user_agent.name user_agent.original user_agent.os.full user_agent.os.name user_agent.os.version
  user_agent.version`;

const signInCommon = `
  event.category event.duration event.id event.outcome event.type geo.city_name geo.country_iso_code geo.location
  geo.region_name log.level message related.entity related.ip related.user service.name user.email user.full_name user.id
  user.name`;

const auditCommon = `
  event.duration event.outcome log.level related.entity related.ip related.user user.full_name user.id user.name`;

const platformCommon = `
  cloud.region event.duration event.outcome event.type geo.name host.name log.level message related.ip`;

const riskCommon = "event.duration related.user user.email user.full_name user.id user.name";

const graphCommon = `
  client.as.number client.as.organization.name client.user.id cloud.account.id cloud.region cloud.service.name
  destination.geo.region_name device.id event.category event.duration event.outcome event.type http.request.id
  http.request.method http.response.bytes http.response.status_code related.ip related.user service.id session.id
  url.domain url.extension url.fragment url.original url.password url.path url.port url.query url.scheme url.username
  user.id`;

const gcpCommon = `
  client.user.email client.user.id cloud.availability_zone cloud.instance.id cloud.project.id cloud.provider event.action
  event.category event.id event.original event.outcome event.provider event.type log.level log.logger
  orchestrator.api_version orchestrator.cluster.name orchestrator.namespace orchestrator.resource.name
  orchestrator.resource.type orchestrator.type related.ip related.user service.name source.ip user.email user.id`;

const gcpOwn = `
  authentication_info.authority_selector authentication_info.service_account_key_name authorization_info.granted
  authorization_info.permission authorization_info.resource authorization_info.resource_attributes.name
  authorization_info.resource_attributes.service authorization_info.resource_attributes.type logentry_operation.id
  num_response_items policy_violation_info.resource_type policy_violation_info.violations.checkedValue
  policy_violation_info.violations.constraint policy_violation_info.violations.errorMessage
  policy_violation_info.violations.policyType receive_timestamp resource.labels.resource_container resource.type
  resource_location.current_locations resource_name access.caller_ip_geo.region_code access.method_name
  access.principal_email access.principal_subject access.service_name access.user_agent action_time action_type
  affected_resources learn_more_uri source_log_ids.insert_id source_log_ids.log_time source_log_ids.query_uri
  source_log_ids.resource_container
  service_data.policy_delta.binding_deltas.action service_data.policy_delta.binding_deltas.role status.code status.message
  type`;

const gcpOpen = `
  authentication_info.service_account_delegation_info authentication_info.third_party_principal labels metadata
  policy_violation_info.payload policy_violation_info.resource_tags request response status.details`;

const oktaCommon = `
  client.as.organization.name client.domain client.geo.city_name client.geo.country_name client.geo.location
  client.geo.region_name client.ip client.user.full_name client.user.id client.user.name event.action event.category
  event.id event.original event.outcome event.type related.ip related.user source.domain source.ip source.user.full_name
  source.user.id source.user.name user.full_name user.name user.target.email user.target.full_name
  user.target.group.id user.target.group.name user.target.id`;

const oktaOwn = `
  actor.alternate_id actor.display_name actor.id actor.type authentication_context.authentication_provider
  authentication_context.authentication_step authentication_context.credential_provider
  authentication_context.credential_type authentication_context.external_session_id authentication_context.issuer.id
  authentication_context.issuer.type authentication_context.root_session_id client.device client.id client.ip
  client.user_agent.browser client.user_agent.os client.user_agent.raw_user_agent client.zone
  debug_context.debug_data.client_secret debug_context.debug_data.device_fingerprint debug_context.debug_data.dt_hash
  debug_context.debug_data.factor debug_context.debug_data.grant_type debug_context.debug_data.granted_scopes
  debug_context.debug_data.request_id debug_context.debug_data.request_uri debug_context.debug_data.requested_scopes
  debug_context.debug_data.risk_behaviors debug_context.debug_data.risk_level debug_context.debug_data.risk_reasons
  debug_context.debug_data.threat_suspected debug_context.debug_data.url device.disk_encryption_type device.id
  device.managed device.name device.os_platform device.os_version device.registered device.screen_lock_type
  device.secure_hardware_present display_message event_type outcome.reason outcome.result security_context.as.number
  security_context.as.organization.name security_context.domain security_context.is_proxy security_context.isp
  target.alternate_id target.display_name target.id target.type transaction.detail.request_api_token_id transaction.id
  transaction.type uuid`;

const oktaOpen = `
  debug_context.debug_data.flattened device.device_integrator request.ip_chain target.changeDetails.from
  target.changeDetails.to target.detailEntry`;

const githubCommon = `
  client.geo.country_iso_code event.action event.category event.id event.original event.type group.name network.protocol
  related.hash related.ip related.user user.id user.name user.target.group.name user.target.id user.target.name`;

const o365Common = `
  application.name client.address client.domain client.ip client.port destination.ip destination.user.domain destination.user.email
  destination.user.id destination.user.name device.id email.from.address email.local_id email.message_id
  email.sender.address email.subject email.to.address event.action event.category event.code event.id event.original
  event.outcome event.provider event.severity event.type file.directory file.extension file.hash.sha1 file.hash.sha256
  file.inode file.mtime file.name file.owner file.path file.size group.name host.id host.name host.os.platform
  host.os.type message network.type organization.id organization.name process.name related.hash related.hosts
  related.ip related.user rule.category rule.description rule.id rule.name rule.reference rule.ruleset server.address
  server.domain server.ip session.id source.ip source.port source.user.email token.id url.domain url.original user.domain user.email
  user.full_name user.id user.name user.target.domain user.target.email user.target.id user.target.name`;

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
  "azure.aadgraphactivitylogs": table({
    names: [
      ...named(
        "",
        `${everywhere} ${without(azureOutside, "azure.correlation_id azure.resource.id azure.resource.provider")}`,
      ),
      ...named("", `${graphCommon} ${agent} ${system} event.id`),
      ...named("source.geo.", place),
      ...named("client.geo.", place),
    ],
    own: azureOwn("azure.aadgraphactivitylogs.", "properties.user_agent"),
  }),
  "azure.auditlogs": table({
    names: [
      ...named("", `${everywhere} ${azureOutside} ${azureResourceParts} ${auditCommon} ${system}`),
      ...named("source.geo.", place),
    ],
    own: azureOwn("azure.auditlogs.", "properties.authentication_protocol tenant_id"),
  }),
  "azure.events": table({ names: named("", `${everywhere} message`), open: ["labels"] }),
  "azure.graphactivitylogs": table({
    names: [
      ...named("", `${everywhere} ${azureOutside} ${azureResourceParts} ${graphCommon} ${agent} ${system}`),
      ...named("", "log.level token.id"),
      ...named("source.geo.", place),
      ...named("client.geo.", place),
    ],
    own: azureOwn("azure.graphactivitylogs.", "properties.user_agent"),
  }),
  "azure.identity_protection": table({
    names: [
      ...named("", `${everywhere} ${without(azureOutside, "client.ip")} ${azureResourceParts} ${riskCommon} ${system}`),
      ...named("source.geo.", place),
    ],
    own: azureOwn(
      "azure.identityprotection.",
      "properties.cross_tenant_access_type properties.home_tenant_id properties.resource_tenant_id",
    ),
  }),
  "azure.platformlogs": table({
    names: [
      ...named("", `${everywhere} ${azureOutside} ${azureResourceParts} ${platformCommon} ${system}`),
      ...named("source.geo.", place),
      ...named("geo.", place),
    ],
    own: azureOwn("azure.platformlogs.", "operation_version tenant_id"),
  }),
  "azure.signinlogs": table({
    names: [
      ...named("", `${everywhere} ${azureOutside} ${azureResourceParts} ${signInCommon} ${agent} ${system}`),
      ...named("source.geo.", place),
    ],
    own: azureOwn("azure.signinlogs.", "tenant_id"),
  }),
  "gcp.audit": table({
    names: [
      ...named("", `${everywhere} ${gcpCommon} ${agent} ${system}`),
      ...named("source.geo.", place),
      ...named("gcp.audit.", gcpOwn),
    ],
    open: named("gcp.audit.", gcpOpen),
  }),
  "github.audit": table({
    names: named("", `${everywhere} ${githubCommon} ${agent}`),
    own: declared(githubFields, "github.", ""),
  }),
  "o365.audit": table({
    names: [...named("", `${everywhere} ${o365Common} ${agent} ${system}`), ...named("source.geo.", place)],
    own: declared(o365Fields, "o365.audit.", "ClientIPAddress Id Operation OrganizationId UserAgent Workload"),
  }),
  "okta.system": table({
    names: [
      ...named("", `${everywhere} ${oktaCommon} ${agent} ${system}`),
      ...named("source.geo.", place),
      ...named("okta.", oktaOwn),
    ],
    open: named("okta.", oktaOpen),
  }),
};

/** Whether events of the data stream can have a value of the field, or of one below it. */
export function canProduce(dataset: Dataset, name: string): boolean {
  const { names, open } = producedFields[dataset];
  if (names.some((each) => each === name || each.startsWith(`${name}.`))) return true;
  return open.some((tree) => name === tree || name.startsWith(`${tree}.`));
}

function named(prefix: string, names: string): string[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => prefix + name);
}

/** A list of names without those of another. */
function without(names: string, less: string): string {
  const dropped = named("", less);
  return named("", names)
    .filter((name) => !dropped.includes(name))
    .join(" ");
}

/** The fields of a stream of Azure's, whose pipelines keep what they do not know, without those of other names. */
function azureOwn(prefix: string, never: string): Pick<ProducedFields, "names" | "open"> {
  const { names, open } = declared(azureFields, prefix, never);
  return { names, open: [...open, "labels"] };
}

/**
 * The fields that the catalogue declares below a prefix, for a pipeline that keeps what it does not know, without those
 * that it moves elsewhere or never sets under this name.
 */
function declared(
  groups: readonly FieldGroup[],
  prefix: string,
  never: string,
): Pick<ProducedFields, "names" | "open"> {
  const without = never === "" ? [] : named(prefix, never);
  const fields = fieldsOfGroups(groups).filter(({ name }) => name.startsWith(prefix) && !without.includes(name));
  const isOpen = ({ type }: (typeof fields)[number]) => type === "flattened" || type === "object";
  return {
    names: fields.filter((field) => !isOpen(field) && field.type !== "nested").map(({ name }) => name),
    open: fields.filter(isOpen).map(({ name }) => name),
  };
}

interface Rows {
  readonly names: readonly string[];
  readonly open?: readonly string[];
  readonly own?: Pick<ProducedFields, "names" | "open">;
  readonly partial?: boolean;
}

function table({ names, open = [], own = { names: [], open: [] }, partial = false }: Rows): ProducedFields {
  return { names: [...new Set([...names, ...own.names])].sort(), open: [...open, ...own.open], partial };
}
