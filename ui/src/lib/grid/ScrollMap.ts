/**
 * A grid of a million items is taller than a browser can scroll. The scroll box is kept below that, and beyond it places
 * in the box stand for places in the layout: one to one near both ends, stretched in between. Pure.
 */

const TALLEST_BOX_PX = 15_000_000;
/** Near the ends, one px of scroll is one px of layout for this many viewports, so that wheel and keys arrive exactly. */
const TRUE_VIEWPORTS = 40;

export class ScrollMap {
  /** Height of the scroll box, px. */
  readonly height: number;
  /** The largest scroll place and the largest layout place of the viewport's top. */
  readonly scrollEnd: number;
  readonly layoutEnd: number;
  readonly #edge: number;

  constructor(layoutHeight: number, viewportHeight: number, pixelRatio: number) {
    const limit = Math.floor(TALLEST_BOX_PX / Math.max(1, pixelRatio));
    this.height = Math.min(Math.ceil(layoutHeight), limit);
    this.scrollEnd = Math.max(0, this.height - viewportHeight);
    this.layoutEnd = Math.max(0, Math.ceil(layoutHeight) - viewportHeight);
    this.#edge = this.mapped ? Math.min(TRUE_VIEWPORTS * viewportHeight, this.scrollEnd / 4) : this.scrollEnd;
  }

  get mapped(): boolean {
    return this.layoutEnd > this.scrollEnd;
  }

  toLayout(scroll: number): number {
    return this.#map(scroll, this.scrollEnd, this.layoutEnd);
  }

  toScroll(layout: number): number {
    return this.#map(layout, this.layoutEnd, this.scrollEnd);
  }

  #map(place: number, end: number, otherEnd: number): number {
    const bounded = Math.min(Math.max(0, place), end);
    if (!this.mapped || bounded <= this.#edge) return bounded;
    if (bounded >= end - this.#edge) return otherEnd - (end - bounded);
    const part = (bounded - this.#edge) / (end - 2 * this.#edge);
    return this.#edge + part * (otherEnd - 2 * this.#edge);
  }
}
