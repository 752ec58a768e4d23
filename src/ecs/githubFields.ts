import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The fields of Elastic's `github` package, data stream `audit` (its `fields.yml`), beyond ECS.
 *
 * The last group is not declared there; Elastic's rules read those with these types (elastic/detection-rules, `non-ecs-
 * schema.json`).
 */
export const githubFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "github.",
    names: `
      actor_id actor_location.country_name audit_log_stream_id audit_log_stream_sink audit_log_stream_sink_details
      blocked_user business business_id category changes.billing_plan changes.roles commit_id data.event
      data.head_branch data.head_sha data.trigger_id data.workflow_id data.workflow_run_id device events
      forked_repository hashed_token hook_id integration login_method logout_reason message name new_role old_role
      operation_type org org_id permission programmatic_access_type pull_request_id pull_request_title
      pull_request_url reason repo repo_id repositories_added repositories_added_names repositories_removed
      repositories_removed_names repository repository_selection request_category secret_type
      secret_type_display_name secrets_updated source_branch target_branch team token_id token_scopes topic
      transport_protocol_name user_agent user_id version visibility`,
  },
  {
    type: "boolean",
    prefix: "github.",
    names: `
      active actor_is_bot audit_log_stream_enabled multi_repo public_repo publicly_leaked repository_public`,
  },
  { type: "long", prefix: "github.", names: "number transport_protocol" },
  { type: "date", names: "github.data.started_at" },
  { type: "ip", prefix: "github.", names: "actor_ip actor_location.ip" },
  { type: "object", open: true, names: "github.events_object" },
  { type: "keyword", ignoreAbove: 1024, prefix: "github.", names: "branch overridden_codes reasons.code" },
  { type: "text", names: "github.reasons.message" },
];
