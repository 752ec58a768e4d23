import { printDocument } from "../ecs/document.ts";
import { type EcsObject, type EcsValue, emptyObject, isEcsObject } from "../ecs/value.ts";

/**
 * What documents have in common, as Kibana makes the shell alert of a sequence (kibana
 * …/eql/build_alert_group_from_sequence.ts, `objectArrayIntersection`).
 *
 * Objects meet key by key; equal scalars stay; equal arrays stay; of other arrays the scalars that both hold stay, a
 * scalar counting as an array of one. What comes out empty is left out. New objects throughout; arrays may be shared
 * with the documents given.
 */
export function intersection(documents: readonly EcsObject[]): EcsObject {
  const [first, ...others] = documents;
  if (first === undefined) return emptyObject();
  return others.reduce((common, document) => meetObjects(common, document), meetObjects(first, first));
}

function meetObjects(a: EcsObject, b: EcsObject): EcsObject {
  const common = emptyObject();
  for (const key of Object.keys(a)) {
    if (!Object.hasOwn(b, key)) continue;
    const value = meet(a[key]!, b[key]!);
    if (value !== undefined) common[key] = value;
  }
  return common;
}

function meet(a: EcsValue, b: EcsValue): EcsValue | undefined {
  if (isEcsObject(a) && isEcsObject(b)) {
    const common = meetObjects(a, b);
    return Object.keys(common).length === 0 ? undefined : common;
  }
  if (Array.isArray(a) || Array.isArray(b)) return meetArrays(a, b);
  return a === b ? a : undefined;
}

function meetArrays(a: EcsValue, b: EcsValue): EcsValue | undefined {
  if (a === b || (Array.isArray(a) && Array.isArray(b) && equalArrays(a, b))) return a;
  const held = new Set(Array.isArray(b) ? b : [b]);
  const common = new Set((Array.isArray(a) ? a : [a]).filter((item) => typeof item !== "object" && held.has(item)));
  return common.size === 0 ? undefined : [...common];
}

function equalArrays(a: EcsValue[], b: EcsValue[]): boolean {
  return a.length === b.length && printArray(a) === printArray(b);
}

function printArray(value: EcsValue[]): string {
  const holder = emptyObject();
  holder["items"] = value;
  return printDocument(holder);
}
