import type { Catalogue, Field } from "../../ecs/field.ts";
import { wildcardMatcher } from "../../text/wildcard.ts";

/** As many clauses as a query may always have (Elasticsearch, `indices.query.bool.max_clause_count`, its least value). */
export const mostFields = 1024;

/**
 * The fields that a name with wildcards stands for, by its pieces between the stars: each mapped field that matches
 * (kbn-es-query `get_fields.ts`), and one that reads by the pattern what lies below objects whose members are not all
 * known, if the pattern can match there.
 *
 * In Elasticsearch those members are fields of their own, made by the documents (`…target_resources.0.display_name`), so
 * a pattern finds them there too.
 */
export function fieldsNamed(catalogue: Catalogue, pieces: readonly string[]): Field[] {
  const matches = nameMatcher(pieces);
  const open: Field[] = [];
  const found: Field[] = [];
  for (const name of catalogue.names()) {
    const field = catalogue.field(name);
    if (field === undefined) continue;
    if (mayMatchBelow(pieces, name) && isOpen(catalogue, field)) open.push(field);
    if (field.type !== "object" && field.type !== "nested" && matches(name)) found.push(field);
  }
  return open.length === 0 ? found : [...found, patternField(pieces, open)];
}

function patternField(pieces: readonly string[], open: readonly Field[]): Field {
  const { ignoreAbove } = open[0]!;
  const patternWithin = open.map(({ name }) => name);
  return {
    name: pieces.join("*"),
    type: "keyword",
    ...(ignoreAbove === undefined ? {} : { ignoreAbove }),
    patternWithin,
  };
}

/** Only `*` is a wildcard: pieces hold none, and a name that holds one or a `?` is no field's. */
function nameMatcher(pieces: readonly string[]): (name: string) => boolean {
  if (pieces.some((piece) => /[?*]/.test(piece))) return () => false;
  return wildcardMatcher(pieces.join("*"), { ignoreCase: false });
}

/** Whether paths below a field are fields though nobody names them. */
function isOpen(catalogue: Catalogue, { name, type }: Field): boolean {
  return type === "flattened" || (type === "object" && catalogue.field(`${name}.0`) !== undefined);
}

/** Whether some name that begins with `name.` could match: the pieces are looked for from the left until it is used up. */
function mayMatchBelow(pieces: readonly string[], name: string): boolean {
  const start = `${name}.`;
  const first = pieces[0]!;
  return first.length >= start.length ? first.startsWith(start) : start.startsWith(first);
}
