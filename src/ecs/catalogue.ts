import { addedFields, alertAliases } from "./addedFields.ts";
import { auditdManagerFields } from "./auditdManagerFields.ts";
import { awsCloudtrailFields } from "./awsCloudtrailFields.ts";
import { azureFields } from "./azureFields.ts";
import { endpointFields } from "./endpointFields.ts";
import type { Catalogue, Field } from "./field.ts";
import { type FieldGroup, fieldsOfGroups, openObjectsOf } from "./fieldGroup.ts";
import { fortinetFortigateFields } from "./fortinetFortigateFields.ts";
import { gcpAuditFields } from "./gcpAuditFields.ts";
import { ecsFields } from "./generated/ecsFields.ts";
import { githubFields } from "./githubFields.ts";
import { googleWorkspaceFields } from "./googleWorkspaceFields.ts";
import { kubernetesAuditFields } from "./kubernetesAuditFields.ts";
import { machineLearningFields } from "./machineLearningFields.ts";
import { networkTrafficFields } from "./networkTrafficFields.ts";
import { o365Fields } from "./o365Fields.ts";
import { oktaFields } from "./oktaFields.ts";
import { systemFields } from "./systemFields.ts";
import { windowsFields } from "./windowsFields.ts";

/**
 * A catalogue of the fields given; of two with one name the later counts.
 *
 * Below a `flattened` field every path is a keyword field, as Elasticsearch has it; a leaf keeps the parent's
 * `ignoreAbove`. Below a field named in `openObjects`, an object of keywords whose names are not known, alike.
 */
export function catalogueOf(fields: Iterable<Field>, openObjects: readonly string[] = []): Catalogue {
  const mapped = new Map<string, Field>();
  for (const field of fields) mapped.set(field.name, field);
  let longestName = 0;
  for (const { length } of mapped.keys()) longestName = Math.max(longestName, length);
  let sorted: readonly string[] | undefined;
  const leaves = new Map<string, Field | undefined>();
  return {
    field: (name) => {
      const field = mapped.get(name);
      if (field !== undefined || leaves.has(name)) return field ?? leaves.get(name);
      const leaf = leafField(mapped, name, longestName, openObjects);
      if (leaf !== undefined) leaves.set(name, leaf);
      return leaf;
    },
    names: () => {
      sorted ??= [...mapped.keys()].sort();
      return sorted;
    },
  };
}

/** The keyword field of a path below a flattened field or an open object. */
function leafField(
  mapped: ReadonlyMap<string, Field>,
  name: string,
  longestName: number,
  openObjects: readonly string[],
): Field | undefined {
  for (let dot = name.indexOf("."); dot >= 0 && dot <= longestName; dot = name.indexOf(".", dot + 1)) {
    const parent = mapped.get(name.slice(0, dot));
    if (parent === undefined || dot === name.length - 1) continue;
    if (parent.type !== "flattened" && !openObjects.includes(parent.name)) continue;
    const { ignoreAbove } = parent;
    return { name, type: "keyword", ...(ignoreAbove === undefined ? {} : { ignoreAbove }) };
  }
  return undefined;
}

/** Of two tables that name one field the later counts: ECS most, the fields added outside the pipelines least. */
const tables: readonly FieldGroup[] = [
  ...addedFields,
  ...auditdManagerFields,
  ...awsCloudtrailFields,
  ...azureFields,
  ...endpointFields,
  ...fortinetFortigateFields,
  ...gcpAuditFields,
  ...githubFields,
  ...googleWorkspaceFields,
  ...kubernetesAuditFields,
  ...machineLearningFields,
  ...networkTrafficFields,
  ...o365Fields,
  ...oktaFields,
  ...systemFields,
  ...windowsFields,
  ...ecsFields,
];

/** ECS, the fields of Elastic's integrations that its detection rules read, and those added outside their pipelines. */
export const defaultCatalogue: Catalogue = lazily(() =>
  catalogueOf([...fieldsOfGroups(tables), ...alertAliases], ["labels", "container.labels", ...openObjectsOf(tables)]),
);

/** The catalogue made when first asked: whoever asks for none does not wait for one. */
function lazily(make: () => Catalogue): Catalogue {
  let made: Catalogue | undefined;
  const catalogue = () => {
    made ??= make();
    return made;
  };
  return { field: (name) => catalogue().field(name), names: () => catalogue().names() };
}
