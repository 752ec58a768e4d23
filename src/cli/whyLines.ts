import type { EventReasons } from "../engine/explain.ts";
import type { Carrier } from "../predicate/whyMatched.ts";
import { escapeForTerminal } from "../text/terminal.ts";
import { plural, utcTime } from "./layout.ts";

/** Fields that every event of a stream has alike, and that tell a reader nothing. */
const givenFields = new Set(["_index", "event.dataset", "event.kind", "event.module", "data_stream.dataset"]);

/**
 * Why an event counts, in a few lines: the values that met the rule's conditions, then how many exclusions were looked
 * at in vain. A step of a sequence is headed by its number, its time and what joins it.
 */
export function whyLines({ event, step, keys, carriers }: EventReasons, width: number): string[] {
  const head = step === undefined ? [] : [`step ${step.number} of ${step.of} at ${utcTime(event.atMs).slice(11)}`];
  const joined = keys.length > 0 && step?.number === 1 ? [`joined by ${keys.join(", ")}`] : [];
  const met = carriers.filter((carrier) => carrier.holds && !isGiven(carrier)).map(valueText);
  const excluded = carriers.filter((carrier) => !carrier.holds && !isGiven(carrier)).length;
  const parts = [
    ...head,
    ...new Set(met),
    ...(excluded > 0 ? [`${plural(excluded, "exclusion")} did not apply`] : []),
    ...joined,
  ];
  return wrap(parts.map(escapeForTerminal), width).map((line, i) => (i === 0 ? `why  ${line}` : `     ${line}`));
}

function isGiven({ fields }: Carrier): boolean {
  return fields.length > 0 && fields.every(({ name }) => givenFields.has(name));
}

/** `event.action is "CreateSnapshot"`; for a value that says little by itself, the condition it met. */
function valueText({ condition, fields }: Carrier): string {
  const values = fields.map(({ name, value }) =>
    value === undefined ? `${name} has no value` : `${name} is ${value}`,
  );
  return values.length === 0 ? condition : values.join(" and ");
}

/** Joins parts by ` · ` into lines of at most the width; a part that is longer goes over several. */
function wrap(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length + 3 <= width) lines[lines.length - 1] = `${last} · ${part}`;
    else lines.push(...cutInto(part, width));
  }
  return lines;
}

/** A long text in pieces of the width, the later ones indented. */
function cutInto(text: string, width: number): string[] {
  const characters = [...text];
  const lines = [characters.slice(0, width).join("")];
  for (let at = width; at < characters.length; at += width - 2)
    lines.push(`  ${characters.slice(at, at + width - 2).join("")}`);
  return lines;
}
