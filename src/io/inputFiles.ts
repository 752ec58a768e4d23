import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "../text/diagnostic.ts";
import { type InputProblem, problem } from "./inputProblem.ts";

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
 * The regular files at and below the paths.
 *
 * A link that the user names is followed; a link inside a folder is followed only to a file inside the same folder
 * tree, so that a log folder cannot lead a scan elsewhere. No file is listed twice, whatever leads to it.
 */
export function listInputFiles(paths: readonly string[]): InputListing {
  const walk = new Walk();
  for (const path of paths) walk.root(path);
  walk.files.sort((a, b) => compareText(a.path, b.path));
  return walk;
}

class Walk {
  readonly files: InputFile[] = [];
  readonly problems: InputProblem[] = [];
  readonly #seen = new Set<string>();
  #rootReal = "";

  root(path: string): void {
    const stats = this.#try(path, () => statSync(path));
    const real = stats && this.#try(path, () => realpathSync(path));
    if (stats === undefined || real === undefined) return;
    this.#rootReal = real;
    this.#visit([{ path, stats }]);
  }

  /** Depth first with a list of its own: no recursion on the depth of folders. */
  #visit(pending: { path: string; stats: Stats }[]): void {
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { path, stats } = next;
      const id = `${stats.dev}:${stats.ino}`;
      if (this.#seen.has(id)) continue;
      this.#seen.add(id);
      if (stats.isFile()) this.files.push({ path, size: stats.size });
      else if (stats.isDirectory()) pending.push(...this.#children(path));
      else this.problems.push(problem("special file", path, kindOf(stats)));
    }
  }

  #children(folder: string): { path: string; stats: Stats }[] {
    const names = this.#try(folder, () => readdirSync(folder)) ?? [];
    return names.sort(compareText).flatMap((name) => {
      const path = join(folder, name);
      const stats = this.#statsInside(path);
      return stats === undefined ? [] : [{ path, stats }];
    });
  }

  #statsInside(path: string): Stats | undefined {
    const own = this.#try(path, () => lstatSync(path));
    if (own === undefined || !own.isSymbolicLink()) return own;
    const real = this.#try(path, () => realpathSync(path));
    if (real === undefined) return undefined;
    if (real !== this.#rootReal && !real.startsWith(`${this.#rootReal}/`)) {
      this.problems.push(problem("link out of the folder", path));
      return undefined;
    }
    return this.#try(path, () => statSync(real));
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

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return "a named pipe";
  if (stats.isSocket()) return "a socket";
  return stats.isBlockDevice() || stats.isCharacterDevice() ? "a device" : "no regular file";
}

const explanations: Record<string, string> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "a link that leads in a circle",
  ENAMETOOLONG: "the name is too long",
  EISDIR: "a folder",
  EIO: "the device reports an input/output error",
  EMFILE: "too many open files",
};

/** A file-system error as a problem of the path, in words. */
export function unreadable(path: string, error: unknown): InputProblem {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "";
  return problem("unreadable", path, explanations[code] ?? (code || String(error)));
}
