/** The folders of a report as a person goes through them: one level at a time, each with all that lies below it. Pure. */
import type { FileKeeping, SafekeepingFolder } from "../../ipc/bindings";

/** What needs a look first comes before what needs none. */
export const BY_NEED: readonly FileKeeping[] = [
  "absent",
  "notFound",
  "changed",
  "unreadable",
  "waiting",
  "unseen",
  "other",
  "seen",
];

export interface Branch extends SafekeepingFolder {
  name: string;
}

const cut = /[\\/]/;

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.split(cut).findLast((part) => part !== "") ?? path;
}

/** A path within a folder, written as that system writes it. */
export function joined(folder: string, path: string): string {
  const sign = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  return path === "" ? folder : `${folder.replace(/[\\/]$/, "")}${sign}${path}`;
}

/** The folders on the way to this one, the checked one not among them. */
export function trail(path: string): { name: string; path: string }[] {
  if (path === "") return [];
  const sign = path.includes("\\") ? "\\" : "/";
  const parts = path.split(sign);
  return parts.map((name, at) => ({ name, path: parts.slice(0, at + 1).join(sign) }));
}

/** The folders right below this one, each with what lies anywhere below it. */
export function branches(all: readonly SafekeepingFolder[], at: string): Branch[] {
  const found = new Map<string, Branch>();
  for (const folder of all) {
    const way = trail(folder.path);
    const depth = trail(at).length;
    const child = way[depth];
    if (child === undefined || (at !== "" && way[depth - 1]?.path !== at)) continue;
    const sum = found.get(child.path);
    found.set(child.path, sum === undefined ? { ...folder, ...child } : together(sum, folder));
  }
  return [...found.values()];
}

/** Folders without the files that Google does not take: what is no photo need not be there. */
export function without(
  folders: readonly SafekeepingFolder[],
  others: readonly SafekeepingFolder[],
): SafekeepingFolder[] {
  const files = new Map(others.map((folder) => [folder.path, folder.files]));
  return folders.map((folder) => ({ ...folder, files: folder.files - (files.get(folder.path) ?? 0) }));
}

function together(sum: Branch, more: SafekeepingFolder): Branch {
  return {
    ...sum,
    files: sum.files + more.files,
    bytes: sum.bytes + more.bytes,
    kept: sum.kept + more.kept,
    deletableBytes: sum.deletableBytes + more.deletableBytes,
    worst: BY_NEED.indexOf(more.worst) < BY_NEED.indexOf(sum.worst) ? more.worst : sum.worst,
  };
}
