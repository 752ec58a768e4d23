import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, closeSync, openSync, symlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { runCli } from "./runCli.ts";
import { createSnapshot, trail } from "./sampleRecord.ts";
import { temporaryFolder } from "./temporaryFolder.ts";

interface Account {
  total: number;
  evaluated: number;
  duplicate: number;
  rejected: number;
}

/** Reads `Records   10 = 8 evaluated + 2 duplicate + 0 rejected`, and holds it to its own arithmetic. */
function account(stdout: string, title: "Records" | "Files"): Account {
  const line = new RegExp(`^${title} +([\\d,]+) = (.*)$`, "m").exec(stdout);
  assert.ok(line, `no ${title} line in:\n${stdout}`);
  const number = (text: string | undefined) => Number((text ?? "0").replaceAll(",", ""));
  const part = (name: string) => number(new RegExp(`([\\d,]+) ${name}`).exec(line[2]!)?.[1]);
  const parts = line[2]!.split(" + ").map((text) => number(/^[\d,]+/.exec(text)?.[0]));
  assert.equal(
    parts.reduce((a, b) => a + b, 0),
    number(line[1]),
    `${title} add up: ${line[0]}`,
  );
  return {
    total: number(line[1]),
    evaluated: part("evaluated"),
    duplicate: part("duplicate"),
    rejected: part("rejected"),
  };
}

const whole = gzipSync(trail(20));

interface Case {
  readonly note: string;
  readonly content: string | Uint8Array;
  /** Snapshot alerts expected: what could be read was evaluated. */
  readonly evaluated: number;
  readonly rejected?: number;
  readonly says?: RegExp;
  readonly status?: number;
}

const flipped = Uint8Array.from(whole);
flipped[Math.floor(whole.length / 2)]! ^= 0xff;
const badChecksum = Uint8Array.from(whole);
badChecksum[whole.length - 6]! ^= 0xff;

