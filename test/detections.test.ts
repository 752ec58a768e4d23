import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { defaultCatalogue } from "../src/ecs/catalogue.ts";
import { buildAlerts } from "../src/engine/alerts.ts";
import type { Hit } from "../src/engine/hit.ts";
import { type Plan, planRules } from "../src/engine/plan.ts";
import { normalizerOf } from "../src/normalize/index.ts";
import { recognize } from "../src/normalize/recognize.ts";
import { compileRule } from "../src/rule/compileRule.ts";
import { loadRules } from "../src/rule/load.ts";
import { readExceptionItems } from "../src/rule/readExceptionItems.ts";
import type { RunnableRule } from "../src/rule/rule.ts";
import { readValueList } from "../src/rule/valueList.ts";
import type { CaseEntry } from "../src/testing/caseEntry.ts";
import { type DetectionProof, proveDetection } from "../src/testing/prove.ts";
import { countProofs, proofLines, summaryLine } from "../src/testing/report.ts";
import { parseSidecar, type Sidecar } from "../src/testing/sidecar.ts";
import type { Diagnostic } from "../src/text/diagnostic.ts";
import { parseJson } from "../src/text/json.ts";
import { renderDiagnostic } from "../src/text/renderDiagnostic.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = ["aws", "azure"].flatMap((cloud) =>
  readdirSync(join(root, "detections", cloud)).map((name) => `${cloud}/${name}`),
);

function sourceOf(path: string) {
  return { name: relative(root, path), text: readFileSync(path, "utf8") };
}

function nothingWrong(diagnostics: readonly Diagnostic[]): void {
  assert.equal(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)).join("\n"), "");
}

/** The value lists as shipped, under those that a case brings. */
function valueLists(own: ReadonlyMap<string, readonly string[]>) {
  return (id: string): readonly string[] | undefined => {
    const shipped = join(root, "lookups", `${id}.txt`);
    return own.get(id) ?? (existsSync(shipped) ? readValueList(sourceOf(shipped)).values : undefined);
  };
}

function runnableRule(folder: string, own: ReadonlyMap<string, readonly string[]> = new Map()): RunnableRule {
  const directory = join(root, "detections", folder);
  const beside = join(directory, "exceptions.ndjson");
  const items = existsSync(beside) ? readExceptionItems(sourceOf(beside)) : { items: new Map(), diagnostics: [] };
  nothingWrong(items.diagnostics);
  const loaded = loadRules(sourceOf(join(directory, "rule.toml")), {
    catalogue: defaultCatalogue,
    valueLists: valueLists(own),
    exceptionItems: (id) => items.items.get(id),
  });
  nothingWrong(loaded.diagnostics);
  assert.equal(loaded.rules.length, 1);
  const compiled = compileRule(loaded.rules[0]!, defaultCatalogue);
  nothingWrong(compiled.diagnostics);
  assert.ok(compiled.runnable, compiled.unsupported?.reason);
  return compiled.runnable;
}

function sidecarOf(folder: string): Sidecar {
  const { sidecar, diagnostics } = parseSidecar(sourceOf(join(root, "detections", folder, "detection.yml")));
  nothingWrong(diagnostics);
  assert.ok(sidecar);
  return sidecar;
}

function linesOf(folder: string, path: string): string[] {
  const text = readFileSync(join(root, "detections", folder, path), "utf8");
  return text.trimEnd().split("\n");
}

function proofCase(folder: string, entry: CaseEntry) {
  const { name, matchCount, knownMiss, eventIds, lines } = entry;
  return {
    name,
    matchCount,
    knownMiss,
    lines: linesOf(folder, entry.path),
    ...(eventIds === undefined ? {} : { eventIds }),
    ...(lines === undefined ? {} : { eventLines: lines }),
    ...(entry.valueLists.size === 0 ? {} : { rule: runnableRule(folder, entry.valueLists) }),
  };
}

const proofs: DetectionProof[] = [];

describe("every detection is proven", () => {
  for (const folder of folders) {
    test(folder, () => {
      const cases = sidecarOf(folder).cases.map((entry) => proofCase(folder, entry));
      const proof = proveDetection({ rule: runnableRule(folder), cases });
      proofs.push(proof);
      assert.ok(proof.proven, proofLines(proof).join("\n"));
    });
  }

  test("and nothing is left unproven", (context) => {
    assert.equal(proofs.length, folders.length);
    context.diagnostic(summaryLine(countProofs(proofs)));
  });
});

