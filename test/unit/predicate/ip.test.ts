import assert from "node:assert/strict";
import { test } from "node:test";
import { blockHolds, compareIp, parseIp, parseIpBlock } from "../../../src/predicate/ip.ts";

const addresses: readonly [string, string | undefined][] = [
  ["0.0.0.0", "0,0,65535,0"],
  ["255.255.255.255", "0,0,65535,4294967295"],
  ["10.0.0.1", "0,0,65535,167772161"],
  ["::", "0,0,0,0"],
  ["::1", "0,0,0,1"],
  ["1::", "65536,0,0,0"],
  ["2001:DB8::ff00:42:8329", "536939960,0,65280,4358953"],
  ["::ffff:10.0.0.1", "0,0,65535,167772161"],
  ["::ffff:a00:1", "0,0,65535,167772161"],
  ["1:2:3:4:5:6:7:8", "65538,196612,327686,458760"],
  ["1:2:3:4:5:6:7::", "65538,196612,327686,458752"],
  ["1:2:3:4:5:6:1.2.3.4", "65538,196612,327686,16909060"],
  ["", undefined],
  ["10", undefined],
  ["10.0.0", undefined],
  ["10.0.0.0.1", undefined],
  ["10.0.0.256", undefined],
  ["10.0.0.01", undefined],
  ["10.0.0.-1", undefined],
  ["10.0.0.", undefined],
  [".10.0.0", undefined],
  [" 10.0.0.1", undefined],
  ["10.0.0.1 ", undefined],
  ["0x10.0.0.1", undefined],
  [":", undefined],
  [":::", undefined],
  [":1", undefined],
  ["1:", undefined],
  ["1::2::3", undefined],
  ["1:2:3:4:5:6:7", undefined],
  ["1:2:3:4:5:6:7:8:9", undefined],
  ["1:2:3:4::5:6:7:8", undefined],
  ["12345::", undefined],
  ["g::", undefined],
  ["1.2.3.4::", undefined],
  ["::1.2.3.4:5", undefined],
  ["1:".repeat(100_000), undefined],
  ["ec2.amazonaws.com", undefined],
];

for (const [text, expected] of addresses) {
  test(`address ${JSON.stringify(text.slice(0, 40))}`, () => {
    assert.equal(parseIp(text)?.join(","), expected);
  });
}

const memberships: readonly [block: string, address: string, held: boolean | undefined][] = [
  ["10.0.0.0/8", "10.255.255.255", true],
  ["10.0.0.0/8", "11.0.0.0", false],
  ["10.6.48.157/8", "10.1.2.3", true],
  ["0.0.0.0/0", "255.255.255.255", true],
  ["0.0.0.0/0", "::1", false],
  ["192.168.1.1/32", "192.168.1.1", true],
  ["192.168.1.1/32", "192.168.1.2", false],
  ["172.16.0.0/12", "172.31.255.255", true],
  ["172.16.0.0/12", "172.32.0.0", false],
  ["128.0.0.0/1", "255.0.0.0", true],
  ["10.0.0.1", "10.0.0.1", true],
  ["10.0.0.1", "10.0.0.2", false],
  ["::/0", "10.0.0.1", true],
  ["fe80::/10", "febf::1", true],
  ["fe80::/10", "fec0::1", false],
  ["2001:db8::/33", "2001:db8:7fff::", true],
  ["2001:db8::/33", "2001:db8:8000::", false],
  ["::1/128", "::1", true],
  ["::ffff:10.0.0.1", "10.0.0.1", true],
  ["::ffff:10.0.0.0/104", "10.0.0.1", undefined],
  ["10.0.0.0/33", "10.0.0.0", undefined],
  ["::/129", "::", undefined],
  ["10.0.0.0/", "10.0.0.0", undefined],
  ["10.0.0.0/-1", "10.0.0.0", undefined],
  ["10.0.0.0/8/8", "10.0.0.0", undefined],
  ["/8", "10.0.0.0", undefined],
];

for (const [text, address, held] of memberships) {
  test(`${address} in ${text} is ${held}`, () => {
    const block = parseIpBlock(text);
    assert.equal(block && blockHolds(block, parseIp(address)!), held);
  });
}

test("addresses order by their bits, IPv4 among IPv6 as mapped", () => {
  const ordered = ["::", "::1", "0.0.0.0", "9.255.0.0", "10.0.0.1", "128.0.0.0", "255.255.255.255", "1::", "ffff::"];
  const sorted = [...ordered].reverse().sort((a, b) => compareIp(parseIp(a)!, parseIp(b)!));
  assert.deepEqual(sorted, ordered);
});
