/** What is left of a field's name on the way down a document. */
export interface FieldPath {
  /** The keys that may come next, shortest first: the next part of the name, or the next few joined by dots. */
  readonly steps: readonly FieldStep[];
}

export interface FieldStep {
  readonly key: string;
  /** What is left below that key; undefined at the end of the name. */
  readonly rest: FieldPath | undefined;
}

/** Names are few and read again and again; when the memo is full it is emptied. */
const knownPaths = new Map<string, FieldPath>();
const knownPathsLimit = 4096;

/** The ways in which a document may spell a dotted name: nested, dotted, or both mixed. */
export function pathOf(name: string): FieldPath {
  let path = knownPaths.get(name);
  if (path === undefined) {
    if (knownPaths.size >= knownPathsLimit) knownPaths.clear();
    knownPaths.set(name, (path = new NamePath(name, 0)));
  }
  return path;
}

/** Steps are made when a document first leads there: a name of many parts has far more ways than any document takes. */
class NamePath implements FieldPath {
  readonly #name: string;
  readonly #start: number;
  #steps: readonly FieldStep[] | undefined;

  constructor(name: string, start: number) {
    this.#name = name;
    this.#start = start;
  }

  get steps(): readonly FieldStep[] {
    this.#steps ??= stepsOf(this.#name, this.#start);
    return this.#steps;
  }
}

function stepsOf(name: string, start: number): FieldStep[] {
  const steps: FieldStep[] = [];
  for (let dot = name.indexOf(".", start); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    steps.push({ key: name.slice(start, dot), rest: new NamePath(name, dot + 1) });
  }
  steps.push({ key: name.slice(start), rest: undefined });
  return steps;
}
