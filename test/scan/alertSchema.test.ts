import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { printDocument } from "../../src/ecs/document.ts";
import { loadRuleFiles } from "../../src/io/ruleFiles.ts";
import { scan } from "../../src/io/scan.ts";
import { root } from "../cli/runCli.ts";
import { type Schema, violations } from "../unit/engine/jsonSchema.ts";

const schema: Schema = JSON.parse(readFileSync(join(root, "schemas/alert.schema.json"), "utf8"));

test("every alert of the demo is what alert.schema.json describes", async () => {
  const { runnable: rules } = loadRuleFiles([join(root, "detections")], [join(root, "lookups")]);
  const { alerts } = await scan({ rules, paths: [join(root, "examples/demo/aws"), join(root, "examples/demo/azure")] });
  assert.ok(alerts.length > 5);
  for (const { document } of alerts) assert.deepEqual(violations(schema, JSON.parse(printDocument(document))), []);
});
