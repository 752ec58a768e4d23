export { isSpace, JsonScan, type RecordSpans, type ValueScan } from "./jsonScan.ts";
export type { LiteralSearch } from "./literalSearch.ts";
export { LiteralSet } from "./literalSet.ts";
export { type MemberPlaces, MemberScan } from "./memberScan.ts";
export { type MemberTuple, MemberTuples } from "./memberTuples.ts";
export { maxRecordBytes, RecordScanner, type RecordSink, type ScanReason } from "./recordScanner.ts";
export type { TextNumbers } from "./textNumbers.ts";
export { fastestScan } from "./wasmScan.ts";
