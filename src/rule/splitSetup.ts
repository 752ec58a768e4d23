/**
 * Cuts the `## Setup` section out of an investigation guide, as detection-rules does before it sends a rule to Kibana.
 *
 * The section runs to the next heading of level two or deeper; headings inside fenced code do not count. Undefined
 * when the guide has no such section, or an empty one.
 */
export function splitSetup(note: string): { readonly note: string; readonly setup: string } | undefined {
  const lines = note.split("\n");
  const headings = headingLines(lines);
  const start = headings.find((at) => lines[at]!.trimEnd() === "## Setup");
  if (start === undefined) return undefined;
  const end = headings.find((at) => at > start && lines[at]!.startsWith("##")) ?? lines.length;
  const setup = lines
    .slice(start + 1, end)
    .join("\n")
    .trim();
  if (setup === "") return undefined;
  return { note: [...lines.slice(0, start), ...lines.slice(end)].join("\n").trim(), setup };
}

function headingLines(lines: readonly string[]): number[] {
  const found: number[] = [];
  let fenced = false;
  for (const [at, line] of lines.entries()) {
    if (line.trimStart().startsWith("```")) fenced = !fenced;
    else if (!fenced && /^#{1,6} /.test(line)) found.push(at);
  }
  return found;
}
