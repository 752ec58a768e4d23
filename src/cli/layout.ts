/** Cuts a text to a width in characters, the cut shown by `…`; already escaped text only. */
export function fit(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return width <= 1 ? "…".slice(0, Math.max(0, width)) : `${characters.slice(0, width - 1).join("")}…`;
}

/** Cuts or pads to exactly a width. */
export function column(text: string, width: number): string {
  const cut = fit(text, width);
  return cut + " ".repeat(Math.max(0, width - [...cut].length));
}

/** `1,234,567`. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `3 files`, `1 file`. */
export function plural(value: number, noun: string, many = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : many}`;
}

/** `501.8 MB`; decimal units, as disks and AWS count. */
export function byteSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** `2026-03-10 02:14:07`, UTC. */
export function utcTime(atMs: number): string {
  return Number.isFinite(atMs) ? new Date(atMs).toISOString().slice(0, 19).replace("T", " ") : "–";
}

const timeUnits = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

/** `1h 1m`, `500ms`: exact, each unit that counts. */
export function durationText(ms: number): string {
  let rest = Math.abs(ms);
  const parts: string[] = [];
  for (const [unit, size] of timeUnits) {
    const whole = Math.trunc(rest / size);
    if (whole > 0) parts.push(`${whole}${unit}`);
    rest -= whole * size;
  }
  return parts.length === 0 ? "0s" : `${ms < 0 ? "-" : ""}${parts.join(" ")}`;
}
