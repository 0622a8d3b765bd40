/**
 * Which part of a very long grid is in the document. Scrolling only reads numbers that are here already. A change above
 * the viewport never moves what is in it: places are kept by an anchor, and the scroll place follows once it rests.
 */
import type { ItemKey } from "../ipc/bindings";
import { anchorOf, segmentOf, topFor, type Anchor } from "./anchor";
import { ScrollMap } from "./ScrollMap";
import { countTiles, SectionDrawer, type SectionView, type TileView } from "./sections";
import { SegmentLayout, type TilePlace } from "./SegmentLayout";
import type { GridSource } from "./source";

export interface WindowMeasures {
  width: number;
  /** Of the viewport, px. */
  height: number;
  lead: number;
  rowHeight: number;
  gap: number;
  pixelRatio: number;
}

/** More tiles than this are only in the document when they are all in view. */
const MOST_TILES = 150;
const MOST_ROUNDS = 6;

export class VirtualWindow {
  sections = $state.raw<readonly SectionView[]>([]);
  /** Height of the scroll box, px. */
  boxHeight = $state(0);
  /** What is added to a layout place to have a place in the scroll box. */
  shift = $state(0);
  /** The layout place at the top of the viewport. */
  layoutTop = $state(0);
  /** A scroll place to be written to the document; a new object each time. */
  write = $state.raw<{ top: number } | null>(null);

  layout: SegmentLayout;
  map: ScrollMap;
  readonly #source: GridSource;
  #measures: WindowMeasures = { width: 0, height: 0, lead: 0, rowHeight: 196, gap: 4, pixelRatio: 1 };
  /** Whether it flies past faster than pictures could come. */
  fast = $state(false);
  /** Whether it went down last. */
  down = $state(true);
  /** The last scroll place the document told, or was told. */
  seen = 0;
  /** Whether the document is being scrolled. */
  moving = false;
  #scroll = 0;
  /** The version of the source that is laid out. */
  #version = 0;
  #leaping = false;
  #still: (() => void)[] = [];
  /** While the window is being resized, what stays in place all along. */
  #held: Anchor | null = null;
  readonly #drawer: SectionDrawer;

