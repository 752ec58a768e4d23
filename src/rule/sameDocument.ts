import type { Path } from "./places.ts";
import { isPlainObject, type PlainObject, type PlainValue } from "./plain.ts";

/**
 * The places at which two documents differ, in the order of the first; a value that only one of them has is one place.
 *
 * The order of keys is no difference. Iterative, so any depth will do.
 */
export function differences(left: PlainObject, right: PlainObject): Path[] {
  const found: Path[] = [];
  const open: { readonly path: Path; readonly left: Value; readonly right: Value }[] = [{ path: [], left, right }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path } = next;
    const members = membersOf(next.left, next.right);
    if (members === undefined) {
      if (!Object.is(next.left, next.right)) found.push(path);
    } else for (const member of members.reverse()) open.push({ ...member, path: [...path, member.step] });
  }
  return found;
}

type Value = PlainValue | undefined;

interface Member {
  readonly step: string | number;
  readonly left: Value;
  readonly right: Value;
}

/** What is to be compared in turn; undefined for values that are not of one shape. */
function membersOf(left: Value, right: Value): Member[] | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return undefined;
    return left.map((value, step) => ({ step, left: value, right: right[step] }));
  }
  if (!isPlainObject(left) || !isPlainObject(right)) return undefined;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].map((step) => ({ step, left: left[step], right: right[step] }));
}
