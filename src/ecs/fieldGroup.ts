import type { Field, FieldType } from "./field.ts";

/** Fields alike in all but name: the compact form in which tables of fields are written down. */
export interface FieldGroup {
  readonly type: FieldType;
  readonly ignoreAbove?: number;
  /** Put before every name. */
  readonly prefix?: string;
  /** Names set apart by white space. */
  readonly names: string;
}

/** The fields of a table, in its order. */
export function fieldsOfGroups(groups: readonly FieldGroup[]): Field[] {
  return groups.flatMap(({ type, ignoreAbove, prefix = "", names }) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => ({ name: prefix + name, type, ...(ignoreAbove === undefined ? {} : { ignoreAbove }) })),
  );
}
