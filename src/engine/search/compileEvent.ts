import { documentView, type EventView } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import { readField } from "../../ecs/readField.ts";
import type { EcsObject } from "../../ecs/value.ts";
import { compile } from "../../predicate/compile.ts";
import { atomsOf, fieldsOfAtom } from "../../predicate/fields.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import { sourceOf } from "./searchDocument.ts";

/** An event query's predicate as a function of a source document; fields are read when they are asked for. */
export function compileEvent(predicate: Predicate): (source: object) => boolean {
  const matches = compile(predicate);
  if (readsTwice(predicate)) return (source) => matches(documentView(sourceOf(source)));
  return (source) => matches(new SourceView(sourceOf(source)));
}

/** Whether some field is read by more than one atom, so that remembering its values may pay. */
function readsTwice(predicate: Predicate): boolean {
  const fields = atomsOf(predicate).flatMap(fieldsOfAtom);
  return new Set(fields.map(({ name }) => name)).size < fields.length;
}

/** A view that remembers nothing. */
class SourceView implements EventView {
  readonly #source: EcsObject;

  constructor(source: EcsObject) {
    this.#source = source;
  }

  values(field: Field) {
    return readField(this.#source, field);
  }
}
