import type { Field } from "./field.ts";
import type { FieldGroup } from "./fieldGroup.ts";

/**
 * Fields that neither ECS nor a pipeline's table declares but documents or rules have: those that the shipper and the
 * index add (ecs-mapping facts §0), `geo.*` at the root (azure), entity fields of older integrations,
 * APM's `processor.*`, an alert's own fields, and `_index` and `_id`, which Elasticsearch lets conditions read like
 * keywords.
 */
export const addedFields: readonly FieldGroup[] = [
  { type: "keyword", names: "_id _index" },
  {
    type: "keyword",
    ignoreAbove: 1024,
    names: `
      actor.entity.id cloud.image.id elastic_agent.id elastic_agent.version input.type processor.event
      processor.name related.entity target.entity.id`,
  },
  { type: "boolean", names: "elastic_agent.snapshot" },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "geo.",
    names: "city_name continent_name country_iso_code country_name name region_iso_code region_name",
  },
  { type: "geo_point", names: "geo.location" },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "aws.s3.",
    names: "bucket.arn bucket.name object.key",
  },
  { type: "flattened", names: "aws.s3.metadata" },
  {
    type: "keyword",
    prefix: "kibana.alert.",
    names: `
      ancestors.id ancestors.index ancestors.rule ancestors.type building_block_type group.id new_terms
      original_event.action original_event.category original_event.dataset original_event.kind
      original_event.module original_event.outcome original_event.provider original_event.type reason
      rule.building_block_type rule.category rule.consumer rule.description rule.from rule.interval rule.name
      rule.producer rule.rule_id rule.rule_type_id rule.severity rule.tags rule.threat.tactic.id
      rule.threat.tactic.name rule.threat.technique.id rule.threat.technique.name rule.to rule.type rule.uuid
      rule.version severity status suppression.terms.field suppression.terms.value
      threshold_result.cardinality.field threshold_result.terms.field threshold_result.terms.value url uuid
      workflow_status workflow_tags`,
  },
  {
    type: "long",
    prefix: "kibana.alert.",
    names: `
      ancestors.depth depth group.index suppression.docs_count threshold_result.cardinality.value
      threshold_result.count`,
  },
  { type: "float", names: "kibana.alert.risk_score" },
  {
    type: "date",
    prefix: "kibana.alert.",
    names: "original_time suppression.end suppression.start threshold_result.from",
  },
];

/** The names that fields of alerts had before Kibana 8, kept there as aliases: rules on alerts still use them. */
export const alertAliases: readonly Field[] = [
  "rule.name",
  "rule.rule_id",
  "rule.severity",
  "rule.tags",
  "rule.threat.tactic.id",
  "rule.threat.tactic.name",
  "rule.threat.technique.id",
  "rule.threat.technique.name",
  "rule.type",
].map((name) => ({ name: `signal.${name}`, path: `kibana.alert.${name}`, type: "keyword" }));
