import type { Snippet } from "svelte";

import type { Density, Point } from "../../grid/source";
import type { ItemKey } from "../../ipc/bindings";
import type { GridStore } from "./GridStore.svelte";
import type { Selection } from "./Selection.svelte";

export interface TimelineProps {
  /** One per scope; the page makes it and calls nothing on it: the timeline reads it again when `generation` changes. */
  store: GridStore;
  selection: Selection;
  density: Density;
  generation: number;
  /** The name readers hear, such as "Photos" or the album's title. */
  label: string;
  onopen: (key: ItemKey) => void;
  /** Right click or the menu key: on the chosen items when the tile under it is one of them, else on that tile alone. */
  onmenu: (keys: ItemKey[], at: Point) => void;
  /** Scrolls with the grid, such as the heading of an album. */
  header?: Snippet | undefined;
  /** Shown when the scope holds nothing. */
  empty: Snippet;
  /** The item to show and focus: set when the viewer closes, null otherwise. */
  focusKey: ItemKey | null;
  /** Whether the content has left its top edge, for the line under the top bar. */
  onscrolled?: ((scrolled: boolean) => void) | undefined;
}
