import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The fields of Elastic's `okta` package, data stream `system` (its `fields.yml`), beyond ECS.
 *
 * `debug_data` and the details of a target are objects of keywords that Okta is free to name. `root_session_id` is in no
 * version of it at hand, but one of Elastic's rules reads it.
 */
export const oktaFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "okta.",
    names: `
      actor.alternate_id actor.display_name actor.id actor.type client.device client.id client.user_agent.browser
      client.user_agent.os client.user_agent.raw_user_agent client.zone device.disk_encryption_type device.id
      device.name device.os_platform device.os_version device.screen_lock_type display_message event_type
      outcome.reason outcome.result security_context.as.organization.name security_context.domain
      security_context.isp severity target.alternate_id target.display_name target.id target.type
      transaction.detail.request_api_token_id transaction.id transaction.type uuid version`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "okta.authentication_context.",
    names: `
      authentication_provider credential_provider credential_type external_session_id interface issuer.id
      issuer.type root_session_id`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "okta.debug_context.debug_data.",
    names: `
      authnRequestId behaviors behaviors.New_City behaviors.New_Country behaviors.New_Device
      behaviors.New_Geo_Location behaviors.New_IP behaviors.New_State behaviors.Velocity behaviors.Velocity_Behavior
      client_secret device_fingerprint dt_hash factor grant_type granted_scopes logOnlySecurityData
      originalPrincipal originalPrincipal.alternateId originalPrincipal.displayName originalPrincipal.id
      originalPrincipal.type promptingPolicyTypes request_id request_uri requested_scopes risk risk.level
      risk.reasons risk_behaviors risk_level risk_object risk_reasons threat_suspected url`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "okta.debug_context.debug_data.logOnlySecurityData.",
    names: `
      behaviors behaviors.New_City behaviors.New_Country behaviors.New_Device behaviors.New_Geo_Location
      behaviors.New_IP behaviors.New_State behaviors.Velocity risk risk.level risk.reasons`,
  },
  {
    type: "boolean",
    prefix: "okta.",
    names: "device.managed device.registered device.secure_hardware_present security_context.is_proxy",
  },
  { type: "integer", prefix: "okta.", names: "authentication_context.authentication_step security_context.as.number" },
  { type: "ip", names: "okta.client.ip" },
  {
    type: "flattened",
    prefix: "okta.",
    names: "debug_context.debug_data.flattened device.device_integrator request.ip_chain",
  },
  {
    type: "object",
    prefix: "okta.",
    open: true,
    names: "debug_context.debug_data target.changeDetails.from target.changeDetails.to target.detailEntry",
  },
];
