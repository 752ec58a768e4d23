import type { DateUnit } from "../ecs/javaDate.ts";
import type { FunctionName } from "./predicate.ts";
import type { Value } from "./value.ts";

/** How a call was written, beyond its arguments. */
export interface CallForm {
  /** The `~` after the name. */
  readonly ignoreCase: boolean;
  /** For each argument whether its number is a double by type; see isFloating. */
  readonly floating: readonly boolean[];
  /** For each argument what its number counts if it is a date; see dateUnitOf. Absent: no dates. */
  readonly dates?: readonly (DateUnit | undefined)[];
}

/** One built-in function; `evaluate` never throws and answers null for arguments it has no answer to. */
export interface FunctionDefinition {
  readonly arity: { readonly least: number; readonly most: number };
  readonly evaluate: (args: readonly Value[], form: CallForm) => Value;
}

export type FunctionTable = Readonly<Record<FunctionName, FunctionDefinition>>;