  constructor(source: GridSource) {
    this.#source = source;
    this.#drawer = new SectionDrawer(source);
    this.layout = new SegmentLayout([], this.#measures);
    this.map = new ScrollMap(0, 0, 1);
  }

  get measures(): WindowMeasures {
    return this.#measures;
  }

  /** Lays everything out for a new size; the topmost tile in view stays where it is. */
  measure(measures: WindowMeasures): void {
    // Nothing is laid out for a document that has not been measured yet.
    if (measures.width <= 0 || measures.height <= 0) return;
    const anchor = this.#held ?? this.#anchor();
    this.#held = anchor;
    this.#measures = measures;
    this.#layAnew(anchor);
  }

  /** Stands again where it stood, in a document that is new. */
  resume(): void {
    const top = Math.round(this.map.toScroll(this.layoutTop));
    this.#scroll = top;
    this.shift = top - this.layoutTop;
    this.write = { top };
    this.#update(true);
  }

  /** Takes in what arrived: new items of known segments, or another order. */
  follow(): void {
    const { segments, version } = this.#source;
    if (this.layout.segments !== segments) {
      this.#layAnew(this.#anchor());
      return;
    }
    const changed = this.#source.changedSince(this.#version);
    this.#version = version;
    // What came for far away is laid out once it is near.
    if (changed?.length === 0) return;
    this.#update(true);
  }

  /** Resolves once nothing is being scrolled any more. */
  still(): Promise<void> {
    return this.moving ? new Promise((go) => this.#still.push(go)) : Promise.resolve();
  }

  /** Lays out these segments as far as their items are in memory; what is in view stays where it is. */
  ensure(segments: Iterable<number>): void {
    const todo = [...segments].filter((at) => this.layout.needs(at, this.#source.itemsOf(at)));
    if (todo.length === 0) return;
    const anchor = this.#anchor();
    const toEnd = this.#leadsToEnd;
    if (this.layout.lay(todo, (at) => this.#source.itemsOf(at)) < 0) return;
    this.#remap();
    if (toEnd) this.layoutTop = this.map.layoutEnd;
    this.#hold(toEnd ? null : anchor);
  }

  /** Whether it was sent to the end and the last items were still a guess: then the end is where they end. */
  get #leadsToEnd(): boolean {
    const last = this.layout.segments.length - 1;
    return this.layoutTop > 0 && this.layoutTop >= this.map.layoutEnd - 1 && !this.layout.boxesOf(last);
  }

  /** The document has been scrolled to this place of the box. */
  scrolled(scroll: number): void {
    const delta = scroll - this.#scroll;
    this.seen = scroll;
    if (delta === 0) return;
    this.#scroll = scroll;
    this.#held = null;
    this.moving = true;
    this.down = delta > 0;
    const jump = Math.abs(delta) > 4 * this.#measures.height;
    this.fast = Math.abs(delta) > this.#measures.height;
    const place = jump ? this.map.toLayout(scroll) : this.layoutTop + delta;
    this.layoutTop = Math.min(Math.max(0, place), this.map.layoutEnd);
    this.shift = scroll - this.layoutTop;
    if (this.#nearEnd) this.#settle();
    this.#update(false);
  }

  /** Scrolling rests: the scroll place comes to agree with the layout place again. Nothing visible changes. */
  rest(): void {
    const wasFast = this.fast;
    this.fast = false;
    this.moving = false;
    this.#leaping = false;
    this.#settle();
    this.#update(wasFast);
    for (const go of this.#still.splice(0)) go();
  }

  /** Goes to a layout place at once. */
  goTo(place: number): void {
    this.#held = null;
    this.down = place >= this.layoutTop;
    // One leap shows its pictures at once; of many in a row, as on the scrubber, only the last does.
    const leap = Math.abs(place - this.layoutTop) > this.#measures.height;
    this.fast = leap && this.#leaping;
    this.#leaping = leap;
    this.layoutTop = Math.min(Math.max(0, Math.round(place)), this.map.layoutEnd);
    this.#settle();
    // Order: also where the scroll place is the same, so that the document tells when it rests.
    this.write = { top: this.#scroll };
    this.#update(false);
  }

  /** The document has taken (or bounded) the place that was to be written. */
  wrote(scroll: number): void {
    this.seen = scroll;
    if (scroll === this.#scroll) return;
    this.#scroll = scroll;
    this.shift = scroll - this.layoutTop;
    this.#update(false);
  }

  /** Scrolls as little as is needed to see a tile whole, below the day's header; far away it comes to the middle. */
  reveal(place: TilePlace, headroom: number): void {
    this.ensure([place.segment]);
    const box = this.layout.boxOf(place);
    if (!box) return;
    const { height, gap } = this.#measures;
    const from = box.top - headroom - gap;
    const to = box.top + box.height + gap - height;
    if (this.layoutTop <= from && this.layoutTop >= to) return;
    const far = from < this.layoutTop - height || to > this.layoutTop + height;
    if (far) this.goTo(box.top + box.height / 2 - height / 2);
    else this.goTo(this.layoutTop > from ? from : to);
  }

  isDrawn(key: ItemKey): boolean {
    return this.sections.some(({ tiles }) => tiles.some(({ item }) => item.key === key));
  }

  /** The first tile that is in view whole, or in part. */
  firstInView(): TileView | undefined {
    for (const section of this.sections) {
      const tile = section.tiles.find((view) => view.top + this.layout.topOf(section.index) >= this.layoutTop);
      if (tile) return tile;
    }
    return this.sections.flatMap((section) => section.tiles)[0];
  }

  #layAnew(anchor: Anchor | null): void {
    this.layout = new SegmentLayout(this.#source.segments, this.#measures, this.layout);
    this.#version = this.#source.version;
    const at = anchor ? segmentOf(anchor, this.layout.segments) : -1;
    // Order: the anchor's own place must be exact before anything is measured from it.
    if (at >= 0) this.layout.lay([at - 1, at, at + 1], (segment) => this.#source.itemsOf(segment));
    this.#drawer.reset();
    this.#remap();
    this.#hold(anchor);
    this.#update(true);
  }

  #remap(): void {
    this.map = new ScrollMap(this.layout.height, this.#measures.height, this.#measures.pixelRatio);
    this.boxHeight = this.map.height;
  }

  #anchor(): Anchor | null {
    const { height, lead } = this.#measures;
    return anchorOf(this.layout, { top: this.layoutTop, height, lead }, (at) => this.#drawer.drawnItems(at));
  }

  #hold(anchor: Anchor | null): void {
    if (anchor) this.layoutTop = topFor(anchor, this.layout, (at) => this.#source.itemsOf(at)) ?? this.layoutTop;
    // Whole px, or every edge would be blurred.
    this.layoutTop = Math.min(Math.max(0, Math.round(this.layoutTop)), this.map.layoutEnd);
    this.shift = this.#scroll - this.layoutTop;
    // A scroll place that is written while the person scrolls would stop the scrolling; near the ends it has to be.
    if (!this.moving || this.#nearEnd) this.#settle();
  }

  get #nearEnd(): boolean {
    return Math.min(this.#scroll, this.map.scrollEnd - this.#scroll) < this.#measures.height;
  }

  #settle(): void {
    const scroll = Math.round(this.map.toScroll(this.layoutTop));
    if (Math.abs(scroll - this.#scroll) < 1 && Math.abs(scroll - this.layoutTop - this.shift) < 1) return;
    this.#scroll = scroll;
    this.shift = scroll - this.layoutTop;
    this.write = { top: scroll };
  }

  #update(always: boolean): void {
    const { height } = this.#measures;
    if (height <= 0 || this.layout.segments.length === 0) {
      this.sections = [];
      return;
    }
    this.#layNear(height);
    let over = height;
    const top = this.layoutTop;
    while (over > 8 && countTiles(this.layout, top - over, top + height + over) > MOST_TILES) over *= 0.7;
    const stretch = { from: top - over, to: top + height + over, top, shift: this.shift };
    const before = this.sections;
    this.sections = this.#drawer.draw(this.layout, stretch, before);
    if (always || this.sections !== before) this.#source.want(this.#wanted(this.sections));
  }

  /** Only what is near is laid out exactly. What is laid out may bring other segments near. */
  #layNear(over: number): void {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const { layout, layoutTop } = this;
      const near: number[] = [];
      const end = layoutTop + this.#measures.height + over;
      for (let at = layout.segmentAt(layoutTop - over); at < layout.segments.length && layout.topOf(at) < end; at++) {
        if (layout.needs(at, this.#source.itemsOf(at))) near.push(at);
      }
      if (near.length === 0) break;
      this.ensure(near);
    }
    this.layout.forgetFar(this.layout.segmentAt(this.layoutTop));
  }

  /** In view first, then where the scrolling goes, then behind; while it flies past, only what is in view. */
  #wanted(sections: readonly SectionView[]): number[] {
    const end = this.layoutTop + this.#measures.height;
    const below = sections.filter((section) => this.layout.topOf(section.index) >= end).map(({ index }) => index);
    const bottomOf = (section: SectionView): number => this.layout.topOf(section.index) + section.height;
    const above = sections.filter((section) => bottomOf(section) <= this.layoutTop).map(({ index }) => index);
    const outside = new Set([...below, ...above]);
    const inView = sections.filter((section) => !outside.has(section.index)).map(({ index }) => index);
    if (this.fast) return inView;
    return this.down ? [...inView, ...below, ...above.reverse()] : [...inView, ...above.reverse(), ...below];
  }
}
