import { listInputFiles } from "./inputFiles.ts";
import { isFolder } from "./regularFile.ts";

/** Whether a file holds a bare EQL query. */
export function isQueryFile(path: string): boolean {
  return path.endsWith(".eql");
}

/** The `.eql` files at and below the paths, sorted; folders that hold telemetry or packages are passed over. */
export function queryFilesOf(paths: readonly string[]): string[] {
  const named = paths.filter((path) => isQueryFile(path) && !isFolder(path));
  const { files } = listInputFiles(paths.filter(isFolder), (name) => !passedOver.has(name));
  return [...new Set([...named, ...files.map(({ path }) => path).filter(isQueryFile)])];
}

const passedOver = new Set(["node_modules", ".git"]);
