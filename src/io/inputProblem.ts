import type { StatsBase } from "node:fs";

/** Something in the input that was not evaluated as it stands: counted by `reason`, named by `file` and `offset`. */
export interface InputProblem {
  /** Permanent: INPUT001 and so on; see docs/input-problems.md. */
  readonly code: string;
  /** A fixed phrase, so that reports can count by it. */
  readonly reason: string;
  readonly file: string;
  /** Byte offset in the (decompressed) content, where the problem has one. */
  readonly offset?: number;
  readonly detail?: string;
  /** What became of it: a whole file or folder not read, one record not evaluated, or a remark on what was evaluated. */
  readonly effect: "file rejected" | "record rejected" | "noted";
}

const kinds = {
  unreadable: ["INPUT001", "file rejected"],
  "special file": ["INPUT002", "file rejected"],
  "link out of the folder": ["INPUT003", "file rejected"],
  "empty file": ["INPUT004", "file rejected"],
  "not JSON": ["INPUT005", "record rejected"],
  "not a log file": ["INPUT006", "file rejected"],
  "unsupported format": ["INPUT007", "file rejected"],
  "corrupt gzip": ["INPUT008", "noted"],
  "truncated gzip": ["INPUT009", "noted"],
  "gzip bomb": ["INPUT010", "noted"],
  "bytes after the gzip data": ["INPUT011", "noted"],
  "invalid JSON": ["INPUT012", "record rejected"],
  "truncated JSON": ["INPUT013", "record rejected"],
  "nested deeper than 128": ["INPUT014", "record rejected"],
  "record longer than 4 MiB": ["INPUT015", "record rejected"],
  "invalid UTF-8": ["INPUT016", "noted"],
  "duplicate keys": ["INPUT017", "noted"],
  "no record in a non-empty file": ["INPUT018", "file rejected"],
  "file too large": ["INPUT019", "file rejected"],
  "fault of eqlite": ["INPUT021", "record rejected"],
  "invalid UTF-16": ["INPUT022", "noted"],
  "no rule file": ["INPUT023", "file rejected"],
} as const satisfies Record<string, readonly [string, InputProblem["effect"]]>;

export type InputReason = keyof typeof kinds;

/** Code of the problems that a normaliser names itself (`unknown record`, `no usable time`, …). */
const recordCode = "INPUT020";

/** A problem of one of the known reasons. */
export function problem(reason: InputReason, file: string, detail?: string, offset?: number): InputProblem {
  const [code, effect] = kinds[reason];
  return {
    code,
    reason,
    file,
    effect,
    ...(detail === undefined ? {} : { detail }),
    ...(offset === undefined ? {} : { offset }),
  };
}

/** A record that its normaliser rejected. */
export function rejectedRecord(reason: string, file: string, offset: number, detail?: string): InputProblem {
  return {
    code: recordCode,
    reason,
    file,
    offset,
    effect: "record rejected",
    ...(detail === undefined ? {} : { detail }),
  };
}

/** What a file is that is no regular one. */
export function kindOfSpecialFile(stats: StatsBase<number | bigint>): string {
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
  ENOTDIR: "a part of the path is no folder",
  EISDIR: "a folder",
  ENOSPC: "no space left on the device",
  EFBIG: "the file would grow beyond what the system allows",
  EROFS: "the file system is read-only",
  EIO: "the device reports an input/output error",
  EMFILE: "too many open files",
};

/** A file-system error in words. */
export function explainSystemError(error: unknown): string {
  const { code = "", message } = (error ?? {}) as NodeJS.ErrnoException;
  return explanations[code] ?? (code || message || String(error));
}

/** A file-system error as a problem of the path. */
export function unreadable(path: string, error: unknown): InputProblem {
  return problem("unreadable", path, explainSystemError(error));
}
