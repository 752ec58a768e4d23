import { isIpv4, printAddress } from "../ecs/address.ts";
import { type IpAddress, parseIp } from "../predicate/ip.ts";

/**
 * The CIDR blocks that together hold exactly the addresses of a range `a-b`, both ends included.
 *
 * Undefined when the text is not two addresses of which the first is not above the second. At most 254 blocks.
 */
export function addressRangeBlocks(range: string): string[] | undefined {
  const [first, last, ...rest] = range.split("-");
  const from = numberOf(parseIp(first ?? ""));
  const to = numberOf(parseIp(last ?? ""));
  if (from === undefined || to === undefined || rest.length > 0 || from > to) return undefined;
  const blocks: string[] = [];
  for (let at = from; at <= to; ) {
    const size = largestBlock(at, to);
    blocks.push(printBlock(at, 128 - size));
    at += 1n << BigInt(size);
  }
  return blocks;
}

/** The exponent of the largest block that starts at `at` and does not pass `to`. */
function largestBlock(at: bigint, to: bigint): number {
  let size = 0;
  while (size < 128 && (at & (1n << BigInt(size))) === 0n && at + (1n << BigInt(size + 1)) - 1n <= to) size++;
  return size;
}

function numberOf(address: IpAddress | undefined): bigint | undefined {
  return address?.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
}

/** IPv4 is written as such: an IPv4-mapped block would be refused ({@link parseIpBlock}). */
function printBlock(base: bigint, length: number): string {
  const bytes = Uint8Array.from({ length: 16 }, (_, at) => Number((base >> BigInt(120 - 8 * at)) & 0xffn));
  return `${printAddress(bytes)}/${isIpv4(bytes) ? length - 96 : length}`;
}
