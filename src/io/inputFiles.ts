import { isUtf8 } from "node:buffer";
import { type BigIntStats, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { compareText } from "../text/diagnostic.ts";
import { type InputProblem, kindOfSpecialFile, problem, unreadable } from "./inputProblem.ts";

/** A regular file to read. */
export interface InputFile {
  /** As the user wrote it, or below the folder that the user named. */
  readonly path: string;
  /** Bytes on disk. */
  readonly size: number;
}

export interface InputListing {
  /** Sorted by path, so that results never depend on the order of arguments or of a directory. */
  readonly files: readonly InputFile[];
  /** What was found and cannot be read: FIFOs, devices, broken links, folders without permission. */
  readonly problems: readonly InputProblem[];
}

/**
 * The regular files at and below the paths; folders for which `enters` says no are passed over.
 *
 * A link that the user names is followed; a link inside a folder is followed only to a file inside the same folder
 * tree, so that a log folder cannot lead a scan elsewhere. No file is listed twice, whatever leads to it.
 */
export function listInputFiles(
  paths: readonly string[],
  enters: (folderName: string) => boolean = () => true,
): InputListing {
  const walk = new Walk(enters);
  for (const path of paths) walk.root(path);
  walk.files.sort((a, b) => compareText(a.path, b.path));
  return walk;
}

interface Found {
  readonly path: string;
  readonly stats: BigIntStats;
}

// Inode numbers need 64 bits: rounded, two files could pass for one, and one of them would not be read.
const exact = { bigint: true } as const;

class Walk {
  readonly files: InputFile[] = [];
  readonly problems: InputProblem[] = [];
  readonly #seen = new Set<string>();
  readonly #enters: (folderName: string) => boolean;
  /** Real path of the root being walked, with a separator at its end. */
  #inside = "";

  constructor(enters: (folderName: string) => boolean) {
    this.#enters = enters;
  }

  root(path: string): void {
    const stats = this.#try(path, () => statSync(path, exact));
    const real = stats && this.#try(path, () => realpathSync(path));
    if (stats === undefined || real === undefined) return;
    this.#inside = real.endsWith(sep) ? real : real + sep;
    this.#visit({ path, stats });
  }

  /** Depth first with a list of its own: no recursion on the depth of folders. */
  #visit(root: Found): void {
    const pending = [root];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { path, stats } = next;
      if (!this.#isNew(next)) continue;
      if (stats.isFile()) this.files.push({ path, size: Number(stats.size) });
      // One by one: a folder may hold more entries than a call takes arguments.
      else if (stats.isDirectory()) for (const child of this.#children(path)) pending.push(child);
      else this.problems.push(problem("special file", path, `${kindOfSpecialFile(stats)}; pipe it in, and give -`));
    }
  }

  /** Some file systems number no files; then the path has to do. */
  #isNew({ path, stats }: Found): boolean {
    const id = stats.ino === 0n ? path : `${stats.dev}:${stats.ino}`;
    return this.#seen.size < this.#seen.add(id).size;
  }

  #children(folder: string): Found[] {
    const names = this.#try(folder, () => readdirSync(folder, { encoding: "buffer" })) ?? [];
    return names
      .flatMap((name) => this.#text(folder, name))
      .sort(compareText)
      .flatMap((name) => {
        const path = join(folder, name);
        const stats = this.#statsInside(path);
        if (stats === undefined || (stats.isDirectory() && !this.#enters(name))) return [];
        return [{ path, stats }];
      });
  }

  #text(folder: string, name: Buffer): string[] {
    const text = name.toString("utf8");
    if (isUtf8(name)) return [text];
    this.problems.push(problem("unreadable", join(folder, text), "its name is not UTF-8: rename it"));
    return [];
  }

  #statsInside(path: string): BigIntStats | undefined {
    const own = this.#try(path, () => lstatSync(path, exact));
    if (own === undefined || !own.isSymbolicLink()) return own;
    const real = this.#try(path, () => realpathSync(path));
    if (real === undefined) return undefined;
    if (!`${real}${sep}`.startsWith(this.#inside)) {
      this.problems.push(problem("link out of the folder", path));
      return undefined;
    }
    return this.#try(path, () => statSync(real, exact));
  }

  #try<T>(path: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.problems.push(unreadable(path, error));
      return undefined;
    }
  }
}
