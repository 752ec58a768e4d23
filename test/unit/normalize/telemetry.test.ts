import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { documentView } from "../../../src/ecs/event.ts";
import { normalizerOf } from "../../../src/normalize/index.ts";
import { recognize } from "../../../src/normalize/recognize.ts";
import { type JsonValue, parseJson } from "../../../src/text/json.ts";

/** Real CloudTrail, kept beside the repository; absent in most clones. */
const telemetry = fileURLToPath(new URL("../../../../shared/telemetry", import.meta.url));

function recordsOf(file: string): JsonValue[] {
  const bytes = readFileSync(file);
  const parsed = parseJson((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  assert.ok(parsed.ok, file);
  if (Array.isArray(parsed.value)) return parsed.value;
  const records = parsed.value instanceof Map ? parsed.value.get("Records") : undefined;
  return Array.isArray(records) ? records : [parsed.value];
}

const skip = existsSync(telemetry) ? false : "no telemetry beside the repository";

test("every real record becomes an event with its time, provider, action and outcome", { skip }, () => {
  const files = readdirSync(telemetry, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.json(\.gz)?$/.test(name),
  );
  const needed = ["@timestamp", "event.provider", "event.action", "event.outcome", "event.id", "cloud.region"].map(
    (name) => defaultCatalogue.field(name)!,
  );
  let count = 0;
  for (const file of files) {
    for (const record of recordsOf(join(telemetry, file))) {
      count++;
      const found = recognize(record);
      assert.equal(found.kind, "recognized", file);
      assert.ok(found.kind === "recognized");
      const event = normalizerOf(found.dataset).normalize(found, {});
      assert.ok(event.kind === "event", file);
      const view = documentView(event.document);
      for (const field of needed) assert.equal(view.values(field).length, 1, `${field.name} in ${file}`);
    }
  }
  assert.ok(count > 30_000, `${count} records`);
});
