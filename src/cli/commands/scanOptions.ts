import type { Command } from "commander";
import { Option } from "commander";
import type { RuleSeverity } from "../../rule/rule.ts";
import { type ColorMode, colorOption } from "./colorOption.ts";

/** Flags of `scan` as commander hands them over. */
export interface ScanFlags {
  readonly rules?: string[];
  readonly lookups?: string[];
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly likeKibana?: boolean;
  readonly indicators?: string[];
  readonly minLevel?: RuleSeverity;
  readonly failOn?: RuleSeverity;
  readonly format: "pretty" | "ndjson";
  readonly output?: string;
  readonly geo?: string[];
  readonly workers?: number;
  readonly strict?: boolean;
  readonly verbose?: boolean;
  readonly color: ColorMode;
}

/** Adds the flags that `scan` and `demo` share. */
export function addReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "pretty for people, ndjson (a document a line) for jq and for indexing")
        .choices(["pretty", "ndjson"])
        .default("pretty"),
    )
    .option("-v, --verbose", "say why each alert fired, and list all problems", false)
    .addOption(colorOption());
}
