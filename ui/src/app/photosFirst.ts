/** At a start, the photos come first: what the bars say of the rest takes nothing from them. */

/** So long they are waited for, and so often they are looked for. */
const AT_MOST_MS = 500;
const LOOK_AGAIN_MS = 20;

/** Waits for the first photos of a page, if it has any. */
export async function photosFirst(grid: () => { ready: boolean } | null): Promise<void> {
  const until = performance.now() + AT_MOST_MS;
  while (grid()?.ready === false && performance.now() < until) await new Promise((go) => setTimeout(go, LOOK_AGAIN_MS));
}
