/** The tile that has the keyboard, and how the keys move it over a grid of which only a part is in memory. */
import { tick } from "svelte";

import { acrossRows, inNextRow } from "../../grid/neighbour";
import { DAY_HEADER, type TilePlace } from "../../grid/SegmentLayout";
import type { VirtualWindow } from "../../grid/VirtualWindow.svelte";
import type { ItemKey } from "../../ipc/bindings";
import type { GridStore } from "./GridStore.svelte";
import type { Selection } from "./Selection.svelte";

export class GridCursor {
  key = $state.raw<ItemKey | null>(null);
  readonly #store: GridStore;
  readonly #view: VirtualWindow;
  readonly #selection: Selection;
  readonly #element: () => HTMLElement | undefined;
  #moves = 0;

  constructor(store: GridStore, view: VirtualWindow, selection: Selection, element: () => HTMLElement | undefined) {
    this.#store = store;
    this.#view = view;
    this.#selection = selection;
    this.#element = element;
  }

  /** The tile that takes the focus when the grid is entered with the Tab key. */
  get tabKey(): ItemKey | null {
    if (this.key !== null && this.#view.isDrawn(this.key)) return this.key;
    return this.#view.firstInView()?.item.key ?? null;
  }

  /** Where a movement key leads, as a place of the order; nothing for another key. */
  target(key: string): number | undefined {
    const { total } = this.#store;
    const from = this.key ?? this.tabKey;
    const index = from === null ? -1 : this.#store.indexOf(from);
    if (total === 0) return undefined;
    if (key === "Home") return 0;
    if (key === "End") return total - 1;
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown"].includes(key)) return undefined;
    if (index < 0) return 0;
    if (key === "ArrowLeft") return Math.max(0, index - 1);
    if (key === "ArrowRight") return Math.min(total - 1, index + 1);
    const place = this.#placeOf(index);
    const page = this.#view.measures.height - DAY_HEADER;
    const next =
      key === "ArrowUp" || key === "ArrowDown"
        ? inNextRow(this.#view.layout, place, key === "ArrowDown")
        : acrossRows(this.#view.layout, place, key === "PageDown" ? page : -page);
    if (next) return this.#store.offsetOf(next.segment) + next.place;
    return this.#beyond(place, key === "ArrowDown" || key === "PageDown", index);
  }

  /** Shows the item at a place of the order and gives its tile the focus; returns its key. */
  async moveTo(index: number): Promise<ItemKey | undefined> {
    const move = ++this.#moves;
    const item = await this.#store.load(index);
    if (!item || move !== this.#moves) return undefined;
    this.#view.follow();
    this.#view.reveal(this.#placeOf(index), DAY_HEADER);
    this.key = item.key;
    await tick();
    if (move === this.#moves) this.focusTile(item.key);
    return item.key;
  }

  focusTile(key: ItemKey): void {
    const tile = this.#element()?.querySelector<HTMLElement>(`[data-key="${String(key)}"]`);
    (tile ?? this.#element())?.focus({ preventScroll: true });
  }

  /** Chooses from the anchor to an item, whatever lies between; asks the index for what is not in memory. */
  async stretchTo(index: number): Promise<void> {
    const anchor = this.#selection.anchor ?? this.key;
    const from = anchor === null ? -1 : this.#store.indexOf(anchor);
    this.#selection.anchor = from < 0 ? (this.#store.keyAt(index) ?? null) : anchor;
    this.#selection.stretch(await this.#store.keysBetween(from < 0 ? index : from, index));
  }

  #placeOf(index: number): TilePlace {
    const segment = this.#store.segmentAt(index);
    return { segment, place: index - this.#store.offsetOf(segment) };
  }

  /** Into a segment that is not in memory yet: its nearest end. Nothing further on: the same item. */
  #beyond({ segment }: TilePlace, down: boolean, index: number): number {
    const next = segment + (down ? 1 : -1);
    if (next < 0 || next >= this.#store.segments.length || this.#store.itemsOf(next)) return index;
    return down ? this.#store.offsetOf(next) : this.#store.offsetOf(segment) - 1;
  }
}
