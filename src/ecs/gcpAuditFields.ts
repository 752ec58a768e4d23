import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The GCP integration's audit fields, so that rules on them check; no pipeline of ours writes them yet.
 *
 * Fields below a `nested` one are read only by conditions that name both.
 */
export const gcpAuditFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "gcp.audit.",
    names: `
      authentication_info.authority_selector authentication_info.principal_email authentication_info.principal_subject
      authentication_info.service_account_key_name logentry_operation.id logentry_operation.producer method_name
      request_metadata.caller_supplied_user_agent request_metadata.raw.caller_ip resource_location.current_locations
      resource_name service_name status.message type`,
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
  {
    type: "flattened",
    prefix: "gcp.audit.",
    names: `
      authentication_info.service_account_delegation_info authentication_info.third_party_principal flattened labels
      request response`,
  },
];
