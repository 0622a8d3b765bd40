/** The tile that has the keyboard, and how the keys move it over a grid of which only a part is in memory. */
import { tick } from "svelte";

import { acrossRows, inNextRow } from "../../grid/neighbour";
import { DAY_HEADER, type TilePlace } from "../../grid/SegmentLayout";
import type { VirtualWindow } from "../../grid/VirtualWindow.svelte";
import type { ItemKey } from "../../ipc/bindings";
import type { GridStore } from "./GridStore.svelte";
import type { Selection } from "./Selection.svelte";

const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);
/** A page never reaches over more segments than this that are not in memory. */
const MOST_LOADS = 40;

export class GridCursor {
  #key = $state.raw<ItemKey | null>(null);
  /** Where it stood last: it goes on from there when its item is gone. */
  #index = 0;
  readonly #store: GridStore;
  readonly #view: VirtualWindow;
  readonly #selection: Selection;
  readonly #element: () => HTMLElement | undefined;
  #moves = 0;
  /** Where it is on its way to. */
  #heading: number | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor(store: GridStore, view: VirtualWindow, selection: Selection, element: () => HTMLElement | undefined) {
    this.#store = store;
    this.#view = view;
    this.#selection = selection;
    this.#element = element;
  }

  get key(): ItemKey | null {
    return this.#key;
  }

  /** Whether a key moves it. */
  static moves(key: string): boolean {
    return MOVES.has(key);
  }

  /** The tile that takes the focus when the grid is entered with the Tab key. */
  get tabKey(): ItemKey | null {
    if (this.#key !== null && this.#view.isDrawn(this.#key)) return this.#key;
    return this.#view.firstInView()?.item.key ?? null;
  }

  /** The index it stands at. */
  get index(): number {
    const key = this.#key ?? this.tabKey;
    const index = key === null ? -1 : this.#store.indexOf(key);
    if (index >= 0) return index;
    return this.#key === null ? 0 : Math.min(this.#index, this.#store.total - 1);
  }

  /** The index of what a person looks at: where it is on its way to, or the tile with the keyboard while it is drawn, else the first one in view. */
  get looksAt(): number {
    if (this.#heading !== null) return this.#heading;
    const key = this.tabKey;
    return Math.max(0, key === null ? -1 : this.#store.indexOf(key));
  }

  /** It stands on an item that has the focus already. */
  set(key: ItemKey): void {
    this.#key = key;
    const index = this.#store.indexOf(key);
    if (index >= 0) this.#index = index;
  }

  /** Moves it as a key says; with `extend` everything on the way is chosen. One key after the other. */
  press(key: string, extend: boolean): Promise<void> {
    this.#turn = this.#turn.then(() => this.#press(key, extend)).catch(() => undefined);
    return this.#turn;
  }

  async #press(key: string, extend: boolean): Promise<void> {
    if (this.#store.total === 0) return;
    const from = this.index;
    if (extend) this.#selection.anchor ??= (await this.#store.bring(from)) ?? null;
    const to = await this.#target(key, from);
    const there = await this.moveTo(to);
    if (extend && there !== undefined) await this.stretchTo(to);
  }

  /** Where a movement key leads, as a place of the order. */
  async #target(key: string, from: number): Promise<number> {
    const last = this.#store.total - 1;
    if (key === "Home") return 0;
    if (key === "End") return last;
    if (key === "ArrowLeft") return Math.max(0, from - 1);
    if (key === "ArrowRight") return Math.min(last, from + 1);
    const down = key.endsWith("Down");
    await this.#know(this.#placeOf(from).segment);
    const page = this.#view.measures.height - DAY_HEADER;
    return key.startsWith("Arrow") ? this.#oneRow(from, down) : this.#rows(from, down ? page : -page);
  }

  async #oneRow(from: number, down: boolean): Promise<number> {
    const place = this.#placeOf(from);
    const next =
      inNextRow(this.#view.layout, place, down) ??
      ((await this.#know(place.segment + (down ? 1 : -1))) ? inNextRow(this.#view.layout, place, down) : undefined);
    return next ? this.#store.offsetOf(next.segment) + next.place : from;
  }

  async #rows(from: number, stretch: number): Promise<number> {
    const start = this.#placeOf(from);
    const step = stretch > 0 ? 1 : -1;
    let best = start;
    for (let loads = 0; loads < MOST_LOADS; loads++) {
      best = acrossRows(this.#view.layout, start, stretch) ?? best;
      const beyond = best.segment + step;
      if (this.#view.layout.boxesOf(beyond) || !(await this.#know(beyond))) break;
    }
    return this.#store.offsetOf(best.segment) + best.place;
  }

  /** Loads and lays out a segment; gives whether there is such a one. */
  async #know(segment: number): Promise<boolean> {
    if (segment < 0 || segment >= this.#store.segments.length) return false;
    await this.#store.load(this.#store.offsetOf(segment));
    this.#view.follow();
    this.#view.ensure([segment]);
    return this.#view.layout.boxesOf(segment) !== undefined;
  }

  /** Shows the item at a place of the order and gives its tile the focus; returns its key. */
  async moveTo(index: number, atTop = false): Promise<ItemKey | undefined> {
    const move = ++this.#moves;
    this.#heading = index;
    const item = await this.#store.load(index).catch(() => undefined);
    if (move === this.#moves) this.#heading = null;
    if (!item || move !== this.#moves) return undefined;
    this.#view.follow();
    const place = this.#placeOf(index);
    this.#view.ensure([place.segment]);
    if (atTop && place.place === 0) this.#view.goTo(this.#view.layout.topOf(place.segment));
    else this.#view.reveal(place, DAY_HEADER);
    this.set(item.key);
    await tick();
    if (move === this.#moves) this.focusTile(item.key);
    return item.key;
  }

  focusTile(key: ItemKey): void {
    const tile = this.#element()?.querySelector<HTMLElement>(`[data-key="${String(key)}"]`);
    (tile ?? this.#element())?.focus({ preventScroll: true });
  }

  /** Chooses from the anchor to an item, whatever lies between: nothing of it has to be in memory. */
  async stretchTo(index: number): Promise<void> {
    const to = await this.#store.bring(index);
    if (!to) return;
    const known = this.#selection.anchor ?? this.#store.placeAt(this.index) ?? to;
    const now = this.#store.indexOf(known.key);
    const anchor = now < 0 ? known : { ...known, index: now };
    this.#selection.anchor = anchor;
    this.#selection.stretch([[anchor, to]]);
  }

  #placeOf(index: number): TilePlace {
    const segment = this.#store.segmentAt(index);
    return { segment, place: index - this.#store.offsetOf(segment) };
  }
}
