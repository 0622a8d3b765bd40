/** The one table of actions: menus, keys, the selection bar and the sheet of shortcuts are made from it. */
import CheckCheck from "@lucide/svelte/icons/check-check";
import FolderOpen from "@lucide/svelte/icons/folder-open";
import FolderPlus from "@lucide/svelte/icons/folder-plus";
import Image from "@lucide/svelte/icons/image";
import ImageMinus from "@lucide/svelte/icons/image-minus";
import Maximize2 from "@lucide/svelte/icons/maximize-2";
import Plus from "@lucide/svelte/icons/plus";
import Share2 from "@lucide/svelte/icons/share-2";
import TextCursorInput from "@lucide/svelte/icons/text-cursor-input";
import Upload from "@lucide/svelte/icons/upload";
import X from "@lucide/svelte/icons/x";
import type { Icon } from "../lib/design/icon";
import type { MenuRow } from "../lib/design/menus.svelte";
import { keyLabel, type KeyName } from "../lib/words/keys";
import { albumActions } from "./albumActions";
import { connectionActions } from "./connectionActions";
import { downloadActions } from "./downloadActions";
import { findActions } from "./findActions";
import { goActions } from "./goActions";
import { watchActions } from "./watchActions";
import { gridActions } from "./gridActions";
import type { Session } from "./Session.svelte";
import { describe, removeFromAlbum, selectAll, setCover, uploadFiles } from "./steps";
import { viewerActions } from "./viewerActions";
import { libraryActions, windowActions } from "./windowActions";

export type Group = "Go to" | "Library" | "Selected photos" | "Album" | "Window";

export interface Action {
  label: string;
  icon: Icon;
  group: Group;
  keys?: KeyName;
  /** Other words by which the palette finds it. */
  words?: readonly string[];
  danger?: boolean;
  /** Whether it makes sense now; always, where missing. */
  when?: (session: Session) => boolean;
  run: (session: Session) => void;
}

const some = (session: Session) => session.chosenCount > 0;
const one = (session: Session) => session.chosenCount === 1;
const writable = (session: Session) => session.album?.writable === true;
const pick = (session: Session, purpose: "add" | "create" | "share") =>
  (session.dialog = { kind: "pickAlbum", chosen: session.chosen, items: session.chosenCount, purpose });

export const actions = {
  ...goActions,
  ...findActions,
  ...watchActions,

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
  ...libraryActions,
  ...connectionActions,

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
  ...downloadActions,
  ...viewerActions,
  describe: {
    label: "Describe",
    icon: TextCursorInput,
    group: "Selected photos",
    keys: "e",
    words: ["caption", "description"],
    when: some,
    run: (s) => void describe(s),
  },
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

  ...albumActions,
  ...gridActions,

  ...windowActions,
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
