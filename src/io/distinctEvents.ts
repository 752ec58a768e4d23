import { createHash } from "node:crypto";
import { printDocument } from "../ecs/document.ts";
import { type EcsObject, emptyObject, isEcsObject } from "../ecs/value.ts";
import type { NormalizedEvent } from "../normalize/record.ts";

/**
 * The events without their copies: those that agree in id and in all of their document but `event.original`, which
 * differs when a record was delivered in two spellings.
 *
 * Copies that differ in more are kept: none hides another. Which of equal ones is given does not depend on the order.
 * Gone through twice; memory is two digests for each event.
 */
export function* distinctEvents(events: Iterable<NormalizedEvent>): Generator<NormalizedEvent> {
  const first = new Map<string, string>();
  for (const event of events) {
    const { content, original } = digestsOf(event);
    const known = first.get(content);
    if (known === undefined || original < known) first.set(content, original);
  }
  for (const event of events) {
    const { content, original } = digestsOf(event);
    if (first.get(content) === original && first.delete(content)) yield event;
  }
}

function digestsOf({ document, id, dataset }: NormalizedEvent): {
  readonly content: string;
  readonly original: string;
} {
  const { event } = document;
  if (!isEcsObject(event)) return { content: digest([dataset, id, printDocument(document)]), original: "" };
  const { original = "", ...others } = event;
  const rest: EcsObject = Object.assign(emptyObject(), document, { event: others });
  return { content: digest([dataset, id, printDocument(rest)]), original: digest([String(original)]) };
}

function digest(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest("base64");
}
