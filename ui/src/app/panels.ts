/** Parts of the bars that are read later. Apart from `parts.ts`, whose pages have these bars themselves. */
import { Part } from "../lib/design/Part.svelte";

export const panels = {
  filters: new Part(() => import("../lib/features/search/FilterPopover.svelte")),
  uploads: new Part(() => import("../lib/features/uploads/UploadPanel.svelte")),
};
