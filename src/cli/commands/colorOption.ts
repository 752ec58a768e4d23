import { Option } from "commander";

/** When output is coloured. */
export type ColorMode = "auto" | "always" | "never";

/** `--color`, the same for every command. */
export function colorOption(): Option {
  return new Option("--color <when>", "colour the output").choices(["auto", "always", "never"]).default("auto");
}
