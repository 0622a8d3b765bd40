/** The one table of actions: menus, keys, the selection bar and the sheet of shortcuts are made from it. */
import ArrowLeft from "@lucide/svelte/icons/arrow-left";
import BookImage from "@lucide/svelte/icons/book-image";
import CheckCheck from "@lucide/svelte/icons/check-check";
import Copy from "@lucide/svelte/icons/copy";
import ExternalLink from "@lucide/svelte/icons/external-link";
import FolderOpen from "@lucide/svelte/icons/folder-open";
import FolderPlus from "@lucide/svelte/icons/folder-plus";
import Image from "@lucide/svelte/icons/image";
import ImageMinus from "@lucide/svelte/icons/image-minus";
import Images from "@lucide/svelte/icons/images";
import Keyboard from "@lucide/svelte/icons/keyboard";
import Link from "@lucide/svelte/icons/link";
import Maximize2 from "@lucide/svelte/icons/maximize-2";
import Pencil from "@lucide/svelte/icons/pencil";
import Plus from "@lucide/svelte/icons/plus";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Share2 from "@lucide/svelte/icons/share-2";
import Upload from "@lucide/svelte/icons/upload";
import X from "@lucide/svelte/icons/x";
import type { Icon } from "../lib/design/icon";
import type { MenuRow } from "../lib/design/menus.svelte";
import { keyLabel, type KeyName } from "../lib/words/keys";
import { findActions } from "./findActions";
import { gridActions } from "./gridActions";
import type { Session } from "./Session.svelte";
import { copyLinkAloud, removeFromAlbum, selectAll, setCover, uploadFiles } from "./steps";
import { viewerActions } from "./viewerActions";

export type Group = "Go to" | "Library" | "Selected photos" | "Album" | "Window";

export interface Action {
  label: string;
  icon: Icon;
  group: Group;
  keys?: KeyName;
  danger?: boolean;
  /** Whether it makes sense now; always, where missing. */
  when?: (session: Session) => boolean;
  run: (session: Session) => void;
}

const some = (session: Session) => session.chosenCount > 0;
const one = (session: Session) => session.chosenCount === 1;
const inAlbum = (session: Session) => session.album !== null;
const writable = (session: Session) => session.album?.writable === true;
const pick = (session: Session, purpose: "add" | "create" | "share") =>
  (session.dialog = { kind: "pickAlbum", chosen: session.chosen, items: session.chosenCount, purpose });

