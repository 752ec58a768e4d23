import { setField } from "../../src/ecs/document.ts";
import type { Catalogue, Field } from "../../src/ecs/field.ts";
import { familyOf } from "../../src/ecs/field.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../../src/ecs/value.ts";
import { wildcardMatcher } from "../../src/text/wildcard.ts";
import type { Random } from "../fuzz/random.ts";
import { type KueryLeaf, nameOf } from "./kueryLeaves.ts";

/** Documents with the fields that the leaves name: what they ask for, near misses, several values, nothing. */
export function documentsFor(
  leaves: readonly KueryLeaf[],
  catalogue: Catalogue,
  count: number,
  random: Random,
): EcsObject[] {
  const paths = new Set(leaves.flatMap(({ nested }) => nested ?? []));
  const byName = new Map<string, KueryLeaf[]>();
  for (const leaf of leaves) {
    if (leaf.nested !== undefined) continue;
    const name = nameOf(leaf);
    for (const one of name === undefined ? [] : namesFor(name, catalogue))
      byName.set(one, [...(byName.get(one) ?? []), leaf]);
  }
  return Array.from({ length: count }, () => {
    const document = emptyObject();
    for (const [name, asked] of byName) {
      if (isBelowAnother(name, byName)) continue;
      const value = someValue(asked, catalogue.field(name), random);
      if (value !== undefined) setField(document, name, value);
    }
    for (const path of paths) setField(document, path, someElements(path, leaves, catalogue, random));
    return document;
  });
}

/** Elements of a nested field: one, several or none, each with the members that are asked for. */
function someElements(path: string, leaves: readonly KueryLeaf[], catalogue: Catalogue, random: Random): EcsValue {
  const within = leaves.filter(({ nested }) => nested === path);
  const elements = Array.from({ length: random.below(4) }, () => {
    const element = emptyObject();
    for (const leaf of within) {
      const name = nameOf(leaf)!;
      const value = someValue([leaf], catalogue.field(`${path}.${name}`), random);
      if (value !== undefined) setField(element, name, value);
    }
    return element;
  });
  return elements.length === 1 ? elements[0]! : elements;
}

/** What stands below another field (`process.name.caseless`) is a second reading of it and not in documents. */
function isBelowAnother(name: string, names: ReadonlyMap<string, unknown>): boolean {
  return [...names.keys()].some((other) => name.startsWith(`${other}.`));
}

/** The name, or, of a pattern, the first three that it takes in. */
function namesFor(name: string, catalogue: Catalogue): readonly string[] {
  if (!name.includes("*")) return [name];
  const takes = wildcardMatcher(name, { ignoreCase: false });
  return catalogue.names().filter(takes).slice(0, 3);
}

function someValue(leaves: readonly KueryLeaf[], field: Field | undefined, random: Random): EcsValue | undefined {
  const one = () => valueFor(random.of(leaves), field, random);
  switch (random.below(12)) {
    case 0:
      return undefined;
    case 1:
      return random.of([null, [], [null]]);
    case 2:
    case 3:
      return [one(), one()];
    default:
      return one();
  }
}

function valueFor(leaf: KueryLeaf, field: Field | undefined, random: Random): EcsValue {
  const { pieces } = leaf.value;
  const text = pieces.join(random.of(["", "x", "a b", "*"]));
  switch (field === undefined ? "string" : familyOf(field.type)) {
    case "number":
      return numberNear(Number(text), field!, random);
    case "boolean":
      return random.of([true, false, text === "true"]);
    case "ip":
      return addressNear(text, random);
    case "date":
      return random.of(["2026-03-10T11:59:59.999Z", "2026-03-10T12:00:00.000Z", "2026-03-10T12:00:00.001Z"]);
    default:
      if (/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text)) return addressNear(text, random);
      if (/^\d+$/.test(text) && random.below(8) === 0) return Number(text);
      return random.below(5) < 3 ? text : textNear(text, random);
  }
}

function textNear(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return random.of([
    `${text}x`,
    `x${text}`,
    text.slice(0, -1),
    text.slice(0, at) + text.slice(at + 1),
    text.toUpperCase(),
    text.toLowerCase(),
    `${text.slice(0, at)} ${text.slice(at)}`,
    "other",
    "",
  ]);
}

function numberNear(number: number, { type }: Field, random: Random): EcsValue {
  const base = Number.isFinite(number) ? number : 1;
  const step = type === "double" || type === "float" ? 0.5 : 1;
  return base + random.of([0, 0, 0, step, -step]);
}

function addressNear(text: string, random: Random): string {
  const [address = ""] = text.split("/");
  if (!address.includes(".")) return random.of([address === "" ? "::1" : address, "::2", "2001:DB8:0:0:0:0:0:1"]);
  const bytes = address.split(".");
  const last = String((Number(bytes[3]) + random.below(4)) % 256);
  return random.of([address, bytes.with(3, last).join("."), bytes.with(0, "11").join("."), "203.0.113.9", "::1"]);
}
