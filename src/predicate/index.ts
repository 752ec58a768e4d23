export { atomKey } from "./atomKey.ts";
export {
  and,
  cidr,
  compare,
  constant,
  element,
  equals,
  exists,
  expression,
  not,
  oneOf,
  or,
  regex,
  wildcard,
} from "./build.ts";
export { mostCombinations } from "./combinations.ts";
export { compile, compileAtom, type Matcher } from "./compile.ts";
export { evaluate, evaluateAtom } from "./evaluate.ts";
export { type Explanation, explain, type FieldSeen } from "./explain.ts";
export { atomsOf, fieldsOf, fieldsOfAtom, fieldsOfExpression } from "./fields.ts";
export type { CallForm, FunctionDefinition, FunctionTable } from "./functionDefinition.ts";
export { functions } from "./functions.ts";
export { AtomTable } from "./intern.ts";
export { blockHolds, type IpAddress, type IpBlock, parseIp, parseIpBlock } from "./ip.ts";
export { compileJavaRegex } from "./javaRegex.ts";
export { type CompiledRegex, compileLuceneRegex, hasRegexSyntax } from "./luceneRegex.ts";
export { type Possibility, possible } from "./partial.ts";
export type {
  Atom,
  Comparison,
  ElementTest,
  Expression,
  ExpressionAtom,
  FunctionName,
  Predicate,
  ScalarTest,
  Test,
  TestAtom,
} from "./predicate.ts";
export { predicatesOf } from "./predicatesOf.ts";
export { printPredicate } from "./print.ts";
export { printExpression } from "./printExpression.ts";
export type { EventQuery, JoinKey, Pipe, Query, SampleQuery, SequenceQuery, SequenceStep } from "./query.ts";
export { type PatternFailure, unsupportedPatterns } from "./unsupportedPatterns.ts";
export { type Carrier, carriersOf, whyMatched } from "./whyMatched.ts";
