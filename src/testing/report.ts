import { escapeForTerminal } from "../text/terminal.ts";
import type { CaseProof, DetectionProof, Verdict } from "./prove.ts";

/** How many cases came out how. */
export type ProofCounts = Readonly<Record<Verdict, number>> & { readonly detections: number };

/** Counts over several detections. */
export function countProofs(proofs: readonly DetectionProof[]): ProofCounts {
  const counts = { pass: 0, fail: 0, "known miss": 0, promoted: 0, detections: proofs.length };
  for (const { cases } of proofs) for (const { verdict } of cases) counts[verdict]++;
  return counts;
}

/**
 * A detection's proof as lines of text: its name, then a line a case, and under a case that fails the reasons.
 *
 * Safe for a terminal. Cases that pass are left out unless `all` is set.
 */
export function proofLines(proof: DetectionProof, options: { readonly all?: boolean } = {}): string[] {
  const shown = proof.cases.filter(({ verdict }) => options.all === true || verdict !== "pass");
  const lines = shown.flatMap((each) => [caseLine(each), ...reasonsOf(each).map((reason) => `      ${reason}`)]);
  return [`${proof.proven ? "proven" : "FAILED"}  ${proof.ruleName}`, ...lines].map(escapeForTerminal);
}

/** One line over all: `16 detections: 120 cases pass, 14 known misses`, with failures and promotions when there are any. */
export function summaryLine(counts: ProofCounts): string {
  const parts = [`${counts.pass} ${counts.pass === 1 ? "case passes" : "cases pass"}`];
  if (counts.fail > 0) parts.push(`${counts.fail} ${counts.fail === 1 ? "fails" : "fail"}`);
  const misses = counts["known miss"];
  if (misses > 0) parts.push(`${misses} known ${misses === 1 ? "miss" : "misses"}`);
  if (counts.promoted > 0) parts.push(`${counts.promoted} to promote`);
  return `${counts.detections} ${counts.detections === 1 ? "detection" : "detections"}: ${parts.join(", ")}`;
}

function caseLine({ name, verdict, expected, got }: CaseProof): string {
  const counts = verdict === "pass" || verdict === "known miss" ? "" : `: expected ${expected} alerts, got ${got}`;
  return `  ${verdict === "fail" ? "FAIL" : verdict}  ${name}${counts}`;
}

function reasonsOf(each: CaseProof): string[] {
  const reasons = each.unread.map(({ line, reason }) => `line ${line} was not read: ${reason}`);
  if (each.verdict === "promoted") {
    return [...reasons, "it fires now: take `known_miss` away and write down what is expected"];
  }
  if (each.verdict !== "fail") return reasons;
  const missing = each.missing.map((id) => `missing: ${id}`);
  return [...reasons, ...missing, ...each.surplus.map((id) => `not expected: ${id}`)];
}
