import { parseAddress } from "../ecs/address.ts";
import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { NormalizeOptions, UserAgentPart } from "./record.ts";

/** The text, if it is an IP address as the `convert` processor takes it. */
export function addressText(text: string | undefined): string | undefined {
  return text !== undefined && parseAddress(text) !== undefined ? text : undefined;
}

/** Sets `source.ip`, and `source.geo` and `source.as` when the user's databases know the address. */
export function setSourceAddress(document: EcsObject, ip: string, options: NormalizeOptions): void {
  setField(document, "source.ip", ip);
  const found = options.geo?.(ip);
  if (found?.geo !== undefined) setField(document, "source.geo", found.geo);
  if (found?.as !== undefined) setField(document, "source.as", found.as);
}

/** Sets `user_agent.*` from its text, or one part of it alone; without a parser only `user_agent.original`. */
export function setUserAgent(
  document: EcsObject,
  original: string,
  { userAgent }: NormalizeOptions,
  part?: UserAgentPart,
): void {
  if (userAgent === undefined) setField(document, "user_agent.original", original);
  else setField(document, "user_agent", userAgent(original, part));
}
