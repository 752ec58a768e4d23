import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { parse } from "yaml";
import type { EcsObject } from "../../../src/ecs/value.ts";
import { userAgentRegexes } from "../../../src/normalize/generated/userAgentRegexes.ts";
import { loadUserAgentParser, userAgentLimit, userAgentParser } from "../../../src/normalize/userAgent.ts";

const chrome =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
const boto =
  "Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux#6.1 md/arch#x86_64 lang/python#3.11 md/pyimpl#CPython Botocore/1.34.0";

const cases: readonly (readonly [string, Record<string, unknown>])[] = [
  [
    chrome,
    {
      name: "Chrome",
      version: "126.0.0.0",
      os: { name: "Mac OS X", version: "10.15.7", full: "Mac OS X 10.15.7" },
      device: { name: "Mac" },
    },
  ],
  // `botocore` holds `bot`.
  [boto, { name: "Boto3", version: "1.34.0", os: { name: "Linux" }, device: { name: "Spider" } }],
  ["cloudtrail.amazonaws.com", { name: "Other", device: { name: "Other" } }],
  ["AWS Internal", { name: "Other", device: { name: "Other" } }],
  ["", { name: "Other", device: { name: "Other" } }],
];

function plain(object: EcsObject): unknown {
  return JSON.parse(JSON.stringify(object));
}

describe("loadUserAgentParser", async () => {
  const parseUserAgent = await loadUserAgentParser();

  for (const [original, expected] of cases) {
    it(`reads ${JSON.stringify(original.slice(0, 40))}`, () => {
      assert.deepEqual(plain(parseUserAgent(original)), { original, ...expected });
    });
  }

  it("remembers answers", () => assert.equal(parseUserAgent(chrome), parseUserAgent(chrome)));

  it("keeps the whole original and reads only its beginning", () => {
    const long = `${"-".repeat(userAgentLimit)}${chrome}`;
    assert.deepEqual(plain(parseUserAgent(long)), { original: long, name: "Other", device: { name: "Other" } });
  });

  it("takes bounded time on hostile strings", () => {
    const pieces = [
      "a",
      "A ",
      "1.",
      "; ",
      "iPhone ",
      "Mozilla/5.0 (Linux; Android ",
      "Windows NT ",
      "bot/",
      "-iPad/1 ",
    ];
    for (const piece of pieces) {
      const start = performance.now();
      parseUserAgent(`${piece.repeat(userAgentLimit)}!`);
      assert.ok(performance.now() - start < 500, piece);
    }
  });
});

describe("userAgentParser", () => {
  const none = { os: [], device: [] };

  it("puts the first group into a replacement, and passes over patterns that name nothing", () => {
    const parser = userAgentParser({ userAgent: [["x"], ["(y)(\\d)?", "", "Y ($1)", "", "7"]], ...none });
    assert.deepEqual(plain(parser("xy3")), {
      original: "xy3",
      name: "Y ($1)".replace("$1", "y"),
      version: "3.7",
      device: { name: "Other" },
    });
  });

  it("ends the version at the first part that is missing", () => {
    const parser = userAgentParser({ userAgent: [["(z)/(\\d*)\\.?(\\d*)\\.?(\\d*)"]], ...none });
    assert.equal(parser("z/1..3")["version"], "1");
    assert.equal(parser("z/1.2.3")["version"], "1.2.3");
    assert.equal(parser("z/1")["version"], "1");
    assert.equal(parser("z/")["version"], undefined);
  });
});

describe("userAgentRegexes", () => {
  it("are those of the installed uap-core", () => {
    const {
      user_agent_parsers: agents,
      os_parsers: systems,
      device_parsers: devices,
    } = parse(readFileSync("node_modules/uap-core/regexes.yaml", "utf8"));
    const regexes = (list: readonly { regex: string }[]) => list.map(({ regex }) => regex);
    const { userAgent, os, device } = userAgentRegexes;
    assert.deepEqual(
      userAgent.map(([regex]) => regex),
      regexes(agents),
    );
    assert.deepEqual(
      os.map(([regex]) => regex),
      regexes(systems),
    );
    assert.deepEqual(
      device.map(([regex]) => regex),
      regexes(devices),
    );
  });
});
