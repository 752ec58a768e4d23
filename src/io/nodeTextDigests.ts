import { hash } from "node:crypto";

/** Node's digests in place of `text/textDigests.ts` in the command line: the same, without a copy of each text. */
export function sha1OfText(text: string): string {
  return hash("sha1", text, "hex");
}

export function sha256OfText(text: string): string {
  return hash("sha256", text, "hex");
}
