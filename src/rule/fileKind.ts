export type FileKind = "toml" | "json" | "sigma" | "empty" | "unknown";

/**
 * What a file holds, by its content.
 *
 * JSON starts with an object or a list of objects; TOML has a line with a `[table]` or `key =`; Sigma is YAML with the
 * keys `logsource` or `detection`, in its first document or a later one.
 */
export function fileKindOf(text: string): FileKind {
  const start = text.search(/[^\s\ufeff]/);
  if (start < 0) return "empty";
  if (text[start] === "{" || /^\[\s*[{\]]/.test(text.slice(start, start + 1000))) return "json";
  if (/^(?:logsource|detection)[ \t]*:/m.test(text)) return isToml(text, start) ? "toml" : "sigma";
  return hasTomlLine(text) ? "toml" : "unknown";
}

/** A YAML key may also stand at the start of a line of a multi-line string in TOML. */
function isToml(text: string, start: number): boolean {
  const first =
    text
      .slice(start)
      .split("\n")
      .find((line) => !/^\s*(?:#|$)/.test(line)) ?? "";
  return tomlLine.test(first);
}

const tomlLine = /^[ \t]*(?:\[\[?[ \t]*["'\w]|["'\w.-]+[ \t]*=)/;

function hasTomlLine(text: string): boolean {
  return text.split("\n").some((line) => tomlLine.test(line.slice(0, 1000)));
}
