/** What a person can do, as steps: bars, menus and keys call these and nothing else. */
import type { AlbumKey, AlbumView, ItemKey, LinkView } from "../lib/ipc/bindings";
import { titleOf } from "../lib/features/albums/AlbumsStore.svelte";
import { announcer } from "../lib/design/announcer.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import { counted } from "../lib/words/format";
import { openPlan } from "./planSteps";
import type { Session } from "./Session.svelte";

/** Adds to an album; Undo only where every one of them is new there. */
export async function addToAlbum(session: Session, album: AlbumView, items: readonly ItemKey[]) {
  const keys = [...items];
  const after = await session.backend.addToAlbum(album.key, keys);
  session.albums.put(after);
  session.selection.clear();
  const added = after.items - album.items;
  const undo = () =>
    void session.attempt(async () => session.albums.put(await session.backend.removeFromAlbum(album.key, keys)));
  if (added === 0) toasts.show(`“${titleOf(album)}” has ${keys.length === 1 ? "it" : "all of them"} already`);
  else if (added === keys.length) toasts.show(`Added ${added} to “${titleOf(album)}”`, { label: "Undo", run: undo });
  else toasts.show(`Added ${added} to “${titleOf(album)}”, ${keys.length - added} were there already`);
}

/** Makes an album with these items in it. */
export async function createAlbumWith(session: Session, title: string, items: readonly ItemKey[]): Promise<AlbumView> {
  const made = await session.backend.createAlbum(title);
  session.albums.put(made);
  const album = items.length > 0 ? await session.backend.addToAlbum(made.key, [...items]) : made;
  session.albums.put(album);
  session.selection.clear();
  return album;
}

/** Takes items out of the open album. They stay in the library. */
export async function removeFromAlbum(session: Session, album: AlbumView, items: readonly ItemKey[]) {
  const keys = [...items];
  const after = await session.attempt(() => session.backend.removeFromAlbum(album.key, keys));
  if (after === undefined) return;
  session.albums.put(after);
  session.selection.clear();
  toasts.show(`Removed ${counted(keys.length, "item")} from “${titleOf(album)}”`, {
    label: "Undo",
    run: () =>
      void session.attempt(async () => {
        session.albums.put(await session.backend.addToAlbum(album.key, keys));
        toasts.show("Put back at the end of the album");
      }),
  });
}

export async function setCover(session: Session, album: AlbumView, item: ItemKey) {
  const after = await session.attempt(() => session.backend.setAlbumCover(album.key, item));
  if (after === undefined) return;
  session.albums.put(after);
  session.selection.clear();
  toasts.show(`New cover for “${titleOf(album)}”`);
}

/** Copies a link. Gives whether it is on the clipboard. */
export async function copyLink(session: Session, link: LinkView): Promise<boolean> {
  const done = await session.attempt(async () => {
    await session.backend.copyLink(link.key);
    return true;
  });
  return done === true;
}

/** The same where no button can say so. */
export async function copyLinkAloud(session: Session, link: LinkView) {
  if (await copyLink(session, link)) toasts.show("Link copied. Anyone who has it can see the album.");
}

/** Takes in what was dropped or chosen: a few files go up at once, many become a plan. */
export async function enqueue(session: Session, paths: string[], album: AlbumKey | null) {
  if (paths.length === 0) return;
  const outcome = await session.attempt(() => session.backend.dropFiles(paths, album));
  if (outcome === undefined) return;
  if (outcome.kind === "plan") return openPlan(session, outcome.plan);
  const taken = outcome.enqueued;
  void session.quietly(session.uploads.read());
  const out = taken.leftOut.length;
  const first = taken.leftOut[0];
  if (taken.files === 0) {
    session.problem =
      first === undefined
        ? "Nothing to upload was found there. Google takes photos and videos."
        : out === 1
          ? `${first.fileName} stays out. ${first.reason}`
          : `${counted(out, "file")} stay out, ${first.fileName} among them. ${first.reason}`;
    return;
  }
  const title = album === null ? undefined : session.albums.get(album)?.title;
  const where = title === undefined ? "to your library" : `into “${title}”`;
  const stays = out === 0 ? "" : `, ${counted(out, "file")} ${out === 1 ? "stays" : "stay"} out`;
  const text = `${counted(taken.files, "file")} ${taken.files === 1 ? "goes" : "go"} ${where}${stays}`;
  if (session.route.page === "uploads") announcer.say(text);
  else toasts.show(text, { label: "Show", run: () => session.go({ page: "uploads" }) });
}

/** The album that new files go into from where one stands. */
export function uploadTarget(session: Session): AlbumKey | null {
  return session.route.page === "album" && session.album?.writable ? session.route.key : null;
}

export async function uploadFiles(session: Session, folder: boolean) {
  const { backend } = session;
  const album = uploadTarget(session);
  const paths = await session.attempt(() => (folder ? backend.pickFolder() : backend.pickFiles("uploading")));
  if (paths !== undefined) await enqueue(session, paths, album);
}

/** Everything of the page, also what is not on the screen. */
export async function selectAll(session: Session) {
  const { grid } = session;
  if (grid === null) return;
  const keys = await session.attempt(() => grid.keysBetween(0, grid.total - 1));
  if (keys !== undefined) session.selection.set(keys);
}