export const actions = {
  goPhotos: { label: "Photos", icon: Images, group: "Go to", keys: "g p", run: (s) => s.go({ page: "photos" }) },
  goAlbums: { label: "Albums", icon: BookImage, group: "Go to", keys: "g a", run: (s) => s.go({ page: "albums" }) },
  goShared: { label: "Shared", icon: Link, group: "Go to", keys: "g s", run: (s) => s.go({ page: "shared" }) },
  goUploads: { label: "Uploads", icon: Upload, group: "Go to", keys: "g u", run: (s) => s.go({ page: "uploads" }) },
  back: {
    label: "Back",
    icon: ArrowLeft,
    group: "Go to",
    keys: "alt+ArrowLeft",
    when: (s) => s.router.canGoBack,
    run: (s) => s.back(),
  },
  ...findActions,

  uploadFiles: {
    label: "Choose files",
    icon: Upload,
    group: "Library",
    keys: "u",
    run: (s) => void uploadFiles(s, false),
  },
  uploadFolder: {
    label: "Choose a folder",
    icon: FolderOpen,
    group: "Library",
    keys: "shift+u",
    run: (s) => void uploadFiles(s, true),
  },
  newAlbum: {
    label: "New album",
    icon: Plus,
    group: "Library",
    keys: "n",
    run: (s) => {
      s.go({ page: "albums" });
      s.naming = true;
    },
  },
  sync: {
    label: "Look for new items",
    icon: RefreshCw,
    group: "Library",
    keys: "F5",
    run: (s) => void s.sync(),
  },

  open: {
    label: "Open",
    icon: Maximize2,
    group: "Selected photos",
    keys: "Enter",
    when: one,
    run: (s) => {
      const key = s.chosenKey;
      if (key !== null) s.openItem(key);
    },
  },
  addToAlbum: {
    label: "Add to album",
    icon: FolderPlus,
    group: "Selected photos",
    keys: "l",
    when: some,
    run: (s) => pick(s, "add"),
  },
  newAlbumFrom: {
    label: "New album from selection",
    icon: Plus,
    group: "Selected photos",
    when: some,
    run: (s) => pick(s, "create"),
  },
  shareSelected: {
    label: "Share",
    icon: Share2,
    group: "Selected photos",
    when: some,
    run: (s) => pick(s, "share"),
  },
  ...viewerActions,
  setCover: {
    label: "Set as cover",
    icon: Image,
    group: "Selected photos",
    when: (s) => one(s) && writable(s),
    run: (s) => {
      const key = s.chosenKey;
      if (s.album && key !== null) void setCover(s, s.album, key);
    },
  },
  removeFromAlbum: {
    label: "Remove from album",
    icon: ImageMinus,
    group: "Selected photos",
    keys: "Delete",
    when: (s) => some(s) && writable(s),
    run: (s) => void (s.album && removeFromAlbum(s, s.album, s.chosen)),
  },
  selectAll: {
    label: "Select all",
    icon: CheckCheck,
    group: "Selected photos",
    keys: "ctrl+a",
    when: (s) => s.grid !== null && s.grid.total > 0,
    run: (s) => void selectAll(s),
  },
  clearSelection: {
    label: "Clear selection",
    icon: X,
    group: "Selected photos",
    keys: "Escape",
    when: some,
    run: (s) => s.selection.clear(),
  },

  share: {
    label: "Share",
    icon: Share2,
    group: "Album",
    keys: "s",
    when: inAlbum,
    run: (s) => s.album && (s.dialog = { kind: "share", album: s.album.key }),
  },
  copyLink: {
    label: "Copy link",
    icon: Copy,
    group: "Album",
    keys: "ctrl+shift+c",
    when: (s) => (s.album?.link?.state ?? "dead") !== "dead",
    run: (s) => void (s.album?.link && copyLinkAloud(s, s.album.link)),
  },
  renameAlbum: {
    label: "Rename",
    icon: Pencil,
    group: "Album",
    keys: "F2",
    when: writable,
    run: (s) => (s.retitling = true),
  },
  chooseCover: {
    label: "Choose a cover",
    icon: Image,
    group: "Album",
    when: (s) => writable(s) && (s.album?.items ?? 0) > 0,
    run: (s) => s.album && (s.dialog = { kind: "cover", album: s.album.key }),
  },
  openAlbumPage: {
    label: "Open in Google Photos",
    icon: ExternalLink,
    group: "Album",
    when: (s) => s.album?.hasPage === true,
    run: (s) => void (s.album && s.attempt(() => s.backend.openAlbumPage(s.album?.key ?? 0))),
  },

  ...gridActions,

  shortcuts: {
    label: "Keyboard shortcuts",
    icon: Keyboard,
    group: "Window",
    keys: "?",
    run: (s) => (s.dialog = { kind: "shortcuts" }),
  },
} satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;

/** The same, seen as plain actions. */
export const table: Record<ActionName, Action> = actions;

export function possible(session: Session, name: ActionName): boolean {
  return table[name].when?.(session) ?? true;
}

/** A row of a menu; greyed where it makes no sense now. */
export function menuRow(session: Session, name: ActionName): MenuRow {
  const action = table[name];
  return {
    label: action.label,
    icon: action.icon,
    keys: action.keys && keyLabel(action.keys),
    danger: action.danger ?? false,
    disabled: !possible(session, name),
    run: () => action.run(session),
  };
}
