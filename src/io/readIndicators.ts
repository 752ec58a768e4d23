import type { EcsObject } from "../ecs/value.ts";
import { type InputProblem, rejectedRecord } from "./inputProblem.ts";
import { readDocument } from "./readDocument.ts";
import { readText } from "./readText.ts";

export interface IndicatorFiles {
  /** With `_id` and `_index` beside the document's own members, where the file has them. */
  readonly indicators: readonly EcsObject[];
  /** Files and lines that could not be read. */
  readonly problems: readonly InputProblem[];
}

/** Reads indicators for threat_match rules: JSON lines, each an ECS document or a hit as Elasticsearch answers it. */
export function readIndicators(paths: readonly string[]): IndicatorFiles {
  const indicators: EcsObject[] = [];
  const problems: InputProblem[] = [];
  for (const path of paths) {
    const text = readText(path);
    if (typeof text === "string") readLines(path, text, indicators, problems);
    else problems.push(text);
  }
  return { indicators, problems };
}

function readLines(path: string, text: string, indicators: EcsObject[], problems: InputProblem[]): void {
  let offset = 0;
  text.split("\n").forEach((line, at) => {
    if (line.trim() !== "") {
      const document = readDocument(line, `${path}:${at + 1}`);
      if ("kind" in document) problems.push(rejectedRecord(document.reason, path, offset, document.detail));
      else indicators.push(withMetadata(document._source as EcsObject, document._id, document._index));
    }
    offset += Buffer.byteLength(line) + 1;
  });
}

function withMetadata(source: EcsObject, id: string, index: string | undefined): EcsObject {
  source["_id"] = id;
  if (index !== undefined) source["_index"] = index;
  return source;
}
