/** What a person can do with searches, as steps. */
import { tick } from "svelte";
import type { SavedSearch } from "../lib/ipc/bindings";
import { toasts } from "../lib/design/toasts.svelte";
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
