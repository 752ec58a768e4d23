import { limits } from "./limits.ts";
import { isPlainObject, listIn, type PlainObject, type PlainValue } from "./plain.ts";

const placeholder = /\$(?:\$|(osquery|investigate)_(\d{1,6})\b|\{(osquery|investigate)_(\d{1,6})\})/g;

/**
 * Puts the plug-ins of `[transform]` where an investigation guide names them: `$osquery_0` becomes
 * `!{osquery{…}}`, its JSON with sorted keys.
 *
 * A placeholder without a plug-in stays as it is; `$$` is a literal dollar sign, but only in guides that come with
 * plug-ins (detection-rules, `process_transforms`). Once the plug-ins written come to more than a rule file may hold,
 * the placeholders that follow stay: a small file may name a large plug-in very often.
 */
export function renderPlugins(note: string, transform: PlainObject): string {
  let written = 0;
  return note.replace(placeholder, (whole, kind?: string, at?: string, kind2?: string, at2?: string) => {
    const name = kind ?? kind2;
    if (name === undefined) return "$";
    const plugin = listIn(transform, name)?.[Number(at ?? at2)];
    if (plugin === undefined || written > limits.fileLength) return whole;
    const text = `!{${name}${printSorted(plugin)}}`;
    written += text.length;
    return text;
  });
}

/** JSON as Python's `json.dumps` writes it: keys sorted, no spaces, everything beyond ASCII escaped. */
function printSorted(value: PlainValue): string {
  if (Array.isArray(value)) return `[${value.map(printSorted).join(",")}]`;
  if (isPlainObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${quote(key)}:${printSorted(value[key]!)}`);
    return `{${members.join(",")}}`;
  }
  return typeof value === "string" ? quote(value) : String(value);
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
