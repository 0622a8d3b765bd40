/** Choices over a whole grid, whose items are mostly not in memory. */
import type { ItemKey } from "../../ipc/bindings";
import type { GridStore } from "./GridStore.svelte";
import type { Selection } from "./Selection.svelte";

/** Everything there is now, as one stretch: only the items at its ends are asked for. */
export async function selectAll(store: GridStore, selection: Selection): Promise<void> {
  const { total } = store;
  if (total === 0) return;
  const first = await store.bring(0);
  const last = await store.bring(total - 1);
  if (first && last && total === store.total) selection.all(first, last);
}

/** The keys of what is chosen, in the order of the grid; nothing where there are more than so many. */
export async function keysOf(store: GridStore, selection: Selection, most: number): Promise<ItemKey[] | null> {
  if (selection.size > most) return null;
  const keys = new Set<ItemKey>(selection.chosen.keys);
  for (const [first, past] of selection.stretches) {
    for (let index = first; index < past && keys.size <= most; index++) {
      const place = await store.bring(index);
      if (place && selection.has(place)) keys.add(place.key);
    }
  }
  return keys.size > most ? null : [...keys];
}

/**
 * After the library changed: the same items stay chosen, and those that are gone fall out. Stretches of an album are
 * counted by place; where other items stand at their ends now, they would mean something else, and are let go.
 */
export async function keepMeaning(store: GridStore, selection: Selection): Promise<void> {
  if (store.scope.kind === "album") {
    for (const { index, key } of selection.ends) {
      if ((await store.keyNow(index)) !== key) return selection.clear();
    }
  }
  await selection.recount();
}
