import { isIpv4, parseAddress, printAddress } from "../../../ecs/address.ts";
import { blockHolds, type IpAddress, type IpBlock, parseIp, parseIpBlock } from "../../../predicate/ip.ts";
import { isMultivalue, valuesOf } from "../value.ts";
import { remembered } from "./remembered.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { always, parameter, strings, variadic } from "./types.ts";
import { multivalueWarning } from "./warnings.ts";

const blockOf = remembered((text: string) => parseIpBlock(text) ?? null);

/** Functions on addresses. */
export const ipFunctions: readonly ScalarFunction[] = [
  {
    name: "cidr_match",
    kind: "whole",
    parameters: [parameter("ip", ["ip"]), variadic("blockX", strings)],
    resultType: always("boolean"),
    constantProblem: ([, ...blocks]) => {
      const wrong = blocks.find((block) => typeof block === "string" && blockOf(block) === null);
      return wrong === undefined ? undefined : `"${wrong}" is no block of addresses`;
    },
    evaluate: ([ip = null, ...blocks], context) => {
      if (isMultivalue(ip)) {
        context.warn(multivalueWarning);
        return null;
      }
      const address = ip === null ? undefined : parseIp(ip as string);
      return address === undefined ? null : anyHolds(blocks.flatMap(valuesOf) as string[], address, context);
    },
    source: "esql/_snippets/functions/description/cidr_match.md; scalar/ip/CIDRMatch.java",
  },
  {
    name: "ip_prefix",
    kind: "single",
    parameters: [
      parameter("ip", ["ip"]),
      parameter("prefixLengthV4", ["integer"]),
      parameter("prefixLengthV6", ["integer"]),
    ],
    resultType: always("ip"),
    evaluate: ([ip, v4, v6], context) => prefix(ip as string, v4 as number, v6 as number, context),
    source: "esql/_snippets/functions/description/ip_prefix.md; scalar/ip/IpPrefix.java",
  },
  {
    name: "network_direction",
    kind: "whole",
    parameters: [
      parameter("source_ip", ["ip"]),
      parameter("destination_ip", ["ip"]),
      parameter("internal_networks", strings),
    ],
    resultType: always("keyword"),
    evaluate: ([source, destination, networks = null], context) => {
      if (isMultivalue(source ?? null) || isMultivalue(destination ?? null)) context.warn(multivalueWarning);
      if (typeof source !== "string" || typeof destination !== "string" || networks === null) return null;
      return direction(source, destination, valuesOf(networks) as string[], context);
    },
    source: "esql/_snippets/functions/description/network_direction.md; NetworkDirectionUtils.java",
  },
];

function anyHolds(blocks: readonly string[], address: IpAddress, context: EvaluationContext): boolean | null {
  if (blocks.length === 0) return null;
  for (const text of blocks) {
    const block = blockOf(text);
    if (block === null) {
      context.warn(`java.lang.IllegalArgumentException: '${text}' is not an IP string literal.`);
      return null;
    }
    if (blockHolds(block, address)) return true;
  }
  return false;
}

function prefix(ip: string, v4: number, v6: number, context: EvaluationContext): string | null {
  const bytes = parseAddress(ip);
  if (bytes === undefined) return null;
  const short = isIpv4(bytes);
  if (v4 < 0 || v4 > 32 || v6 < 0 || v6 > 128) {
    const [name, most, found] = v4 < 0 || v4 > 32 ? ["v4", 32, v4] : ["v6", 128, v6];
    context.warn(
      `java.lang.IllegalArgumentException: Prefix length ${name} must be in range [0, ${most}], found ${found}`,
    );
    return null;
  }
  const kept = short ? 96 + v4 : v6;
  return printAddress(bytes.map((byte, at) => byte & (0xff00 >> Math.max(0, Math.min(8, kept - at * 8)))));
}

/** The networks that have names instead of blocks (ingest's network_direction processor). */
const namedNetworks: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  multicast: ["224.0.0.0/4", "ff00::/8"],
  global_unicast: [],
  unicast: [],
  link_local_unicast: ["169.254.0.0/16", "fe80::/10"],
  link_local_multicast: ["224.0.0.0/24", "ff02::/16"],
  interface_local_multicast: ["ff01::/16"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"],
  unspecified: ["0.0.0.0/32", "::/128"],
  broadcast: ["255.255.255.255/32"],
};
const notGlobal = ["loopback", "multicast", "link_local_unicast", "unspecified", "broadcast"];

function direction(
  source: string,
  destination: string,
  networks: readonly string[],
  context: EvaluationContext,
): string | null {
  const from = isInternal(source, networks, context);
  const to = isInternal(destination, networks, context);
  if (from === null || to === null) return null;
  if (from) return to ? "internal" : "outbound";
  return to ? "inbound" : "external";
}

function isInternal(ip: string, networks: readonly string[], context: EvaluationContext): boolean | null {
  const address = parseIp(ip)!;
  for (const network of networks) {
    const holds = networkHolds(network, address);
    if (holds === undefined) {
      context.warn(`java.lang.IllegalArgumentException: '${network}' is not an IP string literal.`);
      return null;
    }
    if (holds) return true;
  }
  return false;
}

function networkHolds(network: string, address: IpAddress): boolean | undefined {
  if (network === "public") return !inNamed("private", address) && isGlobal(address);
  if (network === "global_unicast" || network === "unicast") return isGlobal(address);
  if (Object.hasOwn(namedNetworks, network)) return inNamed(network, address);
  const block = blockOf(network);
  return block === null ? undefined : blockHolds(block, address);
}

function isGlobal(address: IpAddress): boolean {
  return !notGlobal.some((name) => inNamed(name, address));
}

function inNamed(name: string, address: IpAddress): boolean {
  return namedNetworks[name]!.some((text) => blockHolds(blockOf(text) as IpBlock, address));
}
