/** What the window draws: the parts of segments that are near, as values that stay the same while nothing changed. */
import type { GridItem, Segment } from "../ipc/bindings";
import type { Box, SegmentLayout, TilePlace } from "./SegmentLayout";
import type { GridSource } from "./source";

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

/** A stretch of layout places, and how a layout place becomes one of the scroll box. */
export interface Stretch {
  from: number;
  to: number;
  /** The layout place at the top of the viewport. */
  top: number;
  shift: number;
}

interface Kept {
  boxes: Float32Array;
  items: readonly GridItem[];
  views: (TileView | undefined)[];
}

export class SectionDrawer {
  readonly #source: GridSource;
  readonly #kept = new Map<number, Kept>();

  constructor(source: GridSource) {
    this.#source = source;
  }

  /** The items of a segment as they are drawn, which may be older than what the source has by now. */
  drawnItems(segment: number): readonly GridItem[] | undefined {
    return this.#kept.get(segment)?.items;
  }

  /** Forgets all tiles: the places of the segments mean something else now. */
  reset(): void {
    this.#kept.clear();
  }

  /** The sections of a stretch; those that are as before are the same objects as before. */
  draw(layout: SegmentLayout, stretch: Stretch, before: readonly SectionView[]): readonly SectionView[] {
    const known = new Map(before.map((section) => [section.index, section]));
    const sections: SectionView[] = [];
    for (let at = layout.segmentAt(stretch.from); at < layout.segments.length; at++) {
      if (layout.topOf(at) >= stretch.to && at > 0) break;
      const section = this.#section(layout, at, stretch);
      const old = known.get(at);
      sections.push(old && same(old, section) ? old : section);
    }
    const drawn = new Set(sections.map((section) => section.index));
    for (const at of this.#kept.keys()) if (!drawn.has(at)) this.#kept.delete(at);
    const unchanged = sections.length === before.length && sections.every((one, at) => one === before[at]);
    return unchanged ? before : sections;
  }

  #section(layout: SegmentLayout, index: number, { from, to, top, shift }: Stretch): SectionView {
    const segment = layout.segments[index] as Segment;
    const place = layout.topOf(index);
    const boxes = layout.boxesOf(index);
    const items = this.#source.itemsOf(index);
    return {
      index,
      segment,
      top: place + shift,
      height: layout.heightOf(index),
      header: layout.hasHeader(index) || (segment.day !== null && index === layout.segmentAt(top)),
      continues: segment.day !== null && layout.continues(index),
      loaded: boxes !== undefined && items !== undefined,
      tiles: boxes && items ? this.#tiles(index, boxes, items, layout.tilesBetween(index, from, to)) : [],
    };
  }

  #tiles(
    segment: number,
    boxes: Float32Array,
    items: readonly GridItem[],
    [first, past]: [number, number],
  ): readonly TileView[] {
    let kept = this.#kept.get(segment);
    if (kept?.boxes !== boxes || kept.items !== items) {
      kept = { boxes, items, views: [] };
      this.#kept.set(segment, kept);
    }
    const views: TileView[] = [];
    for (let place = first; place < Math.min(past, items.length); place++) {
      views.push((kept.views[place] ??= tileView(segment, place, boxes, items[place] as GridItem)));
    }
    return views;
  }
}

/** How many tiles a stretch has. */
export function countTiles(layout: SegmentLayout, from: number, to: number): number {
  let count = 0;
  for (let at = layout.segmentAt(from); at < layout.segments.length && layout.topOf(at) < to; at++) {
    const [first, past] = layout.tilesBetween(at, from, to);
    count += past - first;
  }
  return count;
}

function tileView(segment: number, place: number, boxes: Float32Array, item: GridItem): TileView {
  const [left = 0, top = 0, width = 0, height = 0] = boxes.subarray(place * 4, place * 4 + 4);
  return { segment, place, item, left, top, width, height };
}

function same(a: SectionView, b: SectionView): boolean {
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
