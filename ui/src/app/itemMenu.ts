/** The context menu on photos: the same actions, names and order as the bars. */
import type { ItemKey } from "../lib/ipc/bindings";
import { menus, type MenuEntry } from "../lib/design/menus.svelte";
import { menuRow, possible, type ActionName } from "./actions";
import type { Session } from "./Session.svelte";

/** `subject` is the item the menu was opened on; null stands for all that is selected. */
export function itemMenu(session: Session, subject: ItemKey | null, at: { x: number; y: number }) {
  const only = subject ?? session.chosenKey;
  const row = (name: ActionName): MenuEntry =>
    session.on(subject, () => {
      const made = menuRow(session, name);
      return { ...made, run: () => session.on(subject, made.run) };
    });
  const single: MenuEntry[] = only !== null ? ["line", row("copyImage"), row("showInFolder"), row("openItemPage")] : [];
  const album: MenuEntry[] = session.album?.writable ? ["line", row("setCover"), row("removeFromAlbum")] : [];
  const selectAll: MenuEntry[] =
    session.viewing === null && possible(session, "selectAll") ? ["line", menuRow(session, "selectAll")] : [];
  const first: MenuEntry[] = session.viewing === null && only !== null ? [row("open")] : [];
  // Google has them no more: nothing can be done with them there.
  if (session.route.page === "missing") {
    menus.at(at, "No longer found", [...first, row("showInFolder"), "line", row("forgetMissing"), ...selectAll]);
    return;
  }
  menus.at(at, only !== null ? "Photo" : "Selected photos", [
    ...first,
    row("addToAlbum"),
    row("newAlbumFrom"),
    row("shareSelected"),
    row("download"),
    ...album,
    ...single,
    ...selectAll,
  ]);
}
