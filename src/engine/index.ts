export { type Alert, type AlertGroup, type AlertKind, compareAlerts } from "./alert.ts";
export { buildAlerts, type SequenceListener } from "./alerts.ts";
export { eventView } from "./eventView.ts";
export { type EventReasons, explainAlert } from "./explain.ts";
export type { Hit } from "./hit.ts";
export { type Plan, planRules } from "./plan.ts";
export { compareSeverity, severities } from "./severity.ts";
export type { SequenceLimits, SequenceMatch } from "./state/sequence.ts";
export { type SequenceOrdering, SequenceRun, type SequenceRunCounters } from "./state/sequenceRun.ts";
