import type { TallyData } from "../io/tally.ts";
import type { Session } from "./session.ts";

/** Says why a run gave no event, in a few words: the problems that were named before say more. */
export function failWithoutEvent(session: Session, { files }: TallyData): void {
  if (files === 0) session.fail("no file to read", "name a file, or a folder that has files in it");
  else
    session.fail("no event in the input", "each file is named above with why; `eqlite scan --help` lists the formats");
}
