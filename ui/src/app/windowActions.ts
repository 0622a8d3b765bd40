/** Rows of the table of actions about the window and the library as a whole. */
import Command from "@lucide/svelte/icons/command";
import GitCompareArrows from "@lucide/svelte/icons/git-compare-arrows";
import Keyboard from "@lucide/svelte/icons/keyboard";
import Monitor from "@lucide/svelte/icons/monitor";
import Moon from "@lucide/svelte/icons/moon";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Settings from "@lucide/svelte/icons/settings";
import Sun from "@lucide/svelte/icons/sun";
import Undo2 from "@lucide/svelte/icons/undo-2";
import type { Icon } from "../lib/design/icon";
import type { Action } from "./actions";
import { compare, undoLast } from "./steps";

function theme(value: "system" | "light" | "dark", label: string, icon: Icon): Action {
  return {
    label,
    icon,
    group: "Window",
    words: ["theme", "appearance"],
    when: (s) => s.settings.theme !== value,
    run: (s) => s.keep({ theme: value }),
  };
}

export const libraryActions = {
  sync: {
    label: "Look for new items",
    icon: RefreshCw,
    group: "Library",
    keys: "F5",
    words: ["sync", "refresh"],
    run: (s) => void s.sync(),
  },
  compare: {
    label: "Compare the library with Google",
    icon: GitCompareArrows,
    group: "Library",
    words: ["missing", "deleted", "check"],
    when: (s) => s.connection !== null,
    run: (s) => void compare(s),
  },
  undo: {
    label: "Undo the last change",
    icon: Undo2,
    group: "Library",
    keys: "ctrl+z",
    when: (s) => s.undoable !== null,
    run: (s) => void undoLast(s),
  },
} satisfies Record<string, Action>;

export const windowActions = {
  palette: {
    label: "Everything Albumen can do",
    icon: Command,
    group: "Window",
    keys: "ctrl+k",
    run: (s) => (s.dialog = { kind: "palette" }),
  },
  settings: {
    label: "Settings",
    icon: Settings,
    group: "Window",
    keys: "ctrl+,",
    words: ["preferences", "offline", "cache"],
    run: (s) => (s.dialog = { kind: "settings" }),
  },
  uploadSettings: {
    label: "Upload settings",
    icon: Settings,
    group: "Window",
    words: ["speed", "limit", "schedule"],
    run: (s) => (s.dialog = { kind: "uploadSettings" }),
  },
  light: theme("light", "Light theme", Sun),
  dark: theme("dark", "Dark theme", Moon),
  system: theme("system", "Theme as the system", Monitor),
  shortcuts: {
    label: "Keyboard shortcuts",
    icon: Keyboard,
    group: "Window",
    keys: "?",
    words: ["help", "keys"],
    run: (s) => (s.dialog = { kind: "shortcuts" }),
  },
} satisfies Record<string, Action>;
