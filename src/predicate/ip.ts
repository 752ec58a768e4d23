import { parseAddress, parseDottedQuad } from "../ecs/address.ts";

/**
 * An address as Elasticsearch indexes it: 128 bits as four unsigned 32-bit words, most significant first; IPv4 is
 * `::ffff:a.b.c.d`.
 */
export type IpAddress = readonly [number, number, number, number];

/** The addresses that agree with `base` in every bit of `mask`. */
export interface IpBlock {
  readonly base: IpAddress;
  readonly mask: IpAddress;
}

/**
 * The address that a text spells, or nothing if it spells none.
 *
 * Reads what {@link parseAddress} reads: dotted IPv4 without leading zeros, IPv6 with one `::` and optionally a dotted
 * tail.
 */
export function parseIp(text: string): IpAddress | undefined {
  if (text.includes(":")) return wordsOf(parseAddress(text));
  const word = parseDottedQuad(text);
  return word === undefined ? undefined : [0, 0, 0xffff, word];
}

/**
 * A CIDR block, or a single address as the block of itself; nothing if the text is neither.
 *
 * Bits beyond the prefix are allowed and ignored (`10.6.48.157/8`, eql facts §7). An IPv4-mapped IPv6 address with a
 * prefix is refused, as Elasticsearch does: its length could count either way.
 */
export function parseIpBlock(text: string): IpBlock | undefined {
  const slash = text.indexOf("/");
  const address = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  if (slash < 0) return { base: address, mask: maskOf(128) };
  const short = isV4(address);
  if (short && text.includes(":")) return undefined;
  const length = parsePrefix(text.slice(slash + 1), short ? 32 : 128);
  if (length === undefined) return undefined;
  const mask = maskOf(short ? length + 96 : length);
  return { base: masked(address, mask), mask };
}

/** Whether the block holds the address. */
export function blockHolds(block: IpBlock, address: IpAddress): boolean {
  const { base, mask } = block;
  return (
    (address[3] & mask[3]) >>> 0 === base[3] &&
    (address[2] & mask[2]) >>> 0 === base[2] &&
    (address[1] & mask[1]) >>> 0 === base[1] &&
    (address[0] & mask[0]) >>> 0 === base[0]
  );
}

/** Orders addresses by their 128 bits. */
export function compareIp(a: IpAddress, b: IpAddress): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

function isV4(address: IpAddress): boolean {
  return address[0] === 0 && address[1] === 0 && address[2] === 0xffff;
}

function masked(address: IpAddress, mask: IpAddress): IpAddress {
  const word = (i: 0 | 1 | 2 | 3) => (address[i] & mask[i]) >>> 0;
  return [word(0), word(1), word(2), word(3)];
}

function maskOf(length: number): IpAddress {
  const word = (i: number) => {
    const bits = Math.max(0, Math.min(32, length - 32 * i));
    return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  };
  return [word(0), word(1), word(2), word(3)];
}

function parsePrefix(text: string, most: number): number | undefined {
  if (text.length === 0 || text.length > 3) return undefined;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    length = length * 10 + digit;
  }
  return length <= most ? length : undefined;
}

function wordsOf(bytes: Uint8Array | undefined): IpAddress | undefined {
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)];
}
