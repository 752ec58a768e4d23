import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import type { Catalogue, Field } from "../../src/ecs/field.ts";

/** Fields for the cases alone, so that a case need not borrow an ECS field of the type it is about. */
const caseFields: readonly Field[] = [
  { name: "pid", type: "long" },
  { name: "ppid", type: "long" },
  { name: "exit", type: "integer" },
  { name: "score", type: "double" },
  { name: "big", type: "unsigned_long" },
  { name: "name", type: "keyword" },
  { name: "user", type: "keyword" },
  { name: "host", type: "keyword" },
  { name: "path", type: "keyword", ignoreAbove: 40 },
  { name: "tags", type: "keyword" },
  { name: "line", type: "wildcard" },
  { name: "title", type: "text", keyword: "title.keyword" },
  { name: "title.keyword", type: "keyword", ignoreAbove: 20 },
  { name: "note", type: "text" },
  { name: "flag", type: "boolean" },
  { name: "addr", type: "ip" },
  { name: "at", type: "date" },
  { name: "build", type: "version" },
  { name: "extra", type: "flattened" },
  { name: "place", type: "geo_point" },
  { name: "meta", type: "object" },
  { name: "meta.color", type: "keyword" },
  { name: "children", type: "nested" },
  { name: "children.pid", type: "long" },
  { name: "children.state", type: "keyword" },
  { name: "my-field", type: "keyword" },
  { name: "sequence", type: "long" },
];
const byName = new Map(caseFields.map((field) => [field.name, field]));
/** The fields for the cases, then those of every event. */
export const catalogue: Catalogue = {
  field: (name) =>
    byName.get(name) ?? (name.startsWith("extra.") ? flattenedLeaf(name) : undefined) ?? defaultCatalogue.field(name),
  names: () => [...byName.keys(), ...defaultCatalogue.names()].sort(),
};

function flattenedLeaf(name: string): Field {
  let field = byName.get(name);
  if (field === undefined) byName.set(name, (field = { name, type: "keyword" }));
  return field;
}
