import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The fields of Elastic's `google_workspace` package beyond ECS, data streams `admin`, `alert` but for its `data`,
 * `device`, `drive`, `login` and `token` (their `fields.yml` and `package-fields.yml`).
 */
export const googleWorkspaceFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "google_workspace.",
    names: `
      actor.application_name actor.key actor.type event.type kind login.affected_email_address
      login.challenge_method login.challenge_status login.failure_type login.sensitive_action_name login.type
      organization.domain token.api_name token.app_name token.client.id token.client.type token.method_name
      token.product_bucket token.scope.value`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "google_workspace.admin.",
    names: `
      alert.id alert.name api.client.name api.scopes chart.filters chart.name chrome_licenses.allowed
      chrome_licenses.enabled chrome_os.session_type device.command_details device.id device.serial_number
      device.type distribution.entity.name distribution.entity.type domain.alias domain.name domain.secondary_name
      email.log_search_filter.message_id email.log_search_filter.recipient.value
      email.log_search_filter.sender.value email.quarantine_name email_dump.package_content email_dump.query field
      gateway.name group.allowed_list group.email group.priorities info_type managed_configuration mdm.token
      mdm.vendor mobile.action.id mobile.action.type mobile.certificate.name new_value
      non_featured_services_selection oauth2.application.id oauth2.application.name oauth2.application.type
      oauth2.service.name old_value org_unit.full org_unit.name print_server.name printer.name privilege.name
      product.name product.sku request.id resource.id role.id role.name rule.name service.name setting.description
      setting.name url.name user.email user.nickname user_defined_setting.name verification_method`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "google_workspace.admin.application.",
    names: "asp_id edition enabled id licences_order_number name package_id",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "google_workspace.admin.email_monitor.",
    names: "dest_email level.chat level.draft level.incoming level.outgoing",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "google_workspace.admin.investigation.",
    names: "action data_source entity_ids object_identifier query url_display_text",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "google_workspace.alert.",
    names: `
      customer.id etag id metadata.alert.id metadata.assignee metadata.customer.id metadata.etag metadata.severity
      metadata.status security_investigation_tool_link source type`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "google_workspace.device.",
    names: `
      account_state action.execution_status action.id action.type apk_sha256_hash basic_integrity compliance
      compromised_state cts_profile_match deactivation_reason id ios_vendor_id model new_device_id new_value
      old_value os.edition os.property os.version ownership pha_category policy.name policy.sync.result
      policy.sync.type property register_privilege resource.id risk_signal security.patch_level serial_number
      setting status_on_apple_portal type user_email value windows_syncml_policy_status_code`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "google_workspace.device.application.",
    names: "id message report.key report.severity state",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "google_workspace.drive.",
    names: `
      accessed_url added_role copy_type deletion_reason destination_folder_id destination_folder_title
      encryption_enforcement_option file.id file.owner.email file.type membership_change_type new_publish_visibility
      new_value old_publish_visibility old_value old_visibility originating_app_id removed_role script_id
      shared_drive_id shared_drive_settings_change_type sheets_import_range_recipient_doc source_folder_id
      source_folder_title target target_domain target_user visibility visibility_change`,
  },
  {
    type: "boolean",
    prefix: "google_workspace.",
    names: `
      admin.email_dump.include_deleted alert.deleted drive.actor_is_collaborator_account drive.billable
      drive.file.owner.is_shared_drive drive.is_encrypted drive.owner_is_team_drive drive.primary_event
      login.is_second_factor login.is_suspicious`,
  },
  {
    type: "long",
    prefix: "google_workspace.",
    names: `
      admin.application.licences_purchased admin.bulk_upload.failed admin.bulk_upload.total
      admin.mobile.company_owned_devices device.failed_passwd_attempts device.security.event_id login.timestamp
      token.num_response_bytes`,
  },
  {
    type: "date",
    prefix: "google_workspace.",
    names: `
      admin.email.log_search_filter.end_date admin.email.log_search_filter.start_date admin.user.birthdate
      alert.create_time alert.end_time alert.metadata.update_time alert.start_time alert.update_time
      device.application.report.timestamp device.last_sync_audit_date`,
  },
  { type: "ip", prefix: "google_workspace.admin.email.log_search_filter.", names: "recipient.ip sender.ip" },
  { type: "flattened", names: "google_workspace.token.scope.data" },
];
