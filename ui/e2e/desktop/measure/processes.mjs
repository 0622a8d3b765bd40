// The processes of a window, as the kernel sees them.
import { readdirSync, readFileSync } from "node:fs";

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The process of this name below another one. */
export function below(pid, name) {
  const parents = new Map();
  const found = [];
  for (const entry of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const stat = read(`/proc/${entry}/stat`);
    const [, own, rest] = /\((.*)\) . (\d+)/s.exec(stat) ?? [];
    parents.set(Number(entry), Number(rest));
    if (own !== undefined && own.startsWith(name.slice(0, 15))) found.push(Number(entry));
  }
  const isBelow = (child) => child > 1 && (child === pid || isBelow(parents.get(child) ?? 0));
  return found.find(isBelow);
}

const kib = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);

/** Memory of a process that is its own share, MiB. */
export const shareOf = (pid) => kib(read(`/proc/${pid}/smaps_rollup`), "Pss") / 1024;

/** Memory of a process that no file stands behind, MiB. */
export const anonymousOf = (pid) => kib(read(`/proc/${pid}/status`), "RssAnon") / 1024;
