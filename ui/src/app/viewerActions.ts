/** Rows of the table of actions: what is done with the one photo that is looked at or chosen. */
import Copy from "@lucide/svelte/icons/copy";
import ExternalLink from "@lucide/svelte/icons/external-link";
import FolderOpen from "@lucide/svelte/icons/folder-open";
import Presentation from "@lucide/svelte/icons/presentation";
import type { Action } from "./actions";
import type { Session } from "./Session.svelte";
import { copyImage, startSlideshow } from "./viewerSteps";

const one = (session: Session) => session.chosenCount === 1;

export const viewerActions = {
  slideshow: {
    label: "Slideshow",
    icon: Presentation,
    group: "Selected photos",
    keys: "p",
    when: (s) => s.grid !== null && s.grid.total > 0,
    run: (s) => void startSlideshow(s),
  },
  copyImage: {
    label: "Copy image",
    icon: Copy,
    group: "Selected photos",
    keys: "ctrl+c",
    when: one,
    run: (s) => {
      const key = s.chosenKey;
      if (key !== null) void copyImage(s, key);
    },
  },
  showInFolder: {
    label: "Show in folder",
    icon: FolderOpen,
    group: "Selected photos",
    when: one,
    run: (s) => {
      const key = s.chosenKey;
      if (key !== null) void s.attempt(() => s.backend.showInFolder(key));
    },
  },
  openItemPage: {
    label: "Open in Google Photos",
    icon: ExternalLink,
    group: "Selected photos",
    when: one,
    run: (s) => {
      const key = s.chosenKey;
      if (key !== null) void s.attempt(() => s.backend.openItemPage(key));
    },
  },
} satisfies Record<string, Action>;
