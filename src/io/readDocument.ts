import { type EcsObject, type EcsValue, emptyObject, isEcsObject } from "../ecs/value.ts";
import type { SearchDocument } from "../engine/search/searchDocument.ts";
import { foldJson, type JsonFold } from "../normalize/foldJson.ts";
import type { Rejected } from "../normalize/record.ts";
import { JsonNumber, parseJson } from "../text/json.ts";

/**
 * A document from its JSON text: `{_id, _index?, _source}` as Elasticsearch answers it, else the source alone, whose id is
 * its `event.id`, else the name given.
 *
 * Nothing in it is changed; integers too large for a double are exact.
 */
export function readDocument(text: string, name: string): SearchDocument | Rejected {
  const parsed = parseJson(text);
  if (!parsed.ok) return { kind: "rejected", reason: "invalid JSON", detail: parsed.reason };
  const value = foldJson(parsed.value, exactly);
  if (!isEcsObject(value)) return { kind: "rejected", reason: "not an object" };
  const { _id: id, _index: index, _source: source } = value;
  if (typeof id !== "string" || !isEcsObject(source)) return { _id: eventIdOf(value) ?? name, _source: value };
  return { _id: id, ...(typeof index === "string" ? { _index: index } : {}), _source: source };
}

const exactly: JsonFold<EcsValue> = {
  scalar: (value) => (value instanceof JsonNumber ? value.toScalar() : value),
  array: (elements) => elements,
  object: (keys, values) => {
    const object: EcsObject = emptyObject();
    keys.forEach((key, at) => {
      object[key] = values[at]!;
    });
    return object;
  },
};

function eventIdOf(source: EcsObject): string | undefined {
  const { event, "event.id": dotted } = source;
  const id = isEcsObject(event) ? event["id"] : dotted;
  return typeof id === "string" && id !== "" ? id : undefined;
}
