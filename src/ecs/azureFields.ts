import type { FieldGroup } from "./fieldGroup.ts";

/** Numbers from 0 between a prefix and a dot: lists that the audit logs' pipeline turns into objects. */
function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at}.`);
}

/**
 * Names are given for ten resources of twenty properties each, so that a wildcard in a rule's field finds them; those
 * beyond are keywords too, for the whole is open.
 */
const targetResources = numbered("azure.auditlogs.properties.target_resources.", 10);

const graphs = ["azure.aadgraphactivitylogs.properties.", "azure.graphactivitylogs.properties."];

/**
 * The Azure integration's own fields: its `fields.yml`, and what Elasticsearch maps as it comes and rules read, which
 * is keyword for texts (ecs-mapping facts §2, elastic-rules facts, Appendix).
 *
 * Claims are held as `flattened`: their leaves are dynamically mapped keywords there, which conditions read alike.
 */
export const azureFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.",
    names: `
      correlation_id resource.authorization_rule resource.group resource.id resource.name resource.namespace
      resource.provider subscription_id tenant_id`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.activitylogs.",
    names: `
      category event_category identity_name operation_name operation_version resource.id result_signature result_type
      tenant_id`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.activitylogs.identity.",
    names: `
      authorization.action authorization.evidence.principal_id authorization.evidence.principal_type
      authorization.evidence.role authorization.evidence.role_assignment_id
      authorization.evidence.role_assignment_scope authorization.evidence.role_definition_id authorization.scope
      claims_initiated_by_user.fullname claims_initiated_by_user.givenname claims_initiated_by_user.name
      claims_initiated_by_user.schema claims_initiated_by_user.surname`,
  },
  { type: "long", names: "azure.activitylogs.level" },
  // `identity.claims.*` is an object of keywords (beats exported-fields-azure).
  { type: "object", open: true, names: "azure.activitylogs.identity.claims" },
  { type: "flattened", names: "azure.activitylogs.properties" },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.platformlogs.",
    names: `
      ActivityId Caller Cloud Environment EventTimeString ScaleUnit category ccpNamespace event_category identity_name
      operation_name operation_version resourceType result_description result_signature result_type status statusCode
      tenant_id uri`,
  },
  // Inferred: an ES|QL rule of Elastic's groups by `identity.claim.upn`, which it could not below a flattened field.
  { type: "object", open: true, names: "azure.platformlogs.identity" },
  { type: "flattened", names: "azure.platformlogs.properties" },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.signinlogs.",
    names: `
      category identity operation_name operation_version result_description result_signature result_type tenant_id`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.signinlogs.properties.",
    names: `
      agent.agent_subject_type agent.agent_type alternate_sign_in_name app_display_name app_id app_owner_tenant_id
      authentication_protocol authentication_requirement client_app_used client_credential_type
      conditional_access_audiences.application_id conditional_access_status correlation_id cross_tenant_access_type
      device_detail.browser device_detail.device_id device_detail.display_name device_detail.operating_system
      device_detail.trust_type home_tenant_id id incoming_token_type mfa_detail.auth_method original_request_id
      original_transfer_method resource_display_name resource_id resource_owner_tenant_id resource_tenant_id
      risk_detail risk_event_types risk_event_types_v2 risk_level_aggregated risk_level_during_signin risk_state
      service_principal_credential_key_id service_principal_id service_principal_name session_id sign_in_event_types
      sign_in_identifier sign_in_token_protection_status sso_extension_version tenant_id
      token_issuer_name token_issuer_type token_protection_status_details.sign_in_session_status
      unique_token_identifier user_display_name user_id user_principal_name user_type`,
  },
  {
    type: "boolean",
    prefix: "azure.signinlogs.properties.",
    names: `
      device_detail.is_compliant device_detail.is_managed flagged_for_review is_interactive is_tenant_restricted
      is_through_global_secure_access`,
  },
  { type: "long", prefix: "azure.signinlogs.properties.", names: "autonomous_system_number status.error_code" },
  { type: "float", names: "azure.signinlogs.properties.processing_time_ms" },
  { type: "date", names: "azure.signinlogs.properties.created_at" },
  { type: "ip", names: "azure.signinlogs.caller_ip_address" },
  {
    type: "flattened",
    prefix: "azure.signinlogs.properties.",
    names: `
      applied_conditional_access_policies authentication_details authentication_processing_details
      authentication_requirement_policies network_location_details`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.auditlogs.",
    names: `
      category identity operation_name operation_version result_description result_signature tenant_id`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.auditlogs.properties.",
    names: `
      activity_display_name additional_details.key additional_details.user_agent additional_details.value
      authentication_protocol category correlation_id id initiated_by.app.appId initiated_by.app.displayName
      initiated_by.app.servicePrincipalId initiated_by.app.servicePrincipalName initiated_by.user.displayName
      initiated_by.user.id initiated_by.user.ipAddress initiated_by.user.roles initiated_by.user.userPrincipalName
      logged_by_service operation_type result result_reason userAgent`,
  },
  { type: "float", names: "azure.auditlogs.level" },
  { type: "date", names: "azure.auditlogs.properties.activity_datetime" },
  { type: "object", names: "azure.auditlogs.properties.target_resources", open: true },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: targetResources,
    names: "display_name id ip_address type user_principal_name",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: targetResources.flatMap((resource) => numbered(`${resource}modified_properties.`, 20)),
    names: "display_name new_value old_value",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.aadgraphactivitylogs.",
    names: "category correlation_id identity operation_name operation_version resource_id result_signature",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.aadgraphactivitylogs.properties.",
    names: `
      actor_type api_version app_id device_id direct_access_source env_cloud_role identity_provider request_uri roles
      scopes service_principal_id session_id sign_in_activity_id source_system type user_agent wids`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.graphactivitylogs.",
    names: "category operation_name operation_version result_signature",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.graphactivitylogs.properties.",
    names: `
      api_version app_id at_content c_device_id c_idtyp c_sid client_request_id identity_provider operation_id
      request_uri roles scopes service_principal_id sign_in_activity_id source_system type user_agent
      user_principal_object_id wids`,
  },
  { type: "integer", prefix: graphs, names: "client_auth_method" },
  { type: "double", prefix: graphs, names: "billed_size" },
  { type: "boolean", prefix: graphs, names: "is_billable" },
  { type: "date", prefix: graphs, names: "time_generated token_issued_at" },
  { type: "keyword", ignoreAbove: 1024, names: "session.id token.id" },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.identityprotection.",
    names: "category operation_name operation_version result_signature",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.identityprotection.properties.",
    names: `
      activity correlation_id cross_tenant_access_type detection_timing_type home_tenant_id id request_id
      resource_tenant_id risk_detail risk_event_type risk_level risk_state risk_type source token_issuer_type
      user_display_name user_id user_principal_name user_type`,
  },
  { type: "boolean", prefix: "azure.identityprotection.properties.", names: "is_deleted is_guest is_processing" },
  {
    type: "date",
    prefix: "azure.identityprotection.properties.",
    names: "activity_datetime detected_datetime last_updated_datetime risk_last_updated_datetime",
  },
  { type: "ip", names: "azure.identityprotection.properties.ip_address" },
  { type: "flattened", prefix: "azure.identityprotection.properties.", names: "additional_info location" },
];