describe("every detection is complete", () => {
  for (const folder of folders) {
    test(folder, () => {
      const { cases, blindSpots, attack, confidence } = sidecarOf(folder);
      const { rule } = runnableRule(folder);
      assert.ok(
        cases.some(({ matchCount }) => matchCount > 0),
        "no case fires",
      );
      const silent = cases.filter(({ matchCount, knownMiss }) => matchCount === 0 && !knownMiss);
      assert.ok(silent.length >= 2, `${silent.length} look-alikes`);
      assert.ok(blindSpots.length > 0);
      assert.ok(["low", "medium", "high"].includes(confidence));
      for (const entry of cases) {
        if (entry.matchCount > 0)
          assert.ok((entry.eventIds ?? entry.lines ?? []).length > 0, `${entry.name} names no event`);
        assert.ok(["", "FP1", "FP2", "FP3", "FP4"].includes(entry.family ?? ""));
      }

      const sections = ["Possible investigation steps", "False positive analysis", "Response and remediation"];
      for (const section of sections) assert.ok(rule.note?.includes(`### ${section}\n`), `no section ${section}`);
      assert.ok(rule.falsePositives.length > 0 && rule.setup !== undefined && rule.references.length > 0);
      assert.ok(attack.some(({ technique }) => technique === "T1578.001"));
      const mapped = rule.threat.flatMap(({ technique }) =>
        technique.flatMap((each) => [each, ...(each.subtechnique ?? [])]),
      );
      for (const { id } of mapped) {
        if (mapped.some((other) => other.id.startsWith(`${id}.`))) continue;
        assert.ok(
          attack.some(({ technique }) => technique === id),
          `${id} is not in detection.yml`,
        );
      }
    });
  }

  test("every file of tests belongs to one case", () => {
    for (const folder of folders) {
      const listed = sidecarOf(folder).cases.map(({ path }) => path);
      const found = readdirSync(join(root, "detections", folder, "tests")).map((name) => `tests/${name}`);
      assert.deepEqual(listed.sort(), found.sort(), folder);
    }
  });

  test("rules about creation look for the same calls", () => {
    const queryOf = (folder: string) => runnableRule(folder).rule.query!.replace(/\s+/g, " ");
    const calls = /\(\(event\.provider .*"dynamodb\.amazonaws\.com" and event\.action == "CreateBackup"\)/;
    const listed = calls.exec(queryOf("aws/snapshot_created").replaceAll("( (", "(("))![0];
    for (const name of ["bulk_created", "enumerated_then_created", "create_denied_repeatedly"]) {
      assert.ok(queryOf(`aws/snapshot_${name}`).replaceAll("( (", "((").includes(listed), name);
    }
  });

  test("rule ids and names are unique", () => {
    const rules = folders.map((folder) => runnableRule(folder).rule);
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
  });

  test("all four families of false positives stand among the look-alikes", () => {
    const cases = folders.flatMap((folder) => sidecarOf(folder).cases);
    const families = new Set(cases.filter(({ matchCount }) => matchCount === 0).map(({ family }) => family));
    for (const family of ["FP1", "FP2", "FP3", "FP4"]) assert.ok(families.has(family), family);
  });
});

/** One record through the whole pack. */
function hitsOf(plan: Plan, text: string): { readonly hits: Hit[]; readonly id: string } {
  const parsed = parseJson(text);
  assert.ok(parsed.ok);
  const recognition = recognize(parsed.value);
  assert.ok(recognition.kind === "recognized");
  const normalizer = normalizerOf(recognition.dataset);
  const event = normalizer.normalize(recognition, {});
  assert.ok(event.kind === "event");
  return { hits: plan.match(event, plan.candidates(normalizer.identify(recognition))), id: event.id };
}

test("look-alikes of the four families raise no alert in any detection", () => {
  for (const folder of folders) {
    for (const { family, matchCount, knownMiss, path, valueLists: own } of sidecarOf(folder).cases) {
      if (family === undefined || matchCount > 0 || knownMiss) continue;
      const trusted = own.get("trusted_accounts") ?? ["111122223333", "444455556666"];
      const lists = new Map([["trusted_accounts", trusted]]);
      const plan = planRules(folders.map((name) => runnableRule(name, lists)));
      const hits = linesOf(folder, path).flatMap((line) => hitsOf(plan, line).hits);
      const alerts = buildAlerts(plan, hits).filter(({ kind }) => kind !== "buildingBlock");
      const raised = alerts.filter(({ rule }) => !plan.rules[rule]!.rule.buildingBlock);
      assert.deepEqual(
        raised.map(({ rule }) => folders[rule]),
        [],
        `${folder} ${path}`,
      );
      if (family === "FP2" && path.includes("backup")) assert.equal(alerts.length, 0, `${folder} ${path}`);
    }
  }
});

interface DemoRecord {
  readonly eventID?: string;
  readonly correlationId?: string;
}

function demoRecords(cloud: "aws" | "azure"): DemoRecord[] {
  const directory = join(root, "examples/demo", cloud);
  return readdirSync(directory).flatMap((name) => {
    const file = JSON.parse(readFileSync(join(directory, name), "utf8"));
    return (cloud === "aws" ? file.Records : file.records) as DemoRecord[];
  });
}

describe("records", () => {
  test("event ids are UUIDs and unique, but in the case about duplicates", () => {
    const ids: string[] = demoRecords("aws").map(({ eventID }) => eventID!);
    for (const folder of folders.filter((name) => name.startsWith("aws/"))) {
      for (const { path } of sidecarOf(folder).cases) {
        const own = linesOf(folder, path).map((line) => JSON.parse(line).eventID as string);
        if (path === "tests/duplicates.ndjson") assert.equal(new Set(own).size, 1);
        ids.push(...(path === "tests/duplicates.ndjson" ? own.slice(0, 1) : own));
      }
    }
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(new Set(ids).size, ids.length);
  });

  test("Azure records are all different", () => {
    const cases = folders.filter((name) => name.startsWith("azure/"));
    const lines = cases.flatMap((folder) => sidecarOf(folder).cases.flatMap(({ path }) => linesOf(folder, path)));
    lines.push(...demoRecords("azure").map((record) => JSON.stringify(record)));
    assert.equal(new Set(lines).size, lines.length);
  });

  test("addresses are from the ranges for documentation", () => {
    const text = folders
      .flatMap((folder) => sidecarOf(folder).cases.flatMap(({ path }) => linesOf(folder, path)))
      .join("\n");
    const addresses = text.match(/"(?:sourceIPAddress|callerIpAddress|clientIpAddress|ipaddr)":"[^"]*"/g) ?? [];
    assert.ok(addresses.length > 500);
    for (const address of addresses) assert.match(address, /:"(?:203\.0\.113|198\.51\.100)\.\d+"$|\.amazonaws\.com"$/);
  });
});

describe("the demonstration", () => {
  const readme = readFileSync(join(root, "examples/demo/README.md"), "utf8");

  for (const cloud of ["aws", "azure"] as const) {
    test(`${cloud}: fires what its README says`, () => {
      const plan = planRules(folders.map((folder) => runnableRule(folder)));
      const records = demoRecords(cloud);
      const named = new Map<string, string>();
      const hits = records.flatMap((record) => {
        const { hits: own, id } = hitsOf(plan, JSON.stringify(record));
        named.set(id, record.eventID ?? record.correlationId!);
        return own;
      });
      const alerts = buildAlerts(plan, hits).filter(({ kind }) => kind !== "buildingBlock");
      const rows = alerts.flatMap(({ rule, events }) => {
        const folder = folders[rule]!;
        return [`| \`${folder}\` | ${events.map(({ id }) => `\`${named.get(id)}\``).join(" ")} |`];
      });
      const section = readme.split(/^## /m).find((text) => text.startsWith(cloud === "aws" ? "AWS" : "Azure"))!;
      const written = section.split("\n").filter((line) => line.startsWith("| `"));
      assert.deepEqual(written, rows);
      assert.match(section, new RegExp(`${records.length} records`));
    });
  }
});
