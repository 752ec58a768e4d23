import type { FieldGroup } from "./fieldGroup.ts";

/**
 * What the inference pipeline of Elastic's `problemchild` package adds to process events: its `custom.yml`, and
 * `blocklist_label` (elastic/detection-rules, `non-ecs-schema.json`).
 */
export const machineLearningFields: readonly FieldGroup[] = [
  { type: "long", names: "blocklist_label problemchild.prediction" },
  { type: "float", names: "problemchild.prediction_probability" },
];
