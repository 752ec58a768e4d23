export type { RecordSpans } from "./jsonScan.ts";
export { maxRecordBytes, RecordScanner, type RecordSink, type ScanReason } from "./recordScanner.ts";
