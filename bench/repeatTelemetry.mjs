import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

/** Repeats the records of a folder of `{"Records":[…]}` files, each with an event id of its own, into a corpus. */
export function grow(from, folder, megabytes, layout) {
  const texts = readdirSync(from)
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .map((name) => readFileSync(join(from, name)))
    .map((bytes) => (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8"));
  const records = texts.flatMap((text) => JSON.parse(text).Records);
  const perFile = layout === "large" ? 40_000 : 100;
  const truth = { records: 0, rawBytes: 0 };
  mkdirSync(folder, { recursive: true });
  for (let file = 0; truth.rawBytes < megabytes * 1e6; file++) {
    const own = Array.from({ length: perFile }, (_, i) => ({
      ...records[(truth.records + i) % records.length],
      eventID: uuid(truth.records + i),
    }));
    const text = JSON.stringify({ Records: own });
    writeFileSync(join(folder, `part-${file}.json.gz`), gzipSync(text));
    truth.records += perFile;
    truth.rawBytes += text.length;
  }
  writeFileSync(join(folder, "truth.json"), JSON.stringify(truth));
}

function uuid(n) {
  const hex = createHash("sha256").update(String(n)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
