import { addedFields } from "./addedFields.ts";
import { awsCloudtrailFields } from "./awsCloudtrailFields.ts";
import { azureFields } from "./azureFields.ts";
import type { Catalogue, Field } from "./field.ts";
import { fieldsOfGroups } from "./fieldGroup.ts";
import { gcpAuditFields } from "./gcpAuditFields.ts";
import { ecsFields } from "./generated/ecsFields.ts";

/**
 * A catalogue of the fields given; of two with one name the later counts.
 *
 * Below a `flattened` field every path is a keyword field, as Elasticsearch has it; a leaf keeps the parent's
 * `ignoreAbove`. Below a field named in `openObjects`, an object of keywords whose names are not known, alike.
 */
export function catalogueOf(fields: Iterable<Field>, openObjects: readonly string[] = []): Catalogue {
  const mapped = new Map<string, Field>();
  for (const field of fields) mapped.set(field.name, field);
  const sorted = [...mapped.keys()].sort();
  const leaves = new Map<string, Field | undefined>();
  return {
    field: (name) => {
      const field = mapped.get(name);
      if (field !== undefined || leaves.has(name)) return field ?? leaves.get(name);
      const leaf = leafField(mapped, name, openObjects);
      if (leaf !== undefined) leaves.set(name, leaf);
      return leaf;
    },
    names: () => sorted,
  };
}

/** The keyword field of a path below a flattened field or an open object. */
function leafField(
  mapped: ReadonlyMap<string, Field>,
  name: string,
  openObjects: readonly string[],
): Field | undefined {
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const parent = mapped.get(name.slice(0, dot));
    if (parent === undefined || dot === name.length - 1) continue;
    if (parent.type !== "flattened" && !openObjects.includes(parent.name)) continue;
    const { ignoreAbove } = parent;
    return { name, type: "keyword", ...(ignoreAbove === undefined ? {} : { ignoreAbove }) };
  }
  return undefined;
}

/** ECS, the fields of the AWS, Azure and GCP integrations, and those added outside their pipelines. */
export const defaultCatalogue: Catalogue = catalogueOf(
  fieldsOfGroups([...addedFields, ...awsCloudtrailFields, ...azureFields, ...gcpAuditFields, ...ecsFields]),
  ["labels", "container.labels"],
);
