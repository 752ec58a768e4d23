export type * from "./ast.ts";
export { type CheckResult, check } from "./check/check.ts";
export type { CheckOptions, KueryResult } from "./check/checkContext.ts";
export { unsupportedCodes } from "./check/unsupported.ts";
export type * from "./checked.ts";
export { decidingFields } from "./decidingFields.ts";
export {
  type CompiledEsql,
  compile,
  type EsqlResult,
  type PreparedEsql,
  type RunOptions,
  sourceFields,
} from "./execute/compile.ts";
export { defaultLimits, type ExecutionLimits } from "./execute/limits.ts";
export type { SourceRow } from "./execute/sourceRow.ts";
export { extractedWords } from "./extractedWords.ts";
export { type FormatResult, formatQuery } from "./formatQuery.ts";
export { type ParseResult, parse } from "./parser.ts";
export { prefilter } from "./prefilter.ts";
export { print, printExpression } from "./print.ts";
export * from "./value.ts";
