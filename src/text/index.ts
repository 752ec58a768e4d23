export {
  compareText,
  type Diagnostic,
  hasErrors,
  type Label,
  type Severity,
  sortDiagnostics,
} from "./diagnostic.ts";
export { type DiagnosticJson, diagnosticToJson, type LabelJson } from "./diagnosticToJson.ts";
export { didYouMean } from "./didYouMean.ts";
export { type DurationUnit, durationMs, isDurationUnit, parseDuration } from "./duration.ts";
export {
  type JsonArray,
  type JsonFailure,
  type JsonLimits,
  JsonNumber,
  type JsonObject,
  type JsonResult,
  type JsonValue,
  parseJson,
  printJson,
} from "./json.ts";
export { quoteForTerminal, quoteJson } from "./quote.ts";
export { type RenderOptions, renderDiagnostic, renderDiagnosticLine } from "./renderDiagnostic.ts";
export { quoteText, type Report, Reports, shorten } from "./reports.ts";
export { type Host, hostSpan, type Place, placeOf, type Source, type Span } from "./source.ts";
export { escapeForTerminal } from "./terminal.ts";
export { foldAscii, hasWildcard, wildcardMatcher } from "./wildcard.ts";
