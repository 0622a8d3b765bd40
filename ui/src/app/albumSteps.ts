/** What is done with an album beyond its photos. */
import { titleOf } from "../lib/features/albums/AlbumsStore.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import type { AlbumEnd, AlbumPlace, AlbumView } from "../lib/ipc/bindings";
import type { Session } from "./Session.svelte";

/** Puts a text in an album. */
export async function addText(session: Session, album: AlbumView, text: string, end: AlbumEnd) {
  await session.backend.addAlbumText(album.key, text, end);
  said(session, album, "The text is");
}

/** Puts a place in an album. */
export async function addPlace(session: Session, album: AlbumView, place: AlbumPlace, end: AlbumEnd) {
  await session.backend.addAlbumPlace(album.key, place, end);
  said(session, album, "The place is");
}

/** Only the album's page shows it. */
function said(session: Session, album: AlbumView, what: string) {
  const open = () => void session.attempt(() => session.backend.openAlbumPage(album.key));
  toasts.show(`${what} in “${titleOf(album)}”`, album.hasPage ? { label: "Open page", run: open } : null);
}
