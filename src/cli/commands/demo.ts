import { Command } from "commander";
import { packaged } from "../packaged.ts";
import type { Session } from "../session.ts";
import { runScan } from "./scan.ts";
import { addReportOptions, type ScanFlags } from "./scanOptions.ts";

/** `eqlite demo`. */
export function demoCommand(session: Session): Command {
  return addReportOptions(
    new Command("demo").description("scan a bundled synthetic attack on AWS and Azure, and say why each alert fired"),
  )
    .addHelpText("after", "\nExample:\n  $ eqlite demo\n\nExit codes: 0 fine · 3 the package is damaged")
    .action(async (flags: ScanFlags) => {
      const isPretty = flags.format === "pretty";
      if (isPretty)
        session.stdout.write(`Bundled synthetic attack: snapshots created, shared, made public and exported.\n\n`);
      const code = await runScan(
        session,
        [packaged("examples", "demo", "aws"), packaged("examples", "demo", "azure")],
        {
          ...flags,
          rules: [packaged("detections")],
          verbose: true,
        },
      );
      if (isPretty) session.stdout.write(`\nYour own logs:  npx eqlite scan ./AWSLogs\n`);
      session.end(code);
    });
}
