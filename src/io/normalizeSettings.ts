import { readFileSync } from "node:fs";
import { evidenceFields } from "../engine/run/evidenceFields.ts";
import { openGeo } from "../normalize/geo.ts";
import type { NormalizeOptions } from "../normalize/record.ts";
import { loadUserAgentParser } from "../normalize/userAgent.ts";
import { fieldsRead } from "../rule/fieldsRead.ts";
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

/** The options for documents that are matched and then forgotten: without what no rule reads and takes time to make. */
export async function matchingOptions(
  settings: NormalizeSettings,
  rules: readonly RunnableRule[],
): Promise<NormalizeOptions> {
  const isRead = rules.some((rule) => valuesRead(rule).has("event.original"));
  return { ...(await normalizeOptions(settings, readsUserAgent(rules))), withoutOriginal: !isRead };
}

/** Whether any rule reads what only the user-agent regexes can tell; else matching does without them. */
function readsUserAgent(rules: readonly RunnableRule[]): boolean {
  const isParsed = (name: string) => name.startsWith("user_agent.") && name !== "user_agent.original";
  return rules.some((rule) => [...valuesRead(rule)].some(isParsed));
}

/** The fields of a rule's conditions, and those whose values it keeps. */
function valuesRead(rule: RunnableRule): Set<string> {
  return new Set([...fieldsRead(rule), ...evidenceFields(rule).map(({ name }) => name)]);
}
