/** What an event type says of itself in ECS. */
export interface OktaCategory {
  readonly category: readonly string[];
  readonly type: readonly string[];
}

/**
 * `event.category` and `event.type` by event type; both empty for one that is not listed.
 *
 * The Okta integration has two tables: short lists in its pipeline, and a generated one of all event types, of which this
 * has the families that detections are about (users, groups, roles, policies, zones, applications, OAuth 2.0, tokens,
 * identity providers, messages, security). What both say is joined, the lists first, as the generated script joins them.
 */
export function oktaCategory(eventType: string): OktaCategory {
  return categories.get(eventType) ?? none;
}

const none: OktaCategory = { category: [], type: [] };

type Rows = readonly (readonly [category: string, type: string, eventTypes: string])[];

/** The lists of the pipeline itself; `-` stands for none. */
const lists: Rows = [
  [
    "iam",
    "-",
    `group.user_membership.add group.user_membership.remove user.lifecycle.activate user.lifecycle.create
    user.lifecycle.deactivate user.lifecycle.suspend user.lifecycle.unsuspend`,
  ],
  [
    "configuration",
    "-",
    `policy.lifecycle.activate policy.lifecycle.create policy.lifecycle.deactivate policy.lifecycle.delete
    policy.lifecycle.update policy.rule.activate policy.rule.add policy.rule.deactivate policy.rule.delete
    policy.rule.update application.lifecycle.activate application.lifecycle.create application.lifecycle.deactivate
    application.lifecycle.delete application.lifecycle.update`,
  ],
  ["authentication", "-", "user.session.start user.session.end user.authentication.sso policy.evaluate_sign_on"],
  ["session", "-", "user.session.start user.session.end"],
  ["-", "info", "system.org.rate_limit.warning system.org.rate_limit.violation core.concurrency.org.limit.violation"],
  [
    "-",
    "network",
    `system.org.rate_limit.warning system.org.rate_limit.violation core.concurrency.org.limit.violation
    security.request.blocked`,
  ],
  ["-", "start", "user.session.start"],
  ["-", "end", "user.session.end"],
  ["-", "group", "group.user_membership.add group.user_membership.remove"],
  [
    "-",
    "info",
    `user.lifecycle.activate user.lifecycle.create user.lifecycle.deactivate user.lifecycle.suspend
    user.lifecycle.unsuspend user.authentication.sso user.session.start user.session.end
    application.user_membership.add application.user_membership.remove application.user_membership.change_username`,
  ],
  [
    "-",
    "change",
    `user.lifecycle.activate user.lifecycle.deactivate user.lifecycle.suspend user.lifecycle.unsuspend
    group.user_membership.add group.user_membership.remove policy.lifecycle.activate policy.lifecycle.deactivate
    policy.lifecycle.update policy.rule.activate policy.rule.add policy.rule.deactivate policy.rule.update
    application.user_membership.add application.user_membership.remove application.user_membership.change_username`,
  ],
  ["-", "creation", "user.lifecycle.create policy.lifecycle.create application.lifecycle.create"],
  ["-", "deletion", "policy.lifecycle.delete application.lifecycle.delete"],
  ["-", "info", "policy.evaluate_sign_on"],
];

