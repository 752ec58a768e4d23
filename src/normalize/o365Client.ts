import { addressText } from "./callerFields.ts";

/** An address or a domain, and a port. */
export interface Endpoint {
  readonly address?: string;
  readonly domain?: string;
  readonly port?: number;
}

const mapped = /^\[?::ffff:(\d+\.\d+\.\d+\.\d+)(?:\](:\d+)?)?$/;

/**
 * What a client's address is: `203.0.113.7`, `[2001:db8::1]:443`, `host (203.0.113.7)`, …
 *
 * The first that fits of: an address in brackets with a port, an address, one in brackets, one with a port; a text without
 * spaces is a domain; a domain followed by an address in parentheses; anything else is an address as it is. IPv4 addresses
 * written as IPv6 are IPv4 (o365 pipeline, grok of `client._temp`).
 */
export function clientEndpoint(given: string): Endpoint {
  const text = given.replace(mapped, "$1$2");
  return withPort(/^\[([^\]\s]+)\]:([1-9]\d{0,4})/, text) ?? alone(text) ?? bracketed(text) ?? unbracketed(text);
}

function unbracketed(text: string): Endpoint {
  return withPort(/^([\d.]+):([1-9]\d{0,4})/, text) ?? named(text) ?? { address: firstLine(text) };
}

function withPort(pattern: RegExp, text: string): Endpoint | undefined {
  const [, host, port] = pattern.exec(text) ?? [];
  const address = addressText(host);
  return address === undefined ? undefined : { address, port: Number(port) };
}

function alone(text: string): Endpoint | undefined {
  const address = addressText(text);
  return address === undefined ? undefined : { address };
}

function bracketed(text: string): Endpoint | undefined {
  return text.startsWith("[") && text.endsWith("]") ? alone(text.slice(1, -1)) : undefined;
}

function named(text: string): Endpoint | undefined {
  if (/^\S+$/.test(text)) return { domain: text };
  const inner = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  const [, domain, address] = /^(\S+) \(([^)]*)\)$/.exec(inner) ?? [];
  return domain === undefined ? undefined : { domain, ...(address ? { address } : {}) };
}

/** What a server's name is: `host (15.20.0.1)`, anywhere in the text, or an address as it is. */
export function serverEndpoint(given: string): Endpoint {
  const line = given.replaceAll(/[\r\n]/g, "");
  const text = line.startsWith("[") && line.endsWith(")]") ? line.slice(1, -1) : line;
  for (let at = text.indexOf(" ("); at >= 0; at = text.indexOf(" (", at + 1)) {
    const start = startOfWord(text, at);
    const end = text.indexOf(")", at);
    if (end < 0) break;
    if (start < at) return { domain: text.slice(start, at), address: text.slice(at + 2, end) };
  }
  return { address: text };
}

function startOfWord(text: string, end: number): number {
  let start = end;
  while (start > 0 && !/\s/.test(text[start - 1]!)) start--;
  return start;
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? text : text.slice(0, end);
}
