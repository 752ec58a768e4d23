export type * from "./ast.ts";
export { type CheckOptions, type CheckResult, check } from "./check.ts";
export type * from "./checked.ts";
export { type FormatResult, formatQuery } from "./formatQuery.ts";
export { lower } from "./lower.ts";
export { type ParseResult, parse } from "./parser.ts";
export { print } from "./print.ts";