/** Rows of the generated table. */
const generated: Rows = [
  [
    "iam",
    "user",
    `user.account.lock user.account.lock.limit user.account.preference_update user.account.unlock
    user.account.unlock_by_admin user.account.unlock_failure user.account.unlock_token user.account.use_token
    user.lifecycle.activate user.lifecycle.deactivate user.lifecycle.jit.error.read_only user.lifecycle.reactivate
    user.lifecycle.suspend user.lifecycle.unsuspend user.risk.detect policy.execute.user.start
    application.user_membership.approve application.user_membership.restore`,
  ],
  ["iam", "info user", "user.account.privilege.grant user.account.report_suspicious_activity_by_enduser"],
  [
    "iam",
    "deletion user",
    `user.account.privilege.revoke user.lifecycle.delete.completed user.lifecycle.delete.initiated
    application.user_membership.deprovision application.user_membership.remove application.user_membership.revoke
    device.user.remove`,
  ],
  [
    "iam",
    "change user",
    `user.account.update_primary_email user.account.update_profile user.account.update_secondary_email
    user.account.update_user_type user.risk.change application.user_membership.change_username
    application.user_membership.update`,
  ],
  [
    "iam",
    "creation user",
    `user.lifecycle.create application.user_membership.add application.user_membership.provision device.user.add`,
  ],
  ["iam", "admin change user", "user.behavior.profile.reset"],
  ["iam", "admin creation user", "user.identity_snapshot.attestation.create"],
  [
    "authentication",
    "info",
    `user.account.reset_password user.account.update_password user.authentication.auth
    user.authentication.auth_unconfigured_identifier user.authentication.auth_via_AD_agent
    user.authentication.auth_via_IDP user.authentication.auth_via_LDAP_agent
    user.authentication.auth_via_inbound_SAML user.authentication.auth_via_inbound_delauth
    user.authentication.auth_via_iwa user.authentication.auth_via_mfa user.authentication.auth_via_radius
    user.authentication.auth_via_richclient user.authentication.auth_via_social user.authentication.authenticate
    user.authentication.dsso_via_non_priority_source user.authentication.slo user.authentication.sso
    user.authentication.verify user.credential.enroll user.identity_verification user.import.password
    user.lifecycle.password_mass_expiry user.mfa.attempt_bypass user.mfa.factor.reset_all user.mfa.factor.suspend
    user.mfa.factor.unsuspend user.mfa.factor.update user.mfa.okta_verify user.mfa.okta_verify.deny_push
    user.mfa.okta_verify.deny_push_upgrade_needed policy.auth_reevaluate.action policy.auth_reevaluate.enforce
    policy.auth_reevaluate.fail policy.evaluate_sign_on app.generic.unauth_app_access_attempt
    app.kerberos_rich_client.user_authentication_successful app.ldap.password.change.failed
    app.oauth2.admin.consent.grant app.oauth2.admin.consent.revoke app.oauth2.api_resource.create
    app.oauth2.api_resource.delete app.oauth2.api_resource.update app.oauth2.as.authorize app.oauth2.as.authorize.code
    app.oauth2.as.authorize.implicit.access_token app.oauth2.as.authorize.implicit.id_token
    app.oauth2.as.authorize.scope_denied app.oauth2.as.consent.grant app.oauth2.as.consent.revoke
    app.oauth2.as.consent.revoke.implicit.as app.oauth2.as.consent.revoke.implicit.client
    app.oauth2.as.consent.revoke.implicit.scope app.oauth2.as.consent.revoke.implicit.user
    app.oauth2.as.consent.revoke.user app.oauth2.as.consent.revoke.user.client app.oauth2.as.evaluate.claim
    app.oauth2.as.interact.interaction_code app.oauth2.as.interact.interaction_handle app.oauth2.as.key.rollover
    app.oauth2.as.resource_server.credentials.lifecycle.create
    app.oauth2.as.resource_server.credentials.lifecycle.delete app.oauth2.as.token.detect_reuse
    app.oauth2.as.token.grant app.oauth2.as.token.grant.access_token app.oauth2.as.token.grant.device_secret
    app.oauth2.as.token.grant.id_token app.oauth2.as.token.grant.refresh_token app.oauth2.as.token.revoke
    app.oauth2.authorize app.oauth2.authorize.code app.oauth2.authorize.implicit.access_token
    app.oauth2.authorize.implicit.id_token app.oauth2.client.lifecycle.create app.oauth2.client.lifecycle.delete
    app.oauth2.client.lifecycle.update app.oauth2.client.privilege.grant app.oauth2.client.privilege.revoke
    app.oauth2.client.read_client_secret app.oauth2.client_id_rate_limit_warning app.oauth2.consent.grant
    app.oauth2.credentials.lifecycle.create app.oauth2.credentials.lifecycle.delete
    app.oauth2.interact.interaction_code app.oauth2.interact.interaction_handle app.oauth2.invalid_client_credentials
    app.oauth2.key.rollover app.oauth2.signon app.oauth2.token.detect_reuse app.oauth2.token.grant
    app.oauth2.token.grant.access_token app.oauth2.token.grant.id_jag app.oauth2.token.grant.id_token
    app.oauth2.token.grant.refresh_token app.oauth2.token.revoke app.oauth2.token.revoke.implicit.as
    app.oauth2.token.revoke.implicit.client app.oauth2.token.revoke.implicit.user app.oauth2.trusted_server.add
    app.oauth2.trusted_server.delete application.configuration.update_api_credentials_for_pass_change
    application.integration.authentication_failure application.user_membership.change_password
    application.user_membership.restore_password application.user_membership.show_password credential.register
    credential.revoke security.authenticator.lifecycle.create security.authenticator.lifecycle.update
    security.breached_credential.detected system.api_token.create system.api_token.request_outside_allowed_range
    system.api_token.revoke system.api_token.update system.email.challenge_factor_redeemed
    system.email.mfa_enroll_notification.sent_message system.email.mfa_reset_notification.sent_message
    system.email.password_reset.sent_message system.email.send_factor_verify_message
    system.oauth2.token.request_outside_allowed_range system.push.send_factor_verify_push
    system.sms.send_factor_verify_message system.sms.send_password_reset_message
    system.sms.send_phone_verification_message system.voice.send_mfa_challenge_call
    system.voice.send_password_reset_call system.voice.send_phone_verification_call`,
  ],
  ["authentication", "end info", "user.account.expire_password user.mfa.factor.deactivate"],
  ["authentication", "info start", "user.mfa.factor.activate security.authenticator.lifecycle.activate"],
  ["authentication", "end info start", "security.authenticator.lifecycle.deactivate"],
  [
    "authentication",
    "end",
    `user.authentication.universal_logout user.authentication.universal_logout.scheduled system.mfa.factor.deactivate
    application.configuration.disable_delauth_outbound`,
  ],
  [
    "authentication",
    "start",
    `user.identity_verification.start app.oauth2.as.resource_server.credentials.lifecycle.activate
    app.oauth2.client.lifecycle.activate app.oauth2.credentials.lifecycle.activate system.api_token.enable
    system.mfa.factor.activate application.configuration.enable_delauth_outbound`,
  ],
  [
    "authentication",
    "end start",
    `app.oauth2.as.resource_server.credentials.lifecycle.deactivate app.oauth2.client.lifecycle.deactivate
    app.oauth2.credentials.lifecycle.deactivate`,
  ],
  [
    "session",
    "info",
    `user.session.access_admin_app user.session.clear user.session.context.change user.session.impersonation.extend
    user.session.impersonation.grant user.session.impersonation.revoke security.session.detect_client_roaming`,
  ],
  ["session", "start", "user.session.start user.session.impersonation.initiate"],
  ["session", "end", "user.session.end user.session.expire user.session.impersonation.end"],
  [
    "iam",
    "creation group",
    `group.application_assignment.add group.lifecycle.create application.provision.group.add
    application.provision.group_membership.add`,
  ],
  ["iam", "deletion group", "group.application_assignment.remove group.lifecycle.delete group.privilege.revoke"],
  ["iam", "change group", "group.application_assignment.update"],
  ["iam", "group", "group.application_assignment.skip_assignment_reconcile"],
  ["iam", "group info", "group.privilege.grant"],
  ["iam", "admin change group", "group.profile.update"],
  ["iam", "creation group user", "group.user_membership.add group.user_membership.rule.add_exclusion"],
  ["iam", "deletion group user", "group.user_membership.remove"],
  [
    "iam",
    "group user",
    `group.user_membership.rule.deactivated group.user_membership.rule.error group.user_membership.rule.evaluation
    group.user_membership.rule.invalidate group.user_membership.rule.trigger`,
  ],
  ["iam", "creation info", "iam.role.create iam.role.permissions.add"],
  ["iam", "deletion info", "iam.role.delete iam.role.permissions.delete"],
  ["iam", "creation", "iam.role.permission.conditions.add"],
  ["iam", "deletion", "iam.role.permission.conditions.delete"],
  ["iam", "change info", "iam.role.update"],
  [
    "configuration",
    "change info",
    `iam.policy.configuration.update iam.resourceset.resources.update iam.resourceset.update
    security.behavior.settings.update security.threat.configuration.update support.org.update`,
  ],
  [
    "configuration",
    "creation info",
    "iam.resourceset.bindings.add iam.resourceset.create iam.resourceset.resources.add security.behavior.settings.create",
  ],
  [
    "configuration",
    "deletion info",
    `iam.resourceset.bindings.delete iam.resourceset.delete iam.resourceset.resources.delete
    security.behavior.settings.delete`,
  ],
  [
    "configuration",
    "info",
    `policy.entity_risk.action policy.entity_risk.evaluate policy.lifecycle.activate policy.lifecycle.deactivate
    policy.lifecycle.overwrite policy.rule.action.execute policy.rule.activate policy.rule.deactivate
    policy.rule.invalidate policy.scheduled.execute application.lifecycle.activate application.lifecycle.deactivate
    application.configuration.detect_error application.configuration.disable_fed_broker_mode
    application.configuration.enable_fed_broker_mode application.configuration.import_schema
    application.configuration.read_client_secret application.integration.api_query
    application.integration.general_failure application.integration.rate_limit_exceeded
    application.integration.transfer_files core.concurrency.org.limit.violation event_hook.delivery event_hook.verified
    inline_hook.executed inline_hook.response.processed inline_hook.verified oauth2.scope.updated
    security.zone.make_blacklist system.client.concurrency_rate_limit.notification
    system.client.concurrency_rate_limit.violation system.client.rate_limit.notification
    system.client.rate_limit.violation system.email.account_unlock.sent_message system.email.bounce.removal
    system.email.delivery system.email.new_device_notification.sent_message system.email.template.settings_changed
    system.feature.disable system.feature.ea_auto_enroll system.feature.enable system.idp.lifecycle.activate
    system.idp.lifecycle.deactivate system.idp.lifecycle.read_client_secret system.log_stream.lifecycle.activate
    system.log_stream.lifecycle.deactivate system.operation.concurrency_limit.violation
    system.operation.rate_limit.violation system.operation.rate_limit.warning system.org.captcha.activate
    system.org.captcha.deactivate system.org.rate_limit.burst system.org.rate_limit.expiration.warning
    system.org.rate_limit.violation system.org.rate_limit.warning system.sms.receive_status
    system.sms.send_account_unlock_message system.sms.send_okta_push_verify_message system.voice.receive_status
    system.voice.send_account_unlock_call system.voice.send_call zone.activate zone.deactivate zone.make_blacklist`,
  ],
  ["configuration", "access", "policy.continuous_access.action policy.continuous_access.evaluate"],
  ["configuration", "access info", "application.policy.sign_on.deny_access"],
  [
    "configuration",
    "creation",
    `policy.lifecycle.create policy.mapping.create policy.rule.add application.lifecycle.create
    application.policy.sign_on.rule.create event_hook.created inline_hook.created oauth2.as.created oauth2.claim.created
    oauth2.scope.created system.email.template.create system.idp.key.create system.idp.lifecycle.create
    system.org.lifecycle.create zone.create`,
  ],
  ["configuration", "creation info", "system.log_stream.lifecycle.create"],
  [
    "configuration",
    "deletion",
    `policy.lifecycle.delete policy.rule.delete application.lifecycle.delete application.policy.sign_on.rule.delete
    event_hook.deleted inline_hook.deleted oauth2.as.deleted oauth2.claim.deleted oauth2.scope.deleted
    security.zone.remove_blacklist system.email.template.delete system.idp.key.delete system.idp.lifecycle.delete
    system.org.task.remove zone.delete zone.remove_blacklist`,
  ],
  ["configuration", "deletion info", "system.log_stream.lifecycle.delete"],
  [
    "configuration",
    "change",
    `policy.lifecycle.update policy.rule.update application.lifecycle.update application.policy.sign_on.update
    application.configuration.reset_logo application.configuration.update application.configuration.update_logo
    application.configuration.update_rate_limits event_hook.activated event_hook.deactivated event_hook.updated
    inline_hook.activated inline_hook.deactivated inline_hook.updated network_zone.rule.disabled oauth2.as.activated
    oauth2.as.deactivated oauth2.as.updated oauth2.claim.updated security.attack_protection.settings.update
    system.email.template.update system.idp.key.update system.idp.lifecycle.update
    system.rate_limit.configuration.update zone.update`,
  ],
  ["configuration", "change info", "system.log_stream.lifecycle.update"],
  ["threat", "indicator", "security.attack.end security.attack.start security.threat.detected"],
  [
    "threat",
    "-",
    `security.device.add_request_blacklist_policy security.device.remove_request_blacklist_policy
    security.device.temporarily_disable_blacklisting security.events.provider.activate
    security.events.provider.create security.events.provider.deactivate security.events.provider.delete
    security.events.provider.receive_event security.events.provider.update security.events.transmitter.create
    security.events.transmitter.delete security.events.transmitter.update security.request.blocked
    security.trusted_origin.activate security.trusted_origin.create security.trusted_origin.deactivate
    security.trusted_origin.delete security.trusted_origin.update security.voice.add_country_blacklist
    security.voice.remove_country_blacklist`,
  ],
  ["host", "info", "device.enrollment.create device.lifecycle.delete"],
  ["host", "start", "device.lifecycle.activate"],
  ["host", "end start", "device.lifecycle.deactivate"],
  ["host", "end", "device.lifecycle.suspend device.lifecycle.unsuspend"],
];

const categories = joined([...lists, ...generated]);

function joined(rows: Rows): ReadonlyMap<string, OktaCategory> {
  const table = new Map<string, OktaCategory>();
  for (const [category, type, eventTypes] of rows) {
    for (const eventType of eventTypes.trim().split(/\s+/)) {
      const held = table.get(eventType) ?? none;
      table.set(eventType, { category: withWords(held.category, category), type: withWords(held.type, type) });
    }
  }
  return table;
}

function withWords(held: readonly string[], words: string): readonly string[] {
  return words === "-" ? held : [...new Set([...held, ...words.split(" ")])];
}