const cases: readonly Case[] = [
  {
    note: "gzip with two members",
    content: Buffer.concat([
      gzipSync(`${JSON.stringify(createSnapshot())}\n`),
      gzipSync(JSON.stringify(createSnapshot())),
    ]),
    evaluated: 2,
  },
  { note: "gzip with zero padding", content: Buffer.concat([whole, Buffer.alloc(512)]), evaluated: 20 },
  {
    note: "gzip with bytes behind it",
    content: Buffer.concat([whole, Buffer.from("trailing garbage")]),
    evaluated: 20,
    says: /INPUT011 bytes after the gzip data/,
  },
  { note: "gzip with a wrong checksum", content: badChecksum, evaluated: 20, says: /INPUT008 corrupt gzip/ },
  {
    note: "truncated gzip",
    content: whole.subarray(0, whole.length - 40),
    evaluated: -1,
    says: /INPUT009 truncated gzip/,
  },
  {
    note: "gzip header alone",
    content: whole.subarray(0, 10),
    evaluated: 0,
    says: /INPUT009 truncated gzip/,
    status: 3,
  },
  { note: "corrupt gzip", content: flipped, evaluated: -1, says: /INPUT008 corrupt gzip/ },
  { note: "empty file", content: "", evaluated: 0, says: /INPUT004 empty file/, status: 3 },
  { note: "white space alone", content: " \n\t\n", evaluated: 0, says: /INPUT004 empty file/, status: 3 },
  { note: "byte-order mark", content: `\ufeff${trail(2)}`, evaluated: 2 },
  { note: "UTF-16 with mark", content: Buffer.from(`\ufeff${trail(2)}`, "utf16le"), evaluated: 2 },
  { note: "UTF-16 without mark", content: Buffer.from(trail(2), "utf16le"), evaluated: 2 },
  { note: "UTF-16, big end first", content: Buffer.from(`\ufeff${trail(2)}`, "utf16le").swap16(), evaluated: 2 },
  {
    note: "invalid UTF-8 in a value",
    content: Buffer.from(trail(1).replace("alice", "al\u00ffice"), "latin1"),
    evaluated: 1,
    says: /INPUT016 invalid UTF-8/,
  },
  {
    note: "nesting of 10,000",
    content: trail(2).replace('"vol-0123456789abcdef0"', `${"[".repeat(10_000)}${"]".repeat(10_000)}`),
    evaluated: 1,
    rejected: 1,
    says: /INPUT014 nested deeper than 128/,
  },
  {
    note: "duplicate keys: the last counts",
    content: `[${JSON.stringify(createSnapshot()).replace("{", '{"eventName":"DescribeVolumes",')}]`,
    evaluated: 1,
    says: /INPUT017 duplicate keys/,
  },
  {
    note: "__proto__ and constructor keys",
    content: `[${JSON.stringify(createSnapshot()).replace("{", '{"__proto__":{"eventName":"X"},"constructor":{"prototype":1},"toString":null,')}]`,
    evaluated: 1,
  },
  {
    note: "wrong types everywhere",
    content: JSON.stringify([
      createSnapshot({
        userIdentity: 7,
        requestParameters: "x",
        responseElements: [1],
        userAgent: { a: 1 },
        sourceIPAddress: [],
        awsRegion: 5,
        tlsDetails: true,
      }),
    ]),
    evaluated: 1,
  },
  {
    note: "eventName as a number",
    content: JSON.stringify([createSnapshot({ eventName: 1 }), createSnapshot()]),
    evaluated: -1,
  },
  {
    note: "eventTime that is none",
    content: JSON.stringify([createSnapshot({ eventTime: "yesterday" }), createSnapshot()]),
    evaluated: 1,
    rejected: 1,
    says: /no usable time/,
  },
  {
    note: "unknown JSON",
    content: JSON.stringify({ hello: "world" }),
    evaluated: 0,
    says: /unknown record/,
    status: 3,
  },
  {
    note: "elements that are no objects",
    content: `[1,"x",null,${JSON.stringify(createSnapshot())}]`,
    evaluated: 1,
    rejected: 3,
    says: /not an object/,
  },
  {
    note: "one bad line among JSON lines",
    content: `${JSON.stringify(createSnapshot())}\nnot json\n${JSON.stringify(createSnapshot())}\n`,
    evaluated: 2,
    rejected: 1,
    says: /INPUT005 not JSON/,
  },
  {
    note: "a line cut short",
    content: `${JSON.stringify(createSnapshot()).slice(0, 300)}\n${JSON.stringify(createSnapshot())}\n`,
    evaluated: 1,
    rejected: 1,
  },
  {
    note: "text",
    content: "Dear all,\nplease find attached…\n",
    evaluated: 0,
    says: /INPUT006 not a log file/,
    status: 3,
  },
  {
    note: "zip archive",
    content: Buffer.from("504b0304140000000800", "hex"),
    evaluated: 0,
    says: /INPUT007 unsupported format.*zip archive/s,
    status: 3,
  },
  {
    note: "parquet",
    content: Buffer.from("PAR1....PAR1"),
    evaluated: 0,
    says: /parquet, as Security Lake writes/,
    status: 3,
  },
  {
    note: "OCSF record of Security Lake",
    content: JSON.stringify({ class_uid: 6003, metadata: { product: { name: "CloudTrail" } }, time: 1 }),
    evaluated: 0,
    says: /Security Lake/,
    status: 3,
  },
  {
    note: "CloudTrail digest",
    content: JSON.stringify({
      awsAccountId: "1",
      digestStartTime: "2026-03-10T00:00:00Z",
      digestS3Object: "x",
      logFiles: [{ s3Object: "a" }],
    }),
    evaluated: 0,
    says: /1 skipped \(CloudTrail digest\)/,
    status: 3,
  },
];

for (const { note, content, evaluated, rejected = 0, says, status = 0 } of cases) {
  test(`scans what it can of: ${note}`, (context) => {
    const folder = temporaryFolder(context, { "input.json": content });
    const { stdout, stderr, status: got } = runCli(["scan", folder]);
    const records = account(stdout, "Records");
    account(stdout, "Files");
    if (evaluated >= 0) {
      assert.equal(records.evaluated, evaluated, stdout);
      assert.equal(
        (stdout.match(/^\d{4}-.*Snapshot or Disk Copy Created/gm) ?? []).length,
        evaluated,
        "each evaluated record is a snapshot alert",
      );
      if (status === 0) assert.equal(records.rejected, rejected, stdout);
    }
    if (says) assert.match(stdout, says);
    assert.equal(got, evaluated === -1 ? got : status, stderr);
    assert.doesNotMatch(stderr, /fault of eqlite/);
  });
}

