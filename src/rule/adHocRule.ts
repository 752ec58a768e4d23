import type { Source } from "../text/source.ts";
import type { Rule } from "./rule.ts";

/** What a query outside any rule may be told of its events. */
export interface AdHocOptions {
  readonly timestampField?: string;
  readonly tiebreakerField?: string;
  readonly eventCategoryField?: string;
}

/** A rule around a bare query, for what takes rules: all streams, no exceptions, nothing to report by. */
export function adHocRule(source: Source, options: AdHocOptions = {}): Rule {
  const { timestampField, tiebreakerField, eventCategoryField } = options;
  return {
    id: "",
    name: "query",
    description: "",
    type: "eql",
    language: "eql",
    query: source.text,
    severity: "low",
    riskScore: 0,
    buildingBlock: false,
    enabled: true,
    tags: [],
    threat: [],
    falsePositives: [],
    references: [],
    author: [],
    from: "now-6m",
    to: "now",
    interval: "5m",
    maxSignals: 100,
    version: 1,
    exceptions: [],
    source,
    querySource: source,
    parameters: {},
    ...(timestampField === undefined ? {} : { timestampField }),
    ...(tiebreakerField === undefined ? {} : { tiebreakerField }),
    ...(eventCategoryField === undefined ? {} : { eventCategoryOverride: eventCategoryField }),
  };
}
