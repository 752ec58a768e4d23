import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A checkout of elastic/detection-rules: `EQLITE_DETECTION_RULES`, else a folder of that name beside this one. */
export const checkout: string | undefined = [
  process.env["EQLITE_DETECTION_RULES"],
  join(dirname(root), "detection-rules"),
].find((path) => path !== undefined && existsSync(join(path, "rules")));

/** Why a test that needs Elastic's rules is skipped; false when it is not. Their licence forbids shipping them. */
export const skip = checkout === undefined ? "no checkout of elastic/detection-rules (EQLITE_DETECTION_RULES)" : false;

/** Path of each rule file by the `rule_id` in it. */
export function ruleFilesById(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (checkout === undefined) return found;
  for (const folder of ["rules", "rules_building_block"]) {
    const base = join(checkout, folder);
    if (!existsSync(base)) continue;
    for (const name of readdirSync(base, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".toml") || name.includes("_deprecated")) continue;
      const id = /^rule_id = "([^"]+)"/m.exec(readFileSync(join(base, name), "utf8"))?.[1];
      if (id !== undefined) found.set(id, join(base, name));
    }
  }
  return found;
}
