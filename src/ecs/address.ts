/**
 * The 16 bytes of an IP address, IPv4 in its IPv6-mapped form; undefined for anything that is not one address.
 *
 * Takes what Elasticsearch's `ip` type takes: dotted quads without leading zeros, IPv6 with `::` and with a dotted
 * tail, its zone (`%eth0`) ignored; no port, no surrounding space (Elasticsearch, InetAddresses).
 */
export function parseAddress(text: string): Uint8Array | undefined {
  if (text.length > longestText) return undefined;
  const zone = text.indexOf("%");
  if (!text.includes(":")) {
    const quad = parseQuad(text);
    return quad && new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...quad]);
  }
  if (zone < 0) return parseGroups(text);
  return zone === text.length - 1 ? undefined : parseGroups(text.slice(0, zone));
}

/**
 * The 32 bits of a dotted IPv4 address, which has no leading zeros and so is its own canonical form.
 *
 * Read unit by unit: logs are full of them.
 */
export function parseDottedQuad(text: string): number | undefined {
  let word = 0;
  let octet = -1;
  let octets = 1;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit === -2) {
      if (octet < 0 || ++octets > 4) return undefined;
      word = word * 256 + octet;
      octet = -1;
    } else {
      if (digit < 0 || digit > 9 || octet === 0) return undefined;
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return undefined;
    }
  }
  return octets === 4 && octet >= 0 ? word * 256 + octet : undefined;
}

/** A full IPv6 address with a dotted tail has 45 characters; the rest is for a zone. */
const longestText = 128;

function parseQuad(text: string): number[] | undefined {
  const word = parseDottedQuad(text);
  return word === undefined ? undefined : [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
}

function parseGroups(text: string): Uint8Array | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groupBytes(halves[0]!, halves.length === 1);
  const tail = halves.length === 1 ? [] : groupBytes(halves[1]!, true);
  if (head === undefined || tail === undefined) return undefined;
  const gap = 16 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 2) return undefined;
  return new Uint8Array([...head, ...new Array<number>(gap).fill(0), ...tail]);
}

/** The bytes of groups set apart by colons; the last may be a dotted quad. */
function groupBytes(text: string, mayEndInQuad: boolean): number[] | undefined {
  if (text === "") return [];
  const groups = text.split(":");
  const bytes: number[] = [];
  for (const [at, group] of groups.entries()) {
    if (/^[\da-fA-F]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
      continue;
    }
    const quad = mayEndInQuad && at === groups.length - 1 ? parseQuad(group) : undefined;
    if (quad === undefined) return undefined;
    bytes.push(...quad);
  }
  return bytes;
}

/** An address as Elasticsearch prints it: lower case, the longest run of zero groups as `::`, IPv4 dotted. */
export function printAddress(bytes: Uint8Array): string {
  if (isIpv4(bytes)) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2]! << 8) | bytes[at * 2 + 1]!).toString(16));
  const run = longestZeroRun(groups);
  if (run.length < 2) return groups.join(":");
  return `${groups.slice(0, run.start).join(":")}::${groups.slice(run.start + run.length).join(":")}`;
}

/** True for an IPv4 address in its mapped form. */
export function isIpv4(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
}

function longestZeroRun(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [at, group] of groups.entries()) {
    if (group !== "0") start = at + 1;
    else if (at + 1 - start > best.length) best = { start, length: at + 1 - start };
  }
  return best;
}
