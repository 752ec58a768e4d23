import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { loadRules } from "../../src/rule/load.ts";
import type { Rule } from "../../src/rule/rule.ts";
import { parseSidecar } from "../../src/testing/sidecar.ts";
import type { Source } from "../../src/text/source.ts";
import { root } from "../cli/runCli.ts";

/** A file of the repository as a source. */
export function sourceOf(path: string): Source {
  return { name: path, text: readFileSync(join(root, path), "utf8") };
}

/** The one rule of a source; value lists and exceptions are taken for empty. */
export function ruleOf(source: Source): Rule {
  const { rules, diagnostics } = loadRules(source, {
    catalogue: defaultCatalogue,
    valueLists: () => [],
    exceptionItems: () => [],
  });
  assert.equal(rules.length, 1, diagnostics.map(({ message }) => message).join("\n"));
  return rules[0]!;
}

const sources: Readonly<Record<string, string>> = { aws: "CloudTrail", azure: "Azure Activity" };

/** The rows of the README's table of detections, made from the rules and their sidecars. */
export function detectionRows(): string[] {
  return Object.keys(sources).flatMap((cloud) =>
    readdirSync(join(root, "detections", cloud))
      .sort()
      .map((name) => rowOf(cloud, `detections/${cloud}/${name}`)),
  );
}

function rowOf(cloud: string, folder: string): string {
  const rule = ruleOf(sourceOf(`${folder}/rule.toml`));
  const { sidecar } = parseSidecar(sourceOf(`${folder}/detection.yml`));
  assert.ok(sidecar, folder);
  const level = rule.buildingBlock ? `${rule.severity}, building block` : rule.severity;
  const fires = sidecar.cases.filter(({ matchCount }) => matchCount > 0).length;
  const misses = sidecar.cases.filter(({ knownMiss }) => knownMiss).length;
  const silent = sidecar.cases.length - fires - misses;
  const attack = techniquesOf(rule).join(", ");
  return `| [${rule.name}](${folder}/rule.toml) | ${sources[cloud]} | ${level} | ${attack} | ${fires} · ${silent} · ${misses} |`;
}

/** The most exact techniques of a rule, in its order. */
function techniquesOf(rule: Rule): string[] {
  const all = rule.threat.flatMap(({ technique }) =>
    technique.flatMap(({ id, subtechnique }) => (subtechnique?.length ? subtechnique.map((sub) => sub.id) : [id])),
  );
  return [...new Set(all)];
}