test("a gzip bomb stops early, is named, and the next file is read", (context) => {
  const bomb = gzipSync(Buffer.concat([Buffer.from('{"Records":['), Buffer.alloc(400 << 20, 0x20)]), { level: 9 });
  const folder = temporaryFolder(context, { "a_bomb.json.gz": bomb, "b_good.json": trail(1) });
  const { stdout, status } = runCli(["scan", folder]);
  assert.match(stdout, /INPUT010 gzip bomb/);
  assert.equal(account(stdout, "Records").evaluated, 1);
  assert.equal(status, 0);
});

test("one line of 265 MB is read as a stream", (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, "large.json");
  const record = JSON.stringify(createSnapshot({ eventName: "DescribeVolumes" }));
  const file = openSync(path, "w");
  writeSync(file, '{"Records":[');
  const many = `${record},`.repeat(Math.ceil(1e6 / record.length));
  let records = 0;
  for (let bytes = 0; bytes < 265e6; bytes += many.length) {
    writeSync(file, many);
    records += Math.ceil(1e6 / record.length);
  }
  writeSync(file, `${JSON.stringify(createSnapshot())}]}`);
  closeSync(file);
  const { stdout, status } = runCli(["scan", path], { env: { NODE_OPTIONS: "--max-old-space-size=128" } });
  const found = account(stdout, "Records");
  assert.equal(found.total, records + 1);
  assert.equal(found.evaluated, 2, "the repeated record counts once");
  assert.equal(status, 0);
});

test("a folder with links, loops, pipes and forbidden files", {
  skip: process.platform === "win32" && "no POSIX files here",
}, (context) => {
  const outside = temporaryFolder(context, { "secret.json": trail(1) });
  const folder = temporaryFolder(context, { "a/good.json": trail(1), "a/forbidden.json": trail(1) });
  symlinkSync("..", join(folder, "a", "loop"));
  symlinkSync(join(folder, "a", "good.json"), join(folder, "again.json"));
  symlinkSync("nowhere", join(folder, "broken.json"));
  symlinkSync(outside, join(folder, "outside"));
  spawnSync("mkfifo", [join(folder, "pipe")]);
  chmodSync(join(folder, "a", "forbidden.json"), 0);
  const isRoot = process.getuid?.() === 0;
  const { stdout, status } = runCli(["scan", folder]);
  assert.equal(account(stdout, "Records").evaluated, isRoot ? 2 : 1, stdout);
  account(stdout, "Files");
  assert.match(stdout, /INPUT002 special file/);
  assert.match(stdout, /INPUT003 link out of the folder/);
  assert.match(stdout, /broken\.json: unreadable: no such file/);
  if (!isRoot) assert.match(stdout, /forbidden\.json: unreadable: permission denied/);
  assert.equal(status, 0);
});

test("nothing from a log reaches the terminal unescaped", (context) => {
  const nasty =
    "\u001b[2J\u001b]0;owned\u0007\u202egnp\u2066\r\n2026 high fake\u0085\u009b31m\u2028\u200b\ud800\u007f\u061c";
  const record = createSnapshot({
    userAgent: nasty,
    userIdentity: { type: "IAMUser", userName: `al${nasty}ice`, arn: nasty, accountId: nasty },
    sourceIPAddress: nasty,
    requestParameters: { snapshotId: nasty },
    responseElements: { snapshotId: nasty },
    eventID: `id${nasty}`,
  });
  const folder = temporaryFolder(context, { "x.json": JSON.stringify([record, { [nasty]: nasty }]) });
  for (const words of [
    ["scan", folder],
    ["scan", "-v", folder],
    ["scan", "--format", "ndjson", folder],
    ["normalize", folder],
  ]) {
    const { stdout, stderr } = runCli(words);
    const output = (stdout + stderr).replaceAll("\n", "");
    assert.match(output, /owned/, "the text itself is shown");
    assert.doesNotMatch(output, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, words.join(" "));
    assert.doesNotMatch(stdout + stderr, /^2026 high fake/m);
    if (stdout.startsWith("{")) assert.equal(JSON.parse(stdout.split("\n")[0]!).event.id, `id${nasty}`);
  }
});
