import assert from "node:assert/strict";
import { test } from "node:test";
import { constants, crc32, deflateRawSync, gzipSync } from "node:zlib";
import { GzipReader } from "../../../src/io/gzip.ts";
import { readInputStream } from "../../../src/io/readInput.ts";

interface Read {
  text: string;
  problems: string[];
}

async function read(bytes: Uint8Array, chunk = 1000): Promise<Read> {
  const found: Read = { text: "", problems: [] };
  const take = (piece: Uint8Array) => {
    found.text += Buffer.from(piece).toString("latin1");
    return true;
  };
  const reader = new GzipReader("x", take, ({ reason }) => found.problems.push(reason));
  for (let at = 0; at < bytes.length; at += chunk) if (!(await reader.push(bytes.subarray(at, at + chunk)))) break;
  reader.end();
  return found;
}

const text = Array.from({ length: 300 }, (_, i) => `{"n":${i * 7919}}\n`).join("");

/** A member with a header of one's own. */
function member(header: readonly (number | Buffer)[], content: string, level = 6): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  const head = header.map((part) => (typeof part === "number" ? Buffer.of(part) : part));
  return Buffer.concat([...head, deflateRawSync(content, { level }), trailer]);
}

const plainHeader = (flags: number) => Buffer.of(0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3);

test("optional header fields are passed over, stored blocks read", async () => {
  const headers: readonly (readonly (number | Buffer)[])[] = [
    [plainHeader(4), Buffer.of(5, 0), Buffer.from("extra")],
    [plainHeader(8), Buffer.from("name.json\0")],
    [plainHeader(16), Buffer.from("a comment\0")],
    [plainHeader(2), Buffer.of(0, 0)],
    [plainHeader(30), Buffer.of(2, 0), Buffer.from("xxname\0comment\0"), Buffer.of(1, 2)],
    [plainHeader(8), Buffer.alloc(60_000, 0x41), 0],
  ];
  for (const header of headers) {
    for (const level of [constants.Z_NO_COMPRESSION, 9]) {
      for (const chunk of [1000, 64, 3])
        assert.deepEqual(await read(member(header, text, level), chunk), { text, problems: [] });
    }
  }
});

test("a name without an end is no header", async () => {
  const { problems } = await read(Buffer.concat([plainHeader(8), Buffer.alloc(100_000, 0x41)]));
  assert.deepEqual(problems, ["corrupt gzip"]);
});

test("members in a row, empty ones too, are one content", async () => {
  const members = [gzipSync(""), gzipSync(text), gzipSync(""), gzipSync("end"), gzipSync(text)];
  for (const chunk of [1 << 20, 100, 7]) {
    assert.deepEqual(await read(Buffer.concat(members), chunk), { text: `${text}end${text}`, problems: [] });
  }
});

test("bytes between members are reported, never passed over in silence", async () => {
  const { text: got, problems } = await read(Buffer.concat([gzipSync(text), Buffer.from("garbage"), gzipSync(text)]));
  assert.equal(got, text);
  assert.deepEqual(problems, ["bytes after the gzip data"]);
});

test("cut at any byte, all that precedes the cut is handed over and the loss is named", async () => {
  const whole = Buffer.concat([gzipSync("first\n"), gzipSync(text.slice(0, 600))]);
  const firstEnd = gzipSync("first\n").length;
  for (let length = 1; length < whole.length; length++) {
    const got = await read(whole.subarray(0, length));
    assert.ok(`first\n${text}`.startsWith(got.text));
    if (length >= firstEnd) assert.ok(got.text.startsWith("first\n"));
    assert.deepEqual(got.problems, length === firstEnd ? [] : ["truncated gzip"], `length ${length}`);
  }
});

test("every flipped byte is either harmless or named", async () => {
  const whole = gzipSync(text);
  for (let at = 0; at < whole.length; at++) {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 1 << (at % 8);
    const got = await read(bytes);
    if (got.text !== text) assert.notDeepEqual(got.problems, [], `byte ${at}`);
  }
});

test("a flood of tiny members is a bomb; many small ones are not", async () => {
  const empty = Buffer.concat(Array.from({ length: 12_000 }, () => gzipSync("")));
  assert.deepEqual((await read(empty, 1 << 20)).problems, ["gzip bomb"]);
  const one = gzipSync("x".repeat(100));
  const small = Buffer.concat(Array.from({ length: 12_000 }, () => one));
  const got = await read(small, 1 << 20);
  assert.deepEqual([got.text.length, got.problems], [1_200_000, []]);
});

async function readStream(chunks: readonly Uint8Array[]): Promise<Read> {
  const found: Read = { text: "", problems: [] };
  await readInputStream(
    "<stdin>",
    (async function* () {
      yield* chunks;
    })(),
    {
      bytes: (piece) => {
        found.text += Buffer.from(piece).toString("utf8");
      },
      problem: ({ reason }) => found.problems.push(reason),
    },
  );
  return found;
}

const bytewise = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte));

test("a stream that comes byte by byte is told apart all the same", async () => {
  assert.deepEqual(await readStream(bytewise(gzipSync('{"a":1}'))), { text: '{"a":1}', problems: [] });
  const wide = '\ufeff{"a":"\u{1f600}"}';
  const expected = { text: wide.slice(1), problems: [] };
  assert.deepEqual(await readStream(bytewise(Buffer.from(wide, "utf16le"))), expected);
  assert.deepEqual(await readStream(bytewise(Buffer.from(wide, "utf16le").swap16())), expected);
});

test("half a unit of UTF-16 and lone surrogates are named", async () => {
  const bytes = Buffer.from('\ufeff{"a":1}', "utf16le");
  assert.deepEqual(await readStream([bytes.subarray(0, bytes.length - 1)]), {
    text: '{"a":1\ufffd',
    problems: ["invalid UTF-16"],
  });
  assert.deepEqual((await readStream([Buffer.from('\ufeff{"a":"\ud800"}', "utf16le")])).problems, ["invalid UTF-16"]);
});

test("a stream that fails is reported, and what came before is kept", async () => {
  const found: Read = { text: "", problems: [] };
  await readInputStream(
    "<stdin>",
    (async function* () {
      yield Buffer.from('{"a":1}');
      throw Object.assign(new Error("gone"), { code: "EIO" });
    })(),
    {
      bytes: (piece) => {
        found.text += Buffer.from(piece).toString("utf8");
      },
      problem: ({ reason }) => found.problems.push(reason),
    },
  );
  assert.deepEqual(found, { text: '{"a":1}', problems: ["unreadable"] });
});
