export { type CompiledRule, type CompileOptions, compileRule } from "./compileRule.ts";
export { exceptionPredicate } from "./exceptionPredicate.ts";
export { type LoadedRules, type LoadOptions, loadRules } from "./load.ts";
export { type ExceptionDocument, type ExceptionItems, readExceptionItems } from "./readExceptionItems.ts";
export type {
  ExceptionEntry,
  ExceptionItem,
  Rule,
  RuleSeverity,
  RuleType,
  RunnableRule,
  Threat,
  ThreatTechnique,
  UnsupportedRule,
} from "./rule.ts";
export { readValueList } from "./valueList.ts";
