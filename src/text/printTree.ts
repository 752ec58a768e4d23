/** The members of an object, or the elements of an array, which has no `keys`. */
export interface Branch<V> {
  readonly keys?: readonly string[];
  readonly values: readonly V[];
}

/** How a kind of tree is taken apart and its leaves are written. */
export interface TreeForm<V> {
  /** Undefined for a leaf. */
  readonly branch: (value: V) => Branch<V> | undefined;
  readonly leaf: (value: V) => string;
  readonly key: (key: string) => string;
  /** The text of a branch that is written anywhere as it was before; undefined for what is to be taken apart. */
  readonly known?: (value: V) => string | undefined;
}

/** A branch being written, and how many of its values have been. */
interface Frame<V> {
  readonly branch: Branch<V>;
  written: number;
}

/** JSON text of a tree, without spaces; iterative, so any depth will do. */
export function printTree<V>(root: V, form: TreeForm<V>): string {
  const first = form.branch(root);
  if (first === undefined) return form.leaf(root);
  let out = opening(first);
  const frames: Frame<V>[] = [{ branch: first, written: 0 }];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { keys, values } = frame.branch;
    if (frame.written === values.length) {
      out += keys === undefined ? "]" : "}";
      frames.pop();
      continue;
    }
    if (frame.written > 0) out += ",";
    if (keys !== undefined) out += `${form.key(keys[frame.written]!)}:`;
    const value = values[frame.written++]!;
    const text = form.known?.(value);
    if (text !== undefined) {
      out += text;
      continue;
    }
    const branch = form.branch(value);
    if (branch === undefined) out += form.leaf(value);
    else {
      out += opening(branch);
      frames.push({ branch, written: 0 });
    }
  }
  return out;
}

function opening<V>({ keys }: Branch<V>): string {
  return keys === undefined ? "[" : "{";
}
