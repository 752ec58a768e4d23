import type { Field } from "../../../ecs/field.ts";
import type { Scalar } from "../../../ecs/value.ts";
import { compareCodePoints, compareNumbers } from "../../../predicate/value.ts";
import type { MetadataName } from "../checked.ts";
import { compareSingles } from "../functions/comparison.ts";
import type { EsqlType, Single, Value } from "../value.ts";
import { valueOfList } from "../value.ts";

/** A document as a query reads it. */
export interface SourceRow {
  /** The field's values as Elasticsearch would have indexed them, in any order; none for a missing field. */
  readonly values: (field: Field) => readonly Scalar[];
  /** `_id`, `_index` and so on; `_source` is JSON text. */
  readonly metadata: (name: MetadataName) => Value;
}

/** Reads one column of a row. */
export type ColumnReader = (row: SourceRow) => Value;

/**
 * How a column of FROM is read: several values in the order of Elasticsearch's doc values, which ES|QL reads.
 *
 * Keywords, addresses and versions are sorted and each there once (SortedSetDocValues), numbers, dates and booleans sorted
 * with repetitions (SortedNumericDocValues), text as in the document, for it is read from `_source`.
 */
export function columnReader(field: Field, type: EsqlType): ColumnReader {
  if (type === "geo_point") return pointReader(field);
  const inOrder = orders[type];
  return (row) => {
    const values = row.values(field);
    if (values.length === 0) return null;
    if (values.length === 1) return values[0]!;
    return inOrder === undefined ? (values as readonly Single[]) : inOrder(values);
  };
}

const orders: Partial<Record<EsqlType, (values: readonly Scalar[]) => Value>> = {
  keyword: (values) => valueOfList([...new Set(values as readonly string[])].sort(compareCodePoints)),
  version: (values) => distinct(values as readonly string[], "version"),
  ip: (values) => distinct(values as readonly string[], "ip"),
  integer: sortedNumbers,
  long: sortedNumbers,
  unsigned_long: sortedNumbers,
  double: sortedNumbers,
  datetime: sortedNumbers,
  date_nanos: sortedNumbers,
  boolean: (values) => [...(values as readonly boolean[])].sort((a, b) => Number(a) - Number(b)),
};

function distinct(values: readonly string[], type: EsqlType): Value {
  return valueOfList([...new Set(values)].sort((a, b) => compareSingles(a, b, type)));
}

function sortedNumbers(values: readonly Scalar[]): Value {
  return [...(values as readonly (number | bigint)[])].sort(compareNumbers);
}

/** The two numbers below a point field, each a field of its own: documents hold `{ "lat": …, "lon": … }`. */
export function pointParts(field: Field): readonly [Field, Field] {
  let parts = knownParts.get(field);
  if (parts === undefined) {
    const path = field.path ?? field.name;
    parts = [
      { name: `${path}.lon`, type: "double" },
      { name: `${path}.lat`, type: "double" },
    ];
    knownParts.set(field, parts);
  }
  return parts;
}

const knownParts = new WeakMap<Field, readonly [Field, Field]>();

function pointReader(field: Field): ColumnReader {
  const [lonField, latField] = pointParts(field);
  return (row) => {
    const lons = row.values(lonField) as readonly number[];
    const lats = row.values(latField) as readonly number[];
    // Halves of points cannot be told apart, so a list of unlike lengths is none.
    if (lons.length !== lats.length) return null;
    return valueOfList(lons.map((lon, at) => ({ lon, lat: lats[at]! })));
  };
}
