export type { CaseEntry } from "./caseEntry.ts";
export {
  type CaseProof,
  type Detection,
  type DetectionProof,
  type ProofCase,
  proveDetection,
  type UnreadLine,
  type Verdict,
} from "./prove.ts";
export { countProofs, type ProofCounts, proofLines, summaryLine } from "./report.ts";
export {
  type AttackMapping,
  type Confidence,
  type Emulation,
  parseSidecar,
  type Sidecar,
  type Tactic,
  type TuningKnob,
} from "./sidecar.ts";
