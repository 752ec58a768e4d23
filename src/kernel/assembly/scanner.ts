// AssemblyScript: the module that scripts/generateScanner.mjs compiles.

export { scanString, scanValue } from "./jsonScan";
export { findLiterals } from "./literalSearch";
export { forgetNumbers, numberMembers, scanMembers } from "./memberScan";
export { numberText } from "./textNumbers";
