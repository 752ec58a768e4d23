import { arithmeticOperators } from "./arithmeticOperators.ts";
import { comparisonOperators } from "./comparisonOperators.ts";
import { conditionalFunctions } from "./conditionalFunctions.ts";
import { conversionFunctions } from "./conversionFunctions.ts";
import { dateFunctions } from "./dateFunctions.ts";
import { encodingFunctions } from "./encodingFunctions.ts";
import { ipFunctions } from "./ipFunctions.ts";
import { jsonFunctions } from "./jsonExtract.ts";
import { logicOperators } from "./logicOperators.ts";
import { mathFunctions } from "./mathFunctions.ts";
import { multivalueFunctions } from "./multivalueFunctions.ts";
import { patternOperators } from "./patterns.ts";
import { regexFunctions } from "./regexFunctions.ts";
import type { ScalarFunction } from "./scalarFunction.ts";
import { spatialFunctions } from "./spatialFunctions.ts";
import { stringFunctions } from "./stringFunctions.ts";

export { compareSingles, keyOf } from "./comparison.ts";
export { textOf } from "./conversionFunctions.ts";
export { compileDissect, type Dissect } from "./dissect.ts";
export { compileGrok, type Grok, type GrokType } from "./grok.ts";
export { isoDate } from "./isoDate.ts";
export { likeMatcher, type Matcher, rlikeMatcher } from "./patterns.ts";
export { refusedFunctions } from "./refusedFunctions.ts";
export { parseTimeSpan, timeSpanOf } from "./timeSpans.ts";

/** Every operator and scalar function by its name, lower case; aliases (`to_int`) have entries of their own. */
export const scalarFunctions: ReadonlyMap<string, ScalarFunction> = new Map(
  [
    ...comparisonOperators,
    ...arithmeticOperators,
    ...logicOperators,
    ...patternOperators,
    ...conditionalFunctions,
    ...stringFunctions,
    ...regexFunctions,
    ...encodingFunctions,
    ...jsonFunctions,
    ...dateFunctions,
    ...mathFunctions,
    ...multivalueFunctions,
    ...conversionFunctions,
    ...ipFunctions,
    ...spatialFunctions,
  ].map((each) => [each.name, each]),
);
