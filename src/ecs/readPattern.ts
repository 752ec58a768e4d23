import { wildcardMatcher } from "../text/wildcard.ts";
import { type FieldPath, pathOf } from "./fieldPath.ts";
import { type EcsObject, type EcsValue, isEcsObject, type Scalar } from "./value.ts";

/**
 * The scalars at every path below the objects whose dotted name matches the pattern, `*` any run of characters.
 *
 * Arrays are transparent and nulls are no values. Every node is visited at most once for each object.
 */
export function readPattern(document: EcsObject, pattern: string, objects: readonly string[]): Scalar[] {
  const matches = matcherOf(pattern);
  return objects.flatMap((name) => objectsAt(document, name).flatMap((object) => leavesOf(object, name, matches)));
}

const knownMatchers = new Map<string, (name: string) => boolean>();
const knownMatchersLimit = 256;

/** Names hold no `?` that is a wildcard here, so it is matched by itself. */
function matcherOf(pattern: string): (name: string) => boolean {
  let matches = knownMatchers.get(pattern);
  if (matches === undefined) {
    if (knownMatchers.size >= knownMatchersLimit) knownMatchers.clear();
    const matchesPlain = wildcardMatcher(withoutQuestions(pattern), { ignoreCase: false });
    matches = pattern.includes("?") ? (name) => matchesPlain(withoutQuestions(name)) : matchesPlain;
    knownMatchers.set(pattern, matches);
  }
  return matches;
}

/** `?` as a character that no name holds. */
function withoutQuestions(text: string): string {
  return text.replaceAll("?", "\0");
}

/** The objects at a dotted path, in document order; arrays are transparent. */
export function objectsAt(document: EcsObject, name: string): EcsObject[] {
  const found: EcsObject[] = [];
  const places: { value: EcsValue; path: FieldPath | undefined }[] = [{ value: document, path: pathOf(name) }];
  while (places.length > 0) {
    const { value, path } = places.pop()!;
    if (Array.isArray(value)) for (let at = value.length - 1; at >= 0; at--) places.push({ value: value[at]!, path });
    else if (isEcsObject(value)) {
      if (path === undefined) found.push(value);
      else
        for (const { key, rest } of [...path.steps].reverse())
          if (Object.hasOwn(value, key)) places.push({ value: value[key]!, path: rest });
    }
  }
  return found;
}

function leavesOf(object: EcsObject, name: string, matches: (name: string) => boolean): Scalar[] {
  const values: Scalar[] = [];
  const places: { value: EcsValue; name: string }[] = [{ value: object, name }];
  while (places.length > 0) {
    const { value, name } = places.pop()!;
    if (Array.isArray(value)) for (let at = value.length - 1; at >= 0; at--) places.push({ value: value[at]!, name });
    else if (isEcsObject(value))
      for (const [key, member] of Object.entries(value).reverse())
        places.push({ value: member, name: `${name}.${key}` });
    else if (value !== null && matches(name)) values.push(value);
  }
  return values;
}
