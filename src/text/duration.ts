export type DurationUnit = "ms" | "s" | "m" | "h" | "d";

const unitMs: Readonly<Record<DurationUnit, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of an amount of a unit. */
export function durationMs(amount: number, unit: DurationUnit): number {
  return amount * unitMs[unit];
}

/** Whether a word is a unit of time; the case counts. */
export function isDurationUnit(word: string): word is DurationUnit {
  return Object.hasOwn(unitMs, word);
}

/**
 * Milliseconds of a duration such as `60m`: digits and one of `ms`, `s`, `m`, `h`, `d`, nothing else.
 *
 * Undefined for any other text, decimals and signs included, and for more than a double counts exactly.
 */
export function parseDuration(text: string): number | undefined {
  const parts = /^(\d{1,16})(ms|s|m|h|d)$/.exec(text);
  if (parts === null) return undefined;
  const milliseconds = durationMs(Number(parts[1]), parts[2] as DurationUnit);
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}
