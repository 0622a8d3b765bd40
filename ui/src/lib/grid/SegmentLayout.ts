/** Where segments and their tiles lie, in layout px: estimated until a segment's items are known, exact after. */
import type { GridItem, Segment } from "../ipc/bindings";
import { justify, layoutRatio } from "./justify";

export interface LayoutMeasures {
  width: number;
  rowHeight: number;
  gap: number;
  /** Height of what stands above the first segment. */
  lead: number;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A tile by segment and by place in it. */
export interface TilePlace {
  segment: number;
  place: number;
}

export const DAY_HEADER = 46;
/** Between the last row of a day and the header of the next one. */
export const DAY_GAP = 8;
/** Below the last row. */
export const TAIL = 24;
const USUAL_RATIO = 1.35;
/** Boxes of more segments than this are not kept. */
const MOST_LAID = 400;

export class SegmentLayout {
  readonly segments: readonly Segment[];
  readonly measures: LayoutMeasures;
  readonly #heights: Float64Array;
  readonly #tops: Float64Array;
  readonly #boxes = new Map<number, Float32Array>();
  /** Segments whose height is exact, also where their boxes were let go. */
  readonly #exact = new Set<number>();
  /** Weak: the source may let go of items whose places stay known. */
  #laid = new WeakMap<readonly GridItem[], number>();

  /** `before` is what was laid out until now: heights that are the same in the new order stay exact. */
  constructor(segments: readonly Segment[], measures: LayoutMeasures, before?: SegmentLayout) {
    this.segments = segments;
    this.measures = measures;
    this.#heights = new Float64Array(segments.length);
    this.#tops = new Float64Array(segments.length + 1);
    for (let at = 0; at < segments.length; at++) this.#heights[at] = this.#estimate(at);
    if (before) this.#carry(before);
    this.#stack(0);
  }

  get height(): number {
    return this.#top(this.segments.length) + TAIL;
  }

  topOf(segment: number): number {
    return this.#top(segment);
  }

  heightOf(segment: number): number {
    return this.#heights[segment] ?? 0;
  }

  /** Whether a day begins with this segment. */
  hasHeader(segment: number): boolean {
    const day = this.segments[segment]?.day ?? null;
    return day !== null && this.segments[segment - 1]?.day !== day;
  }

  /** Whether the next segment is of the same day, or of the same undivided album. */
  continues(segment: number): boolean {
    const next = this.segments[segment + 1];
    return next !== undefined && next.day === this.segments[segment]?.day;
  }

  /** Where the tiles begin below a segment's top. */
  tilesTop(segment: number): number {
    return this.hasHeader(segment) ? DAY_HEADER : 0;
  }

  /** Left, top (below the segment's top), width and height of each tile; nothing while estimated. */
  boxesOf(segment: number): Float32Array | undefined {
    return this.#boxes.get(segment);
  }

  /** Whether these items of a segment are not laid out yet. */
  needs(segment: number, items: readonly GridItem[] | undefined): boolean {
    return items !== undefined && this.#laid.get(items) !== segment;
  }

