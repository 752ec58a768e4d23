import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The Azure integration's own fields, as far as rules read them or our pipelines write them (ecs-mapping facts §2,
 * elastic-rules facts, Appendix).
 *
 * Groups whose members are not declared one by one (claims, target resources by number) are held as `flattened`: in
 * Elasticsearch their leaves are dynamically mapped keywords, which conditions read alike.
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
  { type: "flattened", prefix: "azure.activitylogs.", names: "identity.claims properties" },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.platformlogs.",
    names: `
      ActivityId Caller Cloud Environment EventTimeString ScaleUnit category ccpNamespace event_category identity_name
      operation_name operation_version result_signature result_type status statusCode tenant_id`,
  },
  { type: "flattened", prefix: "azure.platformlogs.", names: "identity properties" },
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
  { type: "flattened", names: "azure.auditlogs.properties.target_resources" },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.aadgraphactivitylogs.properties.",
    names: `
      actor_type api_version app_id client_auth_method scopes session_id sign_in_activity_id`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "azure.graphactivitylogs.",
    names: `
      properties.app_id properties.c_idtyp properties.c_sid properties.scopes properties.user_principal_object_id
      result_signature`,
  },
  { type: "long", names: "azure.graphactivitylogs.properties.client_auth_method" },
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
