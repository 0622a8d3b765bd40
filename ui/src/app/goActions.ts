/** Rows of the table of actions that lead somewhere. */
import ArrowLeft from "@lucide/svelte/icons/arrow-left";
import BookImage from "@lucide/svelte/icons/book-image";
import CalendarSearch from "@lucide/svelte/icons/calendar-search";
import Download from "@lucide/svelte/icons/download";
import FolderDown from "@lucide/svelte/icons/folder-down";
import Eye from "@lucide/svelte/icons/eye";
import Images from "@lucide/svelte/icons/images";
import Link from "@lucide/svelte/icons/link";
import SquareTerminal from "@lucide/svelte/icons/square-terminal";
import ShieldCheck from "@lucide/svelte/icons/shield-check";
import Stethoscope from "@lucide/svelte/icons/stethoscope";
import Upload from "@lucide/svelte/icons/upload";
import Workflow from "@lucide/svelte/icons/workflow";
import type { Action } from "./actions";
import { checkConnection } from "./doctorSteps";

export const goActions = {
  goPhotos: { label: "Photos", icon: Images, group: "Go to", keys: "g p", run: (s) => s.go({ page: "photos" }) },
  goAlbums: { label: "Albums", icon: BookImage, group: "Go to", keys: "g a", run: (s) => s.go({ page: "albums" }) },
  goShared: {
    label: "Shared",
    icon: Link,
    group: "Go to",
    keys: "g s",
    words: ["links"],
    run: (s) => s.go({ page: "shared" }),
  },
  goUploads: {
    label: "Uploads",
    icon: Upload,
    group: "Go to",
    keys: "g u",
    words: ["queue"],
    run: (s) => s.go({ page: "uploads" }),
  },
  goDownloads: {
    label: "Downloads",
    icon: FolderDown,
    group: "Go to",
    keys: "g o",
    words: ["save", "export", "copies"],
    run: (s) => s.go({ page: "downloads" }),
  },
  goSafekeeping: {
    label: "Safekeeping",
    icon: ShieldCheck,
    group: "Go to",
    keys: "g k",
    words: ["check a folder", "backup", "is everything there", "delete", "free space", "report"],
    when: (s) => s.connection !== null,
    run: (s) => s.go({ page: "safekeeping" }),
  },
  goImport: {
    label: "Import",
    icon: Download,
    group: "Go to",
    keys: "g i",
    words: ["choose from Google Photos", "picker", "whole library"],
    run: (s) => s.go({ page: "import" }),
  },
  goRecipes: {
    label: "Recipes",
    icon: Workflow,
    group: "Go to",
    keys: "g r",
    words: ["automatic", "rules", "when", "program", "webhook"],
    when: (s) => s.connection !== null,
    run: (s) => s.go({ page: "recipes" }),
  },
  goConsole: {
    label: "API console",
    icon: SquareTerminal,
    group: "Go to",
    keys: "g x",
    words: ["call", "request", "curl", "REST", "developer", "endpoint"],
    when: (s) => s.connection !== null,
    run: (s) => s.go({ page: "console" }),
  },
  goSees: {
    label: "What Albumen can see",
    icon: Eye,
    group: "Go to",
    words: ["permissions", "client", "empty", "scopes"],
    when: (s) => s.connection !== null,
    run: (s) => s.go({ page: "sees" }),
  },
  goConnection: {
    label: "Connection",
    icon: Stethoscope,
    group: "Go to",
    keys: "g c",
    words: ["doctor", "health", "account", "trouble"],
    run: (s) => s.go({ page: "connection" }),
  },
  checkConnection: {
    label: "Check the connection",
    icon: Stethoscope,
    group: "Library",
    words: ["doctor", "sign-in", "permission", "network", "quota"],
    when: (s) => s.connection !== null,
    run: checkConnection,
  },
  goToDate: {
    label: "Go to a date",
    icon: CalendarSearch,
    group: "Go to",
    keys: "g d",
    words: ["day", "month", "year"],
    when: ({ grid }) => grid !== null && grid.scope.kind !== "album" && grid.total > 0,
    run: (s) => (s.dialog = { kind: "day" }),
  },
  back: {
    label: "Back",
    icon: ArrowLeft,
    group: "Go to",
    keys: "alt+ArrowLeft",
    when: (s) => s.router.canGoBack,
    run: (s) => s.back(),
  },
} satisfies Record<string, Action>;
