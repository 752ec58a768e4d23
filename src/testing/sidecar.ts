import type { Node } from "yaml";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { type CaseEntry, readCase } from "./caseEntry.ts";
import { problem, readYaml, type YamlMapping, YamlReader } from "./readYaml.ts";

/** What `detection.yml` says of the rule beside it: what Elastic's rule format has no place for. */
export interface Sidecar {
  readonly confidence: Confidence;
  readonly attack: readonly AttackMapping[];
  /** Sentences: what the rule cannot see. */
  readonly blindSpots: readonly string[];
  /** `FP1` administration, `FP2` backups, `FP3` disaster recovery, `FP4` pipelines. */
  readonly falsePositiveFamilies: readonly string[];
  readonly tuning: readonly TuningKnob[];
  readonly emulate: readonly Emulation[];
  /** `regression_tests_info`, in file order. */
  readonly cases: readonly CaseEntry[];
}

export type Confidence = (typeof confidences)[number];
const confidences = ["low", "medium", "high"] as const;

/** A technique, with its tactic before and since ATT&CK v19. */
export interface AttackMapping {
  readonly technique: string;
  /** The ATT&CK version of the new tactic. */
  readonly version: string;
  readonly oldTactic: Tactic;
  readonly newTactic: Tactic;
}

export interface Tactic {
  readonly id: string;
  readonly name: string;
}

export interface TuningKnob {
  readonly knob: string;
  readonly default: string;
  readonly how: string;
}

/** How to bring the attack about: a tool and the name it has there. */
export interface Emulation {
  readonly tool: (typeof tools)[number];
  readonly reference: string;
}
const tools = ["atomic", "stratus", "pacu"] as const;

const keys = [
  "confidence",
  "attack",
  "blind_spots",
  "false_positive_families",
  "tuning",
  "emulate",
  "regression_tests_info",
];

/**
 * Reads a `detection.yml`.
 *
 * Every fault is named with its place; a sidecar with faults is null. Paths of cases are checked for form, not for
 * being there. Format: ux facts §5, with `attack`, `false_positive_families` and `tuning` added, and on a case
 * `lines`, `family`, `evasion` and `value_lists`.
 */
export function parseSidecar(source: Source): { sidecar: Sidecar | null; diagnostics: Diagnostic[] } {
  const { mapping, diagnostics } = readYaml(source);
  if (mapping === null) return { sidecar: null, diagnostics };
  const reader = new YamlReader(source);
  const sidecar = readSidecar(reader, mapping);
  return { sidecar: reader.diagnostics.length === 0 ? sidecar : null, diagnostics: reader.diagnostics };
}

function readSidecar(reader: YamlReader, mapping: YamlMapping): Sidecar {
  reader.onlyKeys(mapping, keys);
  const get = (key: string, required = false) => reader.get(mapping, key, required);
  const cases = reader.list(get("regression_tests_info", true), "regression_tests_info", (item) =>
    readCase(reader, item),
  );
  reportRepeated(reader, cases);
  return {
    confidence: reader.oneOf(get("confidence", true), "confidence", confidences) ?? "low",
    attack: reader.list(get("attack"), "attack", (item) => readAttack(reader, item)),
    blindSpots: reader.strings(get("blind_spots", true), "blind_spots"),
    falsePositiveFamilies: reader.strings(get("false_positive_families"), "false_positive_families"),
    tuning: reader.list(get("tuning"), "tuning", (item) => readKnob(reader, item)),
    emulate: reader.list(get("emulate"), "emulate", (item) => readEmulation(reader, item)),
    cases,
  };
}

/** Names are how people speak of a case, so each is used once. */
function reportRepeated(reader: YamlReader, cases: readonly CaseEntry[]): void {
  const seen = new Set<string>();
  for (const { name, label } of cases) {
    if (seen.has(name)) {
      reader.diagnostics.push(problem("PROOF007", "error", `two cases are named \`${name}\``, label));
    }
    seen.add(name);
  }
}

function readAttack(reader: YamlReader, node: Node): AttackMapping | undefined {
  const mapping = reader.mapping(node, "attack");
  if (mapping === undefined) return undefined;
  reader.onlyKeys(mapping, ["technique", "version", "tactics"]);
  const technique = reader.string(reader.get(mapping, "technique", true), "technique");
  const version = reader.string(reader.get(mapping, "version", true), "version");
  const tactics = reader.mapping(reader.get(mapping, "tactics", true), "tactics");
  if (technique === undefined || version === undefined || tactics === undefined) return undefined;
  reader.onlyKeys(tactics, ["old", "new"]);
  const oldTactic = readTactic(reader, reader.get(tactics, "old", true));
  const newTactic = readTactic(reader, reader.get(tactics, "new", true));
  if (oldTactic === undefined || newTactic === undefined) return undefined;
  return { technique, version, oldTactic, newTactic };
}

function readTactic(reader: YamlReader, node: Node | undefined): Tactic | undefined {
  const mapping = reader.mapping(node, "tactic");
  if (mapping === undefined) return undefined;
  reader.onlyKeys(mapping, ["id", "name"]);
  const id = reader.string(reader.get(mapping, "id", true), "id");
  const name = reader.string(reader.get(mapping, "name", true), "name");
  return id === undefined || name === undefined ? undefined : { id, name };
}

function readKnob(reader: YamlReader, node: Node): TuningKnob | undefined {
  const mapping = reader.mapping(node, "tuning");
  if (mapping === undefined) return undefined;
  reader.onlyKeys(mapping, ["knob", "default", "how"]);
  const knob = reader.string(reader.get(mapping, "knob", true), "knob");
  if (knob === undefined) return undefined;
  const text = (key: string) => reader.string(reader.get(mapping, key, false), key) ?? "";
  return { knob, default: text("default"), how: text("how") };
}

function readEmulation(reader: YamlReader, node: Node): Emulation | undefined {
  const mapping = reader.mapping(node, "emulate");
  if (mapping === undefined) return undefined;
  reader.onlyKeys(mapping, tools);
  const [entry] = reader.entries(mapping);
  const tool = tools.find((known) => known === entry?.key);
  const reference = reader.string(entry?.value, "emulate");
  return tool === undefined || reference === undefined ? undefined : { tool, reference };
}
