/** What a person can do with searches, as steps. */
import Pencil from "@lucide/svelte/icons/pencil";
import Search from "@lucide/svelte/icons/search";
import Trash2 from "@lucide/svelte/icons/trash-2";
import { tick } from "svelte";
import type { SavedSearch } from "../lib/ipc/bindings";
import type { MenuEntry } from "../lib/design/menus.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import { selectAll } from "../lib/features/timeline/choosing";
import { keyLabel } from "../lib/words/keys";
import type { Session } from "./Session.svelte";

/** Opens the search field where there is only its icon, and takes the keys there. */
export async function focusSearch(session: Session) {
  session.searchOpen = true;
  await tick();
  session.search?.focus();
  session.search?.select();
}

/** Goes to what a text finds; an empty one leads nowhere. */
export function searchFor(session: Session, text: string) {
  const wanted = text.trim();
  if (wanted === "") return;
  session.searchOpen = false;
  session.searching.recent.add(wanted);
  session.go({ page: "search", text: wanted });
}

/** Goes on with fewer filters, or back to all photos when none is left. */
export function narrow(session: Session, text: string) {
  if (text.trim() === "") session.go({ page: "photos" });
  else session.go({ page: "search", text });
}

export async function removeSearch(session: Session, saved: SavedSearch) {
  const done = await session.attempt(async () => {
    await session.backend.removeSearch(saved.key);
    return true;
  });
  if (done !== true) return;
  await session.quietly(session.readSearches());
  const again = async () => {
    await session.backend.saveSearch(saved.name, saved.text);
    await session.readSearches();
  };
  toasts.show(`Removed “${saved.name}”`, { label: "Undo", run: () => void session.attempt(again) });
}

/** What can be done with a search that was kept. */
export function savedSearchEntries(session: Session, saved: SavedSearch): MenuEntry[] {
  return [
    { label: "Open", icon: Search, keys: "Enter", run: () => searchFor(session, saved.text) },
    {
      label: "Rename",
      icon: Pencil,
      keys: keyLabel("F2"),
      run: () => (session.dialog = { kind: "renameSearch", saved }),
    },
    "line",
    { label: "Remove", icon: Trash2, keys: keyLabel("Delete"), run: () => void removeSearch(session, saved) },
  ];
}

/** Asks whether all that is no longer found is to be cleared. */
export async function clearMissing(session: Session) {
  const { grid, selection } = session;
  if (grid === null) return;
  await session.attempt(() => selectAll(grid, selection));
  if (selection.size > 0) session.dialog = { kind: "forgetMissing", chosen: selection.chosen, items: selection.size };
}
