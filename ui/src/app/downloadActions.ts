/** Rows of the table of actions that copy items into a folder on this computer. */
import FolderDown from "@lucide/svelte/icons/folder-down";
import type { Action } from "./actions";
import { downloadAlbum, downloadChosen, downloadEverything, downloadSearch } from "./downloadSteps";

export const downloadActions = {
  download: {
    label: "Download",
    icon: FolderDown,
    group: "Selected photos",
    keys: "ctrl+d",
    words: ["save", "export", "original", "copy to a folder"],
    when: (s) => s.chosenCount > 0,
    run: downloadChosen,
  },
  downloadAlbum: {
    label: "Download album",
    icon: FolderDown,
    group: "Album",
    words: ["save", "export", "zip"],
    when: (s) => s.album !== null && s.album.items > 0,
    run: (s) => s.album && downloadAlbum(s, s.album),
  },
  downloadSearch: {
    label: "Download what is found",
    icon: FolderDown,
    group: "Library",
    words: ["save", "export"],
    when: (s) => s.route.page === "search" && (s.grid?.total ?? 0) > 0,
    run: downloadSearch,
  },
  downloadEverything: {
    label: "Download everything",
    icon: FolderDown,
    group: "Library",
    words: ["backup", "export", "save"],
    when: (s) => s.state.counts.items > 0,
    run: downloadEverything,
  },
} satisfies Record<string, Action>;
