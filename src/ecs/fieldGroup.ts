import type { Field, FieldType } from "./field.ts";

/** Fields alike in all but name: the compact form in which tables of fields are written down. */
export interface FieldGroup {
  readonly type: FieldType;
  readonly ignoreAbove?: number;
  /** Put before every name; of several, each is. */
  readonly prefix?: string | readonly string[];
  /** Names set apart by white space. */
  readonly names: string;
  /** Of objects: their children are keywords whose names are not all known. */
  readonly open?: true;
}

/** The fields of a table, in its order. */
export function fieldsOfGroups(groups: readonly FieldGroup[]): Field[] {
  return groups.flatMap((group) => {
    const { type, ignoreAbove } = group;
    return namesOf(group).map((name) => ({ name, type, ...(ignoreAbove === undefined ? {} : { ignoreAbove }) }));
  });
}

/** The names of a table's open objects, in its order. */
export function openObjectsOf(groups: readonly FieldGroup[]): string[] {
  return groups.filter(({ open }) => open === true).flatMap(namesOf);
}

function namesOf({ prefix = "", names }: FieldGroup): string[] {
  const below = names.trim().split(/\s+/);
  const prefixes = typeof prefix === "string" ? [prefix] : prefix;
  return prefixes.flatMap((before) => below.map((name) => before + name));
}
