/** Ceilings for rule files (reliability facts §2, "Rule files"). */
export const limits = {
  /** UTF-16 units of one rule file, or of one line of an export. */
  fileLength: 1024 * 1024,
  /** UTF-16 units of one export. */
  exportLength: 64 * 1024 * 1024,
  depth: 64,
  listLength: 65_536,
  /** Exception items of one rule; Kibana reads no more (kibana, MAX_EXCEPTION_LIST_SIZE). */
  exceptionItems: 10_000,
  /** Exception items of all the rules of one file together. */
  appliedExceptions: 1_000_000,
  /** JSON objects of one export. */
  exportObjects: 65_536,
  /** Diagnostics of one document or one exception list. */
  findings: 100,
  /** Diagnostics of one file. */
  fileFindings: 1000,
} as const;

/** The first list that is too long, or the first value nested too deep; iterative, so no depth is too deep for it. */
export function excessIn(
  value: unknown,
): { readonly path: readonly (string | number)[]; readonly reason: string } | undefined {
  const stack: { readonly value: unknown; readonly path: readonly (string | number)[] }[] = [{ value, path: [] }];
  while (stack.length > 0) {
    const { value: next, path } = stack.pop()!;
    if (typeof next !== "object" || next === null) continue;
    if (path.length > limits.depth) return { path, reason: `nested deeper than ${limits.depth} levels` };
    if (Array.isArray(next) && next.length > limits.listLength) {
      return { path, reason: `a list of ${next.length} elements, more than ${limits.listLength}` };
    }
    for (const [key, inner] of Array.isArray(next) ? next.entries() : Object.entries(next)) {
      // Most is no object, and a path to it would be made for nothing.
      if (typeof inner === "object") stack.push({ value: inner, path: [...path, key] });
    }
  }
  return undefined;
}
