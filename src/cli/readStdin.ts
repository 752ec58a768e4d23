import type { Source } from "../text/source.ts";
import { UsageError } from "./exitCode.ts";
import type { Session } from "./session.ts";

/** Longer queries are refused anyway. */
const longest = 4 << 20;

/** All of standard input as a text. */
export async function readStdin({ stdin }: Session): Promise<Source> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    length += chunk.length;
    if (length > longest) throw new UsageError("standard input is longer than 4 MiB", "- takes one EQL query");
    chunks.push(chunk);
  }
  return { name: "<stdin>", text: Buffer.concat(chunks).toString("utf8") };
}
