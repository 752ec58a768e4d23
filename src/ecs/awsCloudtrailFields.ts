import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The AWS integration's own fields: its `cloudtrail/fields/*.yml`, and what its pipeline writes (ecs-mapping facts §1).
 *
 * Fleet gives a keyword without `ignore_above` 1024 (Kibana, Fleet's template builder); only `request_parameters` and
 * `response_elements` are declared with 8191, so a long `additional_eventdata` is lost to conditions sooner.
 */
export const awsCloudtrailFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "aws.cloudtrail.",
    names: `
      addendum.original_event_id addendum.original_request_id addendum.reason addendum.updated_fields
      additional_eventdata api_version console_login.additional_eventdata.login_to error_code error_message
      event_category event_type event_version management_event recipient_account_id request_id
      resources.account_id resources.arn resources.type service_event_details session_credential_from_console
      shared_event_id tls_details.key_exchange vpc_endpoint_account_id vpc_endpoint_id`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "aws.cloudtrail.user_identity.",
    names: `
      access_key_id arn credential_id identity_provider in_scope_of.credentials_issued_to in_scope_of.issuer_type
      in_scope_of.source_account in_scope_of.source_arn invoked_by invoked_by_delegate.account_id on_behalf_of.identity_store_arn
      on_behalf_of.user_id type`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "aws.cloudtrail.user_identity.session_context.",
    names: `
      assumed_root ec2_role_delivery mfa_authenticated session_issuer.account_id session_issuer.arn
      session_issuer.principal_id session_issuer.type sign_in_session_arn source_identity
      web_id_federation_data.federated_provider`,
  },
  { type: "date", names: "aws.cloudtrail.user_identity.session_context.creation_date" },
  { type: "flattened", names: "aws.cloudtrail.user_identity.session_context.web_id_federation_data.attributes" },
  { type: "keyword", ignoreAbove: 8191, prefix: "aws.cloudtrail.", names: "request_parameters response_elements" },
  {
    type: "boolean",
    prefix: "aws.cloudtrail.",
    names: `
      console_login.additional_eventdata.mfa_used console_login.additional_eventdata.mobile_version read_only`,
  },
  {
    type: "flattened",
    prefix: "aws.cloudtrail.flattened.",
    names: `
      additional_eventdata digest insight_details request_parameters response_elements service_event_details`,
  },
];
