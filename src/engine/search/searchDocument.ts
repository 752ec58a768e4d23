import { documentView, type EventView } from "../../ecs/event.ts";
import type { EcsObject } from "../../ecs/value.ts";
import { EqlError } from "./eqlError.ts";

/** A document as an index holds it. */
export interface SearchDocument {
  readonly _id: string;
  /** The index it lies in; the answer has `""` for none. */
  readonly _index?: string;
  /** JSON; nested and dotted keys are one. Integers beyond 2^53 are exact as bigints. */
  readonly _source: object;
}

/** A document among those that are searched. */
export interface Candidate {
  readonly document: SearchDocument;
  /** Where it stands among them: the last resort of every order, as in a shard. */
  readonly ordinal: number;
}

/** Documents in the order given; throws an {@link EqlError} for the first that is none. */
export function candidatesOf(documents: Iterable<SearchDocument>): Candidate[] {
  if (typeof documents?.[Symbol.iterator] !== "function") throw new EqlError("documents must be iterable");
  return Array.from(documents, candidateOf);
}

function candidateOf(document: SearchDocument, ordinal: number): Candidate {
  const given: Partial<SearchDocument> | null | undefined = document;
  const wrong = (what: string) => new EqlError(`document ${ordinal}: ${what}`);
  if (typeof given?._id !== "string") throw wrong("[_id] must be a string");
  if (typeof given._source !== "object" || given._source === null) throw wrong("[_source] must be an object");
  if (given._index !== undefined && typeof given._index !== "string") throw wrong("[_index] must be a string");
  return { document, ordinal };
}

/** The document as conditions read it; made anew, since what it remembers would add up over many documents. */
export function viewOf({ document: { _id, _index, _source } }: Candidate): EventView {
  const view = documentView(sourceOf(_source));
  return {
    values: (field) => {
      if (field.name === "_id") return [_id];
      return field.name === "_index" && _index !== undefined ? [_index] : view.values(field);
    },
  };
}

/** JSON's objects are read by their own keys alone, so that their prototype does not matter. */
export function sourceOf(source: object): EcsObject {
  return source as EcsObject;
}
