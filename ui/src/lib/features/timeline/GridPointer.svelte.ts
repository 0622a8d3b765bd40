/** What a mouse does on a grid: a press opens or chooses, a frame from empty ground chooses, a pull takes photos out. */
import type { Box } from "../../grid/SegmentLayout";
import type { Point } from "../../grid/source";
import type { VirtualWindow } from "../../grid/VirtualWindow.svelte";
import type { ItemKey } from "../../ipc/bindings";
import type { GridCursor } from "./GridCursor.svelte";
import type { GridStore } from "./GridStore.svelte";
import { hitsOf, rangesOf, type Hits } from "./hits";
import type { Place } from "./picked";
import { RubberBand } from "./RubberBand.svelte";
import type { Selection } from "./Selection.svelte";

export interface GridParts {
  store: GridStore;
  view: VirtualWindow;
  selection: Selection;
  cursor: GridCursor;
  element: () => HTMLElement | undefined;
  /** Whether at most one is chosen. */
  single: () => boolean;
  onopen: (key: ItemKey) => void;
  /** Photos are pulled out of the window: the one under the pointer, or with null all that are chosen. */
  ondragout: (subject: ItemKey | null) => void;
}

/** A press that moves farther than this is a pull. */
const PULL_PX = 6;

export class GridPointer {
  readonly band: RubberBand;
  readonly #parts: GridParts;
  #hits: Hits = new Map();
  #clearOnMove = false;
  /** Between the left edge of the box and the tiles, px. */
  #margin = 0;
  #press: { at: Point; place: Place } | null = null;
  #pulled = false;

  constructor(parts: GridParts) {
    this.#parts = parts;
    this.band = new RubberBand(parts.view, (frame) => this.#take(frame));
  }

  /** The item under an event. */
  under(event: Event): Place | null {
    const tile = (event.target as Element | null)?.closest<HTMLElement>("[data-key]");
    if (!tile) return null;
    const key = Number(tile.dataset["key"]);
    return this.#parts.store.placeAt(this.#parts.store.indexOf(key)) ?? null;
  }

  click(event: MouseEvent): void {
    const hit = this.under(event);
    if (!hit || this.#pulled) return;
    const { selection, cursor, onopen, single } = this.#parts;
    const onCheck = (event.target as Element).closest("[data-check]") !== null;
    if (single()) selection.only(hit);
    else if (event.shiftKey) void cursor.stretchTo(hit.index);
    else if (onCheck || event.ctrlKey || event.metaKey || selection.size > 0) selection.toggle(hit);
    else onopen(hit.key);
    cursor.set(hit.key);
  }

  doubleClick(event: MouseEvent): void {
    const hit = this.under(event);
    const onCheck = (event.target as Element).closest("[data-check]") !== null;
    if (hit && !onCheck && !event.shiftKey && !event.ctrlKey && !event.metaKey) this.#parts.onopen(hit.key);
  }

  down(event: PointerEvent): void {
    this.#pulled = false;
    this.#press = null;
    const { selection, element, single } = this.#parts;
    const scroller = element();
    if (event.button !== 0 || event.pointerType === "touch" || !scroller) return;
    const place = this.under(event);
    if (place) {
      this.#press = { at: { x: event.clientX, y: event.clientY }, place };
      return;
    }
    const ground = event.target as Element;
    const onScrollBar = ground === scroller && event.offsetX >= scroller.clientWidth;
    if (single() || onScrollBar || !isGround(ground, scroller)) return;
    this.#clearOnMove = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    this.#margin = Number.parseFloat(getComputedStyle(scroller).getPropertyValue("--page")) || 20;
    selection.settle();
    this.band.start(this.#inView(event));
    scroller.setPointerCapture(event.pointerId);
  }

  move(event: PointerEvent): void {
    const press = this.#press;
    if (press && !this.#pulled && Math.hypot(event.clientX - press.at.x, event.clientY - press.at.y) > PULL_PX) {
      this.#pulled = true;
      if (!this.#parts.single()) this.#parts.ondragout(this.#parts.selection.has(press.place) ? null : press.place.key);
    }
    if (!press) this.band.move(this.#inView(event));
  }

  up(): void {
    this.#press = null;
    if (this.band.drawing) this.#parts.selection.settle();
    this.#clearOnMove = false;
    this.#hits = new Map();
    this.band.end();
  }

  #inView(event: PointerEvent): Point {
    const box = this.#parts.element()?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }

  /** Takes what the frame touches. */
  #take(frame: Box): void {
    const { selection, view, store } = this.#parts;
    if (this.#clearOnMove) selection.clear();
    this.#clearOnMove = false;
    this.#hits = hitsOf(view.layout, { ...frame, left: frame.left - this.#margin }, this.#hits);
    selection.stretch(rangesOf(this.#hits, store));
  }
}

/** Between tiles and beside them, but not on the scroll bar, a header's circle or the page's heading. */
function isGround(target: Element, scroller: Element): boolean {
  return !target.closest("[data-key], button, a, input, .lead") && (target === scroller || !!target.closest(".box"));
}
