import { readFileSync } from "node:fs";
import { openGeo } from "../normalize/geo.ts";
import type { NormalizeOptions } from "../normalize/record.ts";
import { loadUserAgentParser } from "../normalize/userAgent.ts";
import { fieldsOf } from "../predicate/fields.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import type { RunnableRule } from "../rule/rule.ts";

/** What a user chooses about normalising; plain data, so that it reaches every worker alike. */
export interface NormalizeSettings {
  /** Paths of MaxMind databases (`.mmdb`) that the user names; without them no `geo` and no `as` is set. */
  readonly geoCity?: string;
  readonly geoAsn?: string;
  readonly lenientResourceIds?: boolean;
}

/**
 * The options for normalising documents in full.
 *
 * @throws the file system's error when a named database cannot be read
 */
export async function normalizeOptions(settings: NormalizeSettings, withUserAgent = true): Promise<NormalizeOptions> {
  const { geoCity, geoAsn, lenientResourceIds } = settings;
  const hasGeo = geoCity !== undefined || geoAsn !== undefined;
  return {
    ...(withUserAgent ? { userAgent: await loadUserAgentParser() } : {}),
    ...(hasGeo
      ? {
          geo: openGeo({
            ...(geoCity === undefined ? {} : { city: readFileSync(geoCity) }),
            ...(geoAsn === undefined ? {} : { asn: readFileSync(geoAsn) }),
          }),
        }
      : {}),
    ...(lenientResourceIds === undefined ? {} : { lenientResourceIds }),
  };
}

/** Whether any rule reads what only the user-agent regexes can tell; else matching does without them. */
export function readsUserAgent(rules: readonly RunnableRule[]): boolean {
  return rules.some(({ query }) =>
    predicatesOf(query).some((predicate) =>
      fieldsOf(predicate).some(({ name }) => name.startsWith("user_agent.") && name !== "user_agent.original"),
    ),
  );
}
