export { type CompiledQuery, compileQuery, type Surroundings } from "./compileQuery.ts";
export { type CompiledRule, type CompileOptions, compileRule } from "./compileRule.ts";
export { exceptionPredicate } from "./exceptionPredicate.ts";
export { type ExportParts, readExportParts } from "./exportParts.ts";
export { type LoadedRules, type LoadOptions, loadRules } from "./load.ts";
export type { NotEvaluableKind, NotEvaluableReason, UnsupportedRule } from "./notEvaluable.ts";
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
} from "./rule.ts";
export { readValueList } from "./valueList.ts";
export { type WrittenExport, writeNdjson } from "./writeNdjson.ts";
export { type WriteTomlOptions, type WrittenRule, writeToml } from "./writeToml.ts";
