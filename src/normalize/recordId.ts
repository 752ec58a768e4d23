import { sha256OfText } from "../text/textDigests.ts";

/** The id of a record that has none of its own: SHA-256, in hex, of its `event.original`. */
export function recordId(original: string): string {
  return sha256OfText(original);
}
