import { fileURLToPath } from "node:url";

/** A folder that ships with the package: detections, lookups, examples. */
export function packaged(...path: string[]): string {
  return fileURLToPath(new URL(`../../${path.join("/")}`, import.meta.url));
}
