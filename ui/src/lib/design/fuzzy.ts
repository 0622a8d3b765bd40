/** How well what was typed fits a label: letters in order, better at the beginnings of words. Pure. */

/** 0 where it does not fit; higher is better. */
export function fit(typed: string, label: string): number {
  const wanted = fold(typed);
  const text = fold(label);
  if (wanted === "") return 1;
  const at = text.indexOf(wanted);
  if (at === 0) return 1000 - text.length / 100;
  if (at > 0) return (/[\s“"(]/.test(text[at - 1] ?? "") ? 800 : 500) - at - text.length / 100;
  const words = wanted.split(/\s+/).filter((word) => word !== "");
  if (words.length > 1 && words.every((word) => text.includes(word))) return 400 - text.length / 100;
  return scattered(wanted.replaceAll(" ", ""), text);
}

function scattered(wanted: string, text: string): number {
  let from = 0;
  let score = 200;
  for (const letter of wanted) {
    const at = text.indexOf(letter, from);
    if (at < 0) return 0;
    const begins = at === 0 || /\s/.test(text[at - 1] ?? "");
    score -= begins ? 0 : (at - from) * 4;
    from = at + 1;
  }
  // Letters from all over are chance, not meaning.
  return score > 120 ? score - text.length / 100 : 0;
}

/** Without accents and case. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** What fits, best first; what fits equally well stays in its order. */
export function ranked<T>(typed: string, all: readonly T[], labels: (one: T) => readonly string[], most: number): T[] {
  return all
    .map((one, order) => ({ one, order, score: Math.max(...labels(one).map((label) => fit(typed, label))) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, most)
    .map(({ one }) => one);
}
