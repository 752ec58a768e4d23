import { parseAddress } from "../../../src/ecs/address.ts";

type Value = string | number | { readonly [key: string]: Value } | readonly Value[];

/**
 * A MaxMind database (format 2.0, IPv6, 32-bit records) of a few networks, written after MaxMind's specification; only
 * strings, doubles, unsigned integers, maps and arrays.
 */
export function maxmindDatabase(networks: Readonly<Record<string, Value>>, type = "Test"): Uint8Array {
  const nodes: [number | undefined, number | undefined][] = [[undefined, undefined]];
  const data: number[] = [];
  const leaves: { node: number; side: 0 | 1; offset: number }[] = [];
  for (const [network, value] of Object.entries(networks)) {
    const [address = "", length = ""] = network.split("/");
    const bits = addressBits(address).slice(0, address.includes(":") ? Number(length) : 96 + Number(length));
    let node = 0;
    for (const [at, bit] of bits.entries()) {
      if (at === bits.length - 1) leaves.push({ node, side: bit, offset: data.length });
      else node = nodes[node]![bit] ??= nodes.push([undefined, undefined]) - 1;
    }
    data.push(...encode(value));
  }
  for (const { node, side, offset } of leaves) nodes[node]![side] = nodes.length + 16 + offset;
  const tree = nodes.flatMap((sides) => sides.flatMap((side) => bigEndian(side ?? nodes.length, 4)));
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    database_type: type,
    description: { en: "test" },
    ip_version: 6,
    languages: ["en"],
    node_count: nodes.length,
    record_size: 32,
  });
  const marker = [0xab, 0xcd, 0xef, ...new TextEncoder().encode("MaxMind.com")];
  return new Uint8Array([...tree, ...new Array<number>(16).fill(0), ...data, ...marker, ...metadata]);
}

/** In the tree IPv4 addresses stand below `::/96`, not below their mapped form. */
function addressBits(address: string): (0 | 1)[] {
  const bytes = parseAddress(address)!;
  if (!address.includes(":")) bytes.fill(0, 0, 12);
  return [...bytes].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => ((byte >> bit) & 1) as 0 | 1));
}

function bigEndian(value: number, length: number): number[] {
  return Array.from({ length }, (_, at) => (value >>> (8 * (length - 1 - at))) & 255);
}

function encode(value: Value): number[] {
  if (typeof value === "string") {
    const bytes = new TextEncoder().encode(value);
    return [...control(2, bytes.length), ...bytes];
  }
  if (typeof value === "number") {
    if (Number.isInteger(value) && value >= 0) return [...control(6, 4), ...bigEndian(value, 4)];
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value);
    return [...control(3, 8), ...bytes];
  }
  if (Array.isArray(value)) return [...control(11, value.length), ...value.flatMap(encode)];
  const members = Object.entries(value as Readonly<Record<string, Value>>);
  return [...control(7, members.length), ...members.flatMap(([key, item]) => [...encode(key), ...encode(item)])];
}

/** Types above seven are extended: their number goes into a byte of its own. So do sizes from 29 to 284. */
function control(type: number, size: number): number[] {
  if (size > 284) throw new Error("too long for this writer");
  const extra = size > 28 ? [size - 29] : [];
  const low = Math.min(size, 29);
  return type > 7 ? [low, type - 7, ...extra] : [(type << 5) | low, ...extra];
}
