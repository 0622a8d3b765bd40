/** What the address asks the invented library to be: `?fake=today,uploads-failed&n=100000&day=70000&theme=dark`. */
export interface Scene {
  has(name: string): boolean;
  items: number;
  /** How many items one day holds, and one month, where the scene names a number. */
  day: number;
  month: number;
  /** How many files are in the upload queue, where the scene names a number. */
  uploads: number;
  theme: "system" | "light" | "dark";
}

export function sceneOf(search: string): Scene {
  const query = new URLSearchParams(search);
  const names = new Set((query.get("fake") ?? "").split(",").filter((name) => name !== ""));
  const theme = query.get("theme");
  return {
    has: (name) => names.has(name),
    items: names.has("empty") ? 0 : Number(query.get("n") ?? 600),
    day: Number(query.get("day") ?? 0),
    month: Number(query.get("month") ?? 0),
    uploads: Number(query.get("uploads") ?? 0),
    theme: theme === "dark" || theme === "light" ? theme : "system",
  };
}

/** What is left of Google's day, in ms: everything that sleeps until the next one names the same time. */
export const DAY_LEFT_MS = 7.37 * 3_600_000;
