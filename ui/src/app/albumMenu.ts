/** The context menu on an album: what its page offers, without opening it. */
import QrCode from "@lucide/svelte/icons/qr-code";
import type { AlbumView } from "../lib/ipc/bindings";
import { menus, type MenuEntry } from "../lib/design/menus.svelte";
import { keyLabel } from "../lib/words/keys";
import { table } from "./actions";
import type { Session } from "./Session.svelte";
import { downloadAlbum } from "./downloadSteps";
import { copyLinkAloud } from "./steps";

export function albumMenu(session: Session, album: AlbumView, at: { x: number; y: number }) {
  const { link } = album;
  const {
    open,
    share,
    copyLink,
    renameAlbum,
    chooseCover,
    addAlbumText,
    addAlbumPlace,
    openAlbumPage,
    downloadAlbum: toFolder,
  } = table;
  const entries: MenuEntry[] = [
    { label: open.label, icon: open.icon, keys: "Enter", run: () => session.go({ page: "album", key: album.key }) },
    { label: share.label, icon: share.icon, run: () => (session.dialog = { kind: "share", album: album.key }) },
    {
      label: copyLink.label,
      icon: copyLink.icon,
      keys: keyLabel("ctrl+shift+c"),
      disabled: link === null || link.state === "dead",
      run: () => void (link && copyLinkAloud(session, link)),
    },
    {
      label: "QR code",
      icon: QrCode,
      disabled: link === null || link.state === "dead",
      run: () => void (link && (session.dialog = { kind: "qr", link })),
    },
    {
      label: toFolder.label,
      icon: toFolder.icon,
      disabled: album.items === 0,
      run: () => downloadAlbum(session, album),
    },
    "line",
    {
      label: renameAlbum.label,
      icon: renameAlbum.icon,
      keys: keyLabel("F2"),
      disabled: !album.writable,
      run: () => {
        session.go({ page: "album", key: album.key });
        session.retitling = true;
      },
    },
    {
      label: chooseCover.label,
      icon: chooseCover.icon,
      disabled: !album.writable || album.items === 0,
      run: () => (session.dialog = { kind: "cover", album: album.key }),
    },
    {
      label: addAlbumText.label,
      icon: addAlbumText.icon,
      disabled: !album.writable,
      run: () => (session.dialog = { kind: "albumText", album: album.key }),
    },
    {
      label: addAlbumPlace.label,
      icon: addAlbumPlace.icon,
      disabled: !album.writable,
      run: () => (session.dialog = { kind: "albumPlace", album: album.key }),
    },
    {
      label: openAlbumPage.label,
      icon: openAlbumPage.icon,
      disabled: !album.hasPage,
      run: () => void session.attempt(() => session.backend.openAlbumPage(album.key)),
    },
  ];
  menus.at(at, album.title, entries);
}
