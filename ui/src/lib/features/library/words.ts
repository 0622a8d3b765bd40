/** What is said of the library on this computer. Pure. */
import type { LibraryFacts } from "../../ipc/bindings";
import { ago } from "../../words/format";

const GB = 1_000_000_000;

/** What pictures may take on the disk. */
export const LIMITS = [1, 2, 5, 20, 50].map((gb) => ({ value: String(gb * GB), label: `${String(gb)} GB` }));

/** The choice that stands for a limit: the smallest that is not below it. */
export function limitValue(bytes: number): string {
  const fits = LIMITS.find(({ value }) => Number(value) >= bytes) ?? LIMITS.at(-1);
  return fits?.value ?? "";
}

export function lookedWords(facts: LibraryFacts, now = Date.now()): string {
  return facts.lookedMs === null ? "Not looked at yet." : `Looked for new items ${ago(facts.lookedMs, now)}.`;
}

export function comparedWords(facts: LibraryFacts, now = Date.now()): string {
  if (facts.comparingPercent !== null)
    return `Comparing all of it with Google: ${String(facts.comparingPercent)} percent done.`;
  return facts.comparedMs === null
    ? "Never compared in full, which finds what went missing."
    : `Compared in full ${ago(facts.comparedMs, now)}.`;
}