  /**
   * Lays out the segments whose items have arrived or changed. Returns the first whose height changed, or -1.
   */
  lay(segments: Iterable<number>, itemsOf: (segment: number) => readonly GridItem[] | undefined): number {
    let changed = -1;
    for (const segment of segments) {
      const items = itemsOf(segment);
      if (!items || !this.needs(segment, items)) continue;
      this.#laid.set(items, segment);
      this.#exact.add(segment);
      const before = this.#heights[segment];
      this.#heights[segment] = this.#layOne(segment, items);
      if (before !== this.#heights[segment] && (changed < 0 || segment < changed)) changed = segment;
    }
    if (changed >= 0) this.#stack(changed);
    return changed;
  }

  /** The segment at a layout place; the nearest one outside. */
  segmentAt(place: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#top(middle) <= place) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** First and last tile (exclusive) of a segment that reach into a stretch of layout places. */
  tilesBetween(segment: number, from: number, to: number): [number, number] {
    const boxes = this.#boxes.get(segment);
    if (!boxes) return [0, 0];
    const top = this.#top(segment);
    return [firstReaching(boxes, from - top), firstBeginning(boxes, to - top)];
  }

  /** A tile in layout px. */
  boxOf({ segment, place }: TilePlace): Box | undefined {
    const boxes = this.#boxes.get(segment);
    if (!boxes || place < 0 || place * 4 >= boxes.length) return undefined;
    const [left = 0, top = 0, width = 0, height = 0] = boxes.subarray(place * 4, place * 4 + 4);
    return { left, top: top + this.#top(segment), width, height };
  }

  /** The laid out tiles that a box in layout px touches. */
  placesIn(box: Box): TilePlace[] {
    const found: TilePlace[] = [];
    const [right, bottom] = [box.left + box.width, box.top + box.height];
    for (let segment = this.segmentAt(box.top); segment < this.segments.length; segment++) {
      if (this.#top(segment) > bottom) break;
      const [first, past] = this.tilesBetween(segment, box.top, bottom);
      for (let place = first; place < past; place++) {
        const tile = this.boxOf({ segment, place });
        if (tile && tile.left < right && tile.left + tile.width > box.left) found.push({ segment, place });
      }
    }
    return found;
  }

  /** Lets go of the boxes of segments that are far from one; their heights stay. */
  forgetFar(centre: number): void {
    if (this.#boxes.size <= MOST_LAID) return;
    const far = [...this.#boxes.keys()].sort((a, b) => Math.abs(b - centre) - Math.abs(a - centre));
    for (const segment of far.slice(0, MOST_LAID / 2)) this.#boxes.delete(segment);
    this.#laid = new WeakMap();
  }

  #carry(before: SegmentLayout): void {
    const { width, rowHeight, gap } = this.measures;
    const old = before.measures;
    if (old.width !== width || old.rowHeight !== rowHeight || old.gap !== gap || before.#exact.size === 0) return;
    const known = new Map([...before.#exact].map((at) => [before.segments[at]?.key, at]));
    this.segments.forEach(({ key, items }, at) => {
      const from = known.get(key);
      if (from === undefined || before.segments[from]?.items !== items) return;
      if (before.hasHeader(from) !== this.hasHeader(at) || before.#below(from) !== this.#below(at)) return;
      this.#heights[at] = before.heightOf(from);
      this.#exact.add(at);
    });
  }

  #top(segment: number): number {
    return this.#tops[segment] ?? 0;
  }

  #layOne(segment: number, items: readonly GridItem[]): number {
    const { width, rowHeight, gap } = this.measures;
    const ratios = Float32Array.from(items, (item) => layoutRatio(item.widthPx, item.heightPx));
    const header = this.tilesTop(segment);
    const { boxes, height } = justify(ratios, { width, rowHeight, gap, continues: this.continues(segment) });
    if (header > 0) for (let at = 1; at < boxes.length; at += 4) boxes[at] = (boxes[at] ?? 0) + header;
    this.#boxes.set(segment, boxes);
    return header + height + this.#below(segment);
  }

  #below(segment: number): number {
    if (this.continues(segment)) return this.measures.gap;
    return segment === this.segments.length - 1 ? 0 : DAY_GAP;
  }

  #estimate(segment: number): number {
    const { width, rowHeight, gap } = this.measures;
    const items = this.segments[segment]?.items ?? 0;
    const perRow = Math.max(1, (width + gap) / (USUAL_RATIO * rowHeight + gap));
    const rows = Math.max(1, Math.ceil(items / perRow - 0.2));
    return this.tilesTop(segment) + rows * (rowHeight + gap) - gap + this.#below(segment);
  }

  #stack(from: number): void {
    if (from === 0) this.#tops[0] = this.measures.lead;
    for (let at = from; at < this.segments.length; at++) this.#tops[at + 1] = this.#top(at) + this.heightOf(at);
  }
}

/** The first box that ends below a place; rows are in order, so a search by halves finds it. */
function firstReaching(boxes: Float32Array, place: number): number {
  return bisect(boxes, (at) => (boxes[at * 4 + 1] ?? 0) + (boxes[at * 4 + 3] ?? 0) > place);
}

function firstBeginning(boxes: Float32Array, place: number): number {
  return bisect(boxes, (at) => (boxes[at * 4 + 1] ?? 0) >= place);
}

function bisect(boxes: Float32Array, isPast: (at: number) => boolean): number {
  let low = 0;
  let high = boxes.length / 4;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
