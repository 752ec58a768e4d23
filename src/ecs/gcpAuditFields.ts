import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The fields of Elastic's `gcp` package, data stream `audit` (its `fields.yml` and its README), beyond ECS.
 *
 * Fields below a `nested` one are read only by conditions that name both.
 */
export const gcpAuditFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "gcp.audit.",
    names: `
      access.caller_ip_geo.region_code access.method_name access.principal_email access.principal_subject
      access.service_name access.user_agent action_type affected_resources authentication_info.authority_selector
      authentication_info.principal_email authentication_info.principal_subject
      authentication_info.service_account_key_name learn_more_uri logentry_operation.id logentry_operation.producer
      method_name policy_violation_info.resource_type policy_violation_info.violations.checkedValue
      policy_violation_info.violations.constraint policy_violation_info.violations.errorMessage
      policy_violation_info.violations.policyType request_metadata.caller_supplied_user_agent
      request_metadata.raw.caller_ip resource.labels.resource_container resource.type
      resource_location.current_locations resource_name service_name source_log_ids.insert_id source_log_ids.query_uri
      source_log_ids.resource_container status.message type`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "gcp.audit.",
    names: `
      authorization_info.permission authorization_info.resource authorization_info.resource_attributes.name
      authorization_info.resource_attributes.service authorization_info.resource_attributes.type
      service_data.policy_delta.binding_deltas.action service_data.policy_delta.binding_deltas.role`,
  },
  {
    type: "boolean",
    prefix: "gcp.audit.",
    names: "authorization_info.granted logentry_operation.first logentry_operation.last",
  },
  { type: "nested", prefix: "gcp.audit.", names: "authorization_info service_data.policy_delta.binding_deltas" },
  { type: "ip", names: "gcp.audit.request_metadata.caller_ip" },
  { type: "long", names: "gcp.audit.num_response_items" },
  { type: "integer", names: "gcp.audit.status.code" },
  { type: "date", prefix: "gcp.audit.", names: "action_time receive_timestamp source_log_ids.log_time" },
  {
    type: "flattened",
    prefix: "gcp.audit.",
    names: `
      authentication_info.service_account_delegation_info authentication_info.third_party_principal flattened labels
      metadata policy_violation_info.payload policy_violation_info.resource_tags request response status.details`,
  },
];
