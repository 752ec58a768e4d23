import type { EventView } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import type { SourceRow } from "../../language/esql/index.ts";

const idField: Field = { name: "_id", type: "keyword" };
const indexField: Field = { name: "_index", type: "keyword" };

/** An event as ES|QL reads it: each was indexed once, so its `_version` is 1; other metadata is null. */
export function viewRow(view: EventView): SourceRow {
  return {
    values: (field) => view.values(field),
    metadata: (name) => {
      if (name === "_version") return 1;
      const field = name === "_id" ? idField : name === "_index" ? indexField : undefined;
      return field === undefined ? null : ((view.values(field)[0] as string | undefined) ?? null);
    },
  };
}
