import type { Snippet } from "svelte";

import type { Density, Point } from "../../grid/source";
import type { ItemKey } from "../../ipc/bindings";
import type { GridStore } from "./GridStore.svelte";
import type { Selection } from "./Selection.svelte";

export interface TimelineProps {
  /** One per scope, of any kind; the page makes it: the timeline reads it again when `generation` changes. */
  store: GridStore;
  selection: Selection;
  density: Density;
  generation: number;
  /** The name readers hear, such as "Photos" or the album's title. */
  label: string;
  onopen: (key: ItemKey) => void;
  /** Right click or the menu key: with null on all that is chosen, when the tile under it is; else on that item alone. */
  onmenu?: ((subject: ItemKey | null, at: Point) => void) | undefined;
  /** Photos are pulled out of the window: one, or with null all that is chosen. */
  ondragout?: ((subject: ItemKey | null) => void) | undefined;
  /** At most one is chosen, and a click only chooses: for picking a cover. A double click or Enter opens. */
  single?: boolean;
  /** Scrolls with the grid, such as the heading of an album. */
  header?: Snippet | undefined;
  /** Shown when the scope holds nothing. */
  empty: Snippet;
  /** The item to show and focus: set when the viewer closes, null otherwise. */
  focusKey: ItemKey | null;
  /** Whether the content has left its top edge, for the line under the top bar. */
  onscrolled?: ((scrolled: boolean) => void) | undefined;
}
