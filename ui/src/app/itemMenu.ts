/** The context menu on photos: the same actions, names and order as the bars. */
import type { ItemKey } from "../lib/ipc/bindings";
import { menus, type MenuEntry } from "../lib/design/menus.svelte";
import { menuRow, possible, type ActionName } from "./actions";
import type { Session } from "./Session.svelte";

export function itemMenu(session: Session, keys: ItemKey[], at: { x: number; y: number }) {
  const row = (name: ActionName): MenuEntry =>
    session.on(keys, () => {
      const made = menuRow(session, name);
      return { ...made, run: () => session.on(keys, made.run) };
    });
  const single: MenuEntry[] =
    keys.length === 1 ? ["line", row("copyImage"), row("showInFolder"), row("openItemPage")] : [];
  const album: MenuEntry[] = session.album?.writable ? ["line", row("setCover"), row("removeFromAlbum")] : [];
  const first: MenuEntry[] = session.viewing === null && keys.length === 1 ? [row("open")] : [];
  menus.at(at, keys.length === 1 ? "Photo" : "Selected photos", [
    ...first,
    row("addToAlbum"),
    row("newAlbumFrom"),
    row("shareSelected"),
    ...album,
    ...single,
    ...(session.viewing === null && possible(session, "selectAll")
      ? ["line" as const, menuRow(session, "selectAll")]
      : []),
  ]);
}
