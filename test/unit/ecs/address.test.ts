import assert from "node:assert/strict";
import { test } from "node:test";
import { isIpv4, parseAddress, printAddress } from "../../../src/ecs/address.ts";

const valid: readonly (readonly [text: string, canonical: string])[] = [
  ["0.0.0.0", "0.0.0.0"],
  ["255.255.255.255", "255.255.255.255"],
  ["::", "::"],
  ["::1", "::1"],
  ["1::", "1::"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
  ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
  ["2001:0DB8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ["1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"],
  ["fe80::1%eth0", "fe80::1"],
];

for (const [text, canonical] of valid) {
  test(`${text} is ${canonical}`, () => {
    const bytes = parseAddress(text);
    assert.ok(bytes);
    assert.equal(printAddress(bytes), canonical);
    assert.equal(isIpv4(bytes), !canonical.includes(":"));
  });
}

const invalid =
  "|1.2.3|1.2.3.4.5|256.1.1.1|01.2.3.4|1.2.3.4:80|1.2.3.4 |:|:::|1:2:3:4:5:6:7|1:2:3:4:5:6:7:8:9|1::2::3|12345::|g::1|1:2:3:4:5:6:7:8::|1.2.3.4::|fe80::1%|1.2.3.4%eth0|1%::|ec2.amazonaws.com";

for (const text of invalid.split("|")) {
  test(`${JSON.stringify(text)} is no address`, () => assert.equal(parseAddress(text), undefined));
}

test("a long text is refused at once", () => assert.equal(parseAddress("1:".repeat(1_000_000)), undefined));
