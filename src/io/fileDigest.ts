import { createHash } from "node:crypto";
import { closeSync } from "node:fs";
import { chunksOf, openRegularFile } from "./regularFile.ts";

/** SHA-256 of a regular file's bytes in hex, in the memory of one chunk; undefined when it cannot be read. */
export function fileDigest(path: string): string | undefined {
  const opened = openRegularFile(path);
  if (!("descriptor" in opened)) return undefined;
  try {
    const hash = createHash("sha256");
    for (const chunk of chunksOf(opened)) hash.update(chunk);
    return hash.digest("hex");
  } catch {
    return undefined;
  } finally {
    closeSync(opened.descriptor);
  }
}
