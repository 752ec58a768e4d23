import type { Random } from "./random.ts";

/** Something that hostile input is given to. */
export interface Target {
  readonly name: string;
  /** Inputs to begin with. */
  readonly seeds: readonly Buffer[];
  /** Words that the input's language gives a meaning to. */
  readonly words: readonly string[];
  /** Throws when a promise is broken; what the input holds must not make it throw. */
  readonly run: (input: Buffer, random: Random) => Promise<void> | void;
}
