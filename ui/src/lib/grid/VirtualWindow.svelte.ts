/**
 * Which part of a very long grid is in the document. Scrolling only reads numbers that are here already. A change above
 * the viewport never moves what is in it: places are kept by an anchor, and the scroll place follows once it rests.
 */
import type { GridItem, ItemKey, Segment } from "../ipc/bindings";
import { ScrollMap } from "./ScrollMap";
import { SegmentLayout, type Box, type TilePlace } from "./SegmentLayout";
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

export interface TileView extends Box, TilePlace {
  item: GridItem;
}

export interface SectionView {
  index: number;
  segment: Segment;
  /** In px of the scroll box. */
  top: number;
  height: number;
  /** Whether the day's header is drawn here, and whether the day goes on in the next section. */
  header: boolean;
  continues: boolean;
  loaded: boolean;
  tiles: readonly TileView[];
}

/** More tiles than this are only in the document when they are all in view. */
const MOST_TILES = 150;

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
  #scroll = 0;
  #down = true;
  #fast = false;
  #tiles = new Map<number, { boxes: Float32Array; items: readonly GridItem[]; views: (TileView | undefined)[] }>();

  constructor(source: GridSource) {
    this.#source = source;
    this.layout = new SegmentLayout([], this.#measures);
    this.map = new ScrollMap(0, 0, 1);
  }

  get measures(): WindowMeasures {
    return this.#measures;
  }

  /** Lays everything out for a new size; the topmost tile in view stays where it is. */
  measure(measures: WindowMeasures): void {
    const anchor = this.#anchor();
    this.#measures = measures;
    this.#layAnew(anchor);
  }

  /** Takes in what arrived: new items of known segments, or another order. */
  follow(): void {
    const anchor = this.#anchor();
    if (this.layout.segments !== this.#source.segments) {
      this.#layAnew(anchor);
      return;
    }
    const changed = this.layout.lay(this.layout.segments.keys(), (at) => this.#source.itemsOf(at));
    if (changed >= 0) {
      this.#remap();
      this.#hold(anchor);
    }
    this.#update(true);
  }

  /** The document has been scrolled to this place of the box. */
  scrolled(scroll: number): void {
    const delta = scroll - this.#scroll;
    if (delta === 0) return;
    this.#scroll = scroll;
    this.#down = delta > 0;
    const jump = Math.abs(delta) > 4 * this.#measures.height;
    this.#fast = Math.abs(delta) > this.#measures.height;
    const place = jump ? this.map.toLayout(scroll) : this.layoutTop + delta;
    this.layoutTop = Math.min(Math.max(0, place), this.map.layoutEnd);
    this.shift = scroll - this.layoutTop;
    const nearEnd = Math.min(scroll, this.map.scrollEnd - scroll) < this.#measures.height;
    if (nearEnd) this.#settle();
    this.#update(false);
  }

  /** Scrolling rests: the scroll place comes to agree with the layout place again. Nothing visible changes. */
  rest(): void {
    const wasFast = this.#fast;
    this.#fast = false;
    this.#settle();
    this.#update(wasFast);
  }

  /** Goes to a layout place at once. */
  goTo(place: number): void {
    this.#down = place >= this.layoutTop;
    this.#fast = Math.abs(place - this.layoutTop) > this.#measures.height;
    this.layoutTop = Math.min(Math.max(0, Math.round(place)), this.map.layoutEnd);
    this.#settle();
    this.#update(false);
  }

  /** The document has taken (or bounded) the place that was to be written. */
  wrote(scroll: number): void {
    if (scroll === this.#scroll) return;
    this.#scroll = scroll;
    this.shift = scroll - this.layoutTop;
    this.#update(false);
  }

  /** Scrolls as little as is needed to see a tile whole, below the day's header; far away it comes to the middle. */
  reveal(place: TilePlace, headroom: number): void {
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
    return this.sections.some((section) => section.tiles.some((tile) => tile.item.key === key));
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
    this.layout = new SegmentLayout(this.#source.segments, this.#measures);
    this.layout.lay(this.layout.segments.keys(), (at) => this.#source.itemsOf(at));
    this.#tiles.clear();
    this.#remap();
    this.#hold(anchor);
    this.#update(true);
  }

  #remap(): void {
    this.map = new ScrollMap(this.layout.height, this.#measures.height, this.#measures.pixelRatio);
    this.boxHeight = this.map.height;
  }

  /** What stays in place when the layout changes: the topmost loaded tile in view, or the topmost segment. */
  #anchor(): Anchor | null {
    if (this.layoutTop <= 0 || this.layout.segments.length === 0) return null;
    const end = this.layoutTop + this.#measures.height;
    const first = this.layout.segmentAt(this.layoutTop);
    for (let segment = first; segment < this.layout.segments.length && this.layout.topOf(segment) < end; segment++) {
      const [place, past] = this.layout.tilesBetween(segment, this.layoutTop, end);
      const key = place < past ? this.#tiles.get(segment)?.items[place]?.key : undefined;
      const box = this.layout.boxOf({ segment, place });
      const id = this.layout.segments[segment]?.key ?? "";
      if (key !== undefined && box) return { id, key, offset: box.top - this.layoutTop, segment };
    }
    if (this.layoutTop < this.#measures.lead) return null;
    const part = (this.layoutTop - this.layout.topOf(first)) / Math.max(1, this.layout.heightOf(first));
    return { id: this.layout.segments[first]?.key ?? "", part, segment: first };
  }

  #hold(anchor: Anchor | null): void {
    if (anchor) {
      const { segments } = this.layout;
      const known = segments[anchor.segment]?.key === anchor.id;
      const segment = known ? anchor.segment : segments.findIndex((one) => one.key === anchor.id);
      this.layoutTop = segment < 0 ? this.layoutTop : this.#placeOf(anchor, segment);
    }
    this.layoutTop = Math.min(Math.max(0, this.layoutTop), this.map.layoutEnd);
    this.shift = this.#scroll - this.layoutTop;
    this.#settle();
  }

  #placeOf(anchor: Anchor, segment: number): number {
    const top = this.layout.topOf(segment);
    if ("part" in anchor) return top + anchor.part * this.layout.heightOf(segment);
    const place = this.#source.itemsOf(segment)?.findIndex((item) => item.key === anchor.key) ?? -1;
    return (this.layout.boxOf({ segment, place })?.top ?? top) - anchor.offset;
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
    let over = height;
    while (over > 8 && this.#count(over) > MOST_TILES) over *= 0.7;
    const [from, to] = [this.layoutTop - over, this.layoutTop + height + over];
    const sections: SectionView[] = [];
    const before = new Map(this.sections.map((section) => [section.index, section]));
    for (let at = this.layout.segmentAt(from); at < this.layout.segments.length; at++) {
      if (this.layout.topOf(at) >= to && at > 0) break;
      const section = this.#section(at, from, to);
      const old = before.get(at);
      sections.push(old && sameSection(old, section) ? old : section);
    }
    const drawn = new Set(sections.map((section) => section.index));
    for (const at of this.#tiles.keys()) if (!drawn.has(at)) this.#tiles.delete(at);
    const same = sections.length === this.sections.length && sections.every((one, at) => one === this.sections[at]);
    if (!same) this.sections = sections;
    if (!same || always) this.#source.want(this.#wanted(sections));
  }

  #count(over: number): number {
    const [from, to] = [this.layoutTop - over, this.layoutTop + this.#measures.height + over];
    let count = 0;
    for (let at = this.layout.segmentAt(from); at < this.layout.segments.length; at++) {
      if (this.layout.topOf(at) >= to) break;
      const [first, last] = this.layout.tilesBetween(at, from, to);
      count += last - first;
    }
    return count;
  }

  #section(index: number, from: number, to: number): SectionView {
    const top = this.layout.topOf(index);
    const segment = this.layout.segments[index] as Segment;
    const boxes = this.layout.boxesOf(index);
    const items = this.#source.itemsOf(index);
    return {
      index,
      segment,
      top: top + this.shift,
      height: this.layout.heightOf(index),
      header: this.layout.hasHeader(index) || (segment.day !== null && top <= this.layoutTop),
      continues: segment.day !== null && this.layout.continues(index),
      loaded: boxes !== undefined && items !== undefined,
      tiles: boxes && items ? this.#tilesOf(index, boxes, items, this.layout.tilesBetween(index, from, to)) : [],
    };
  }

  #tilesOf(
    segment: number,
    boxes: Float32Array,
    items: readonly GridItem[],
    [first, last]: [number, number],
  ): readonly TileView[] {
    let kept = this.#tiles.get(segment);
    if (kept?.boxes !== boxes || kept.items !== items) {
      kept = { boxes, items, views: [] };
      this.#tiles.set(segment, kept);
    }
    const views: TileView[] = [];
    for (let place = first; place < Math.min(last, items.length); place++) {
      views.push((kept.views[place] ??= tileView(segment, place, boxes, items[place] as GridItem)));
    }
    return views;
  }

  /** In view first, then where the scrolling goes, then behind; while it flies past, only what is in view. */
  #wanted(sections: readonly SectionView[]): number[] {
    const end = this.layoutTop + this.#measures.height;
    const below = sections.filter((section) => this.layout.topOf(section.index) >= end).map(({ index }) => index);
    const bottomOf = (section: SectionView): number => this.layout.topOf(section.index) + section.height;
    const above = sections.filter((section) => bottomOf(section) <= this.layoutTop).map(({ index }) => index);
    const outside = new Set([...below, ...above]);
    const inView = sections.filter((section) => !outside.has(section.index)).map(({ index }) => index);
    if (this.#fast) return inView;
    return this.#down ? [...inView, ...below, ...above.reverse()] : [...inView, ...above.reverse(), ...below];
  }
}

type Anchor = { id: string; segment: number } & ({ key: ItemKey; offset: number } | { part: number });

function tileView(segment: number, place: number, boxes: Float32Array, item: GridItem): TileView {
  const at = place * 4;
  return {
    segment,
    place,
    item,
    left: boxes[at] ?? 0,
    top: boxes[at + 1] ?? 0,
    width: boxes[at + 2] ?? 0,
    height: boxes[at + 3] ?? 0,
  };
}

function sameSection(a: SectionView, b: SectionView): boolean {
  return (
    a.segment === b.segment &&
    a.top === b.top &&
    a.height === b.height &&
    a.header === b.header &&
    a.continues === b.continues &&
    a.loaded === b.loaded &&
    a.tiles.length === b.tiles.length &&
    a.tiles[0] === b.tiles[0] &&
    a.tiles.at(-1) === b.tiles.at(-1)
  );
}
