/** The items of a grid that are in memory, by segment, and where each segment stands in the whole order. */
import type { GridItem, ItemKey, Segment } from "../../ipc/bindings";

/** Above this many items in memory, the segments farthest from the wanted ones are let go. */
const KEEP_ITEMS = 12_000;
/** A segment and a place in it as one number, so that an item in memory takes no object. */
const PLACES = 2 ** 20;

export class SegmentMemory {
  segments: readonly Segment[] = [];
  #offsets = new Float64Array(1);
  /** For each segment the first one of its day, and the first after its day. */
  #dayFirst = new Int32Array(0);
  #dayPast = new Int32Array(0);
  readonly #items = new Map<number, readonly GridItem[]>();
  /** Items from before the order was read again: shown until the new ones are here. */
  readonly #stale = new Set<number>();
  readonly #places = new Map<ItemKey, number>();
  #loaded = 0;

  get total(): number {
    return this.#offsets[this.segments.length] ?? 0;
  }

  itemsOf(segment: number): readonly GridItem[] | undefined {
    return this.#items.get(segment);
  }

  /** Whether its items are neither missing nor old. */
  isFresh(segment: number): boolean {
    return this.#items.has(segment) && !this.#stale.has(segment);
  }

  /** The index of a segment's first item. */
  offsetOf(segment: number): number {
    return this.#offsets[segment] ?? this.total;
  }

  /** The segment an index falls into; -1 outside. */
  segmentAt(index: number): number {
    if (index < 0 || index >= this.total) return -1;
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#offsets[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The first segment of the day that a segment belongs to, and the first after that day. */
  dayOf(segment: number): { first: number; past: number } {
    return { first: this.#dayFirst[segment] ?? segment, past: this.#dayPast[segment] ?? segment + 1 };
  }

  /** Where an item stands in the whole order; -1 when it is not in memory. */
  indexOf(key: ItemKey): number {
    const found = this.#places.get(key);
    return found === undefined ? -1 : this.offsetOf(Math.floor(found / PLACES)) + (found % PLACES);
  }

  item(key: ItemKey): GridItem | undefined {
    const found = this.#places.get(key);
    return found === undefined ? undefined : this.#items.get(Math.floor(found / PLACES))?.[found % PLACES];
  }

  itemAt(index: number): GridItem | undefined {
    const segment = this.segmentAt(index);
    return segment < 0 ? undefined : this.#items.get(segment)?.[index - this.offsetOf(segment)];
  }

  put(segment: number, items: readonly GridItem[]): void {
    this.drop(segment);
    this.#items.set(segment, items);
    items.forEach((item, place) => this.#places.set(item.key, segment * PLACES + place));
    this.#loaded += items.length;
  }

  drop(segment: number): void {
    this.#stale.delete(segment);
    const items = this.#items.get(segment);
    if (!items) return;
    for (const { key } of items) {
      // An item that moved to another day stands there already.
      if (Math.floor((this.#places.get(key) ?? -1) / PLACES) === segment) this.#places.delete(key);
    }
    this.#loaded -= items.length;
    this.#items.delete(segment);
  }

  /** Takes another order. What is known of a segment that has as many items as before stays until it is read again. */
  replace(segments: readonly Segment[], fresh: ReadonlyMap<string, readonly GridItem[]>): void {
    const before = new Map([...this.#items].map(([at, items]) => [this.segments[at]?.key ?? "", items]));
    if (segments !== this.segments) this.#arrange(segments);
    this.#items.clear();
    this.#stale.clear();
    this.#places.clear();
    this.#loaded = 0;
    if (before.size === 0 && fresh.size === 0) return;
    segments.forEach(({ key, items: count }, at) => {
      const items = fresh.get(key);
      const old = items ? undefined : before.get(key);
      if (items) this.put(at, items);
      else if (old?.length === count) {
        this.put(at, old);
        this.#stale.add(at);
      }
    });
  }

  #arrange(segments: readonly Segment[]): void {
    const count = segments.length;
    this.segments = segments;
    this.#offsets = new Float64Array(count + 1);
    this.#dayFirst = new Int32Array(count);
    this.#dayPast = new Int32Array(count);
    for (let at = 0; at < count; at++) {
      this.#offsets[at + 1] = (this.#offsets[at] ?? 0) + (segments[at]?.items ?? 0);
      const same = at > 0 && segments[at]?.day === segments[at - 1]?.day;
      this.#dayFirst[at] = same ? (this.#dayFirst[at - 1] ?? at) : at;
    }
    for (let at = count - 1; at >= 0; at--) {
      const same = at < count - 1 && this.#dayFirst[at + 1] === this.#dayFirst[at];
      this.#dayPast[at] = same ? (this.#dayPast[at + 1] ?? at + 1) : at + 1;
    }
  }

  /** Lets go of the segments that are farthest from what is wanted. */
  forgetFar(wanted: readonly number[], visited: number): void {
    const [centre] = wanted;
    if (this.#loaded <= KEEP_ITEMS || centre === undefined) return;
    const near = new Set(wanted).add(visited);
    const far = [...this.#items.keys()].filter((at) => !near.has(at));
    far.sort((a, b) => Math.abs(b - centre) - Math.abs(a - centre));
    for (const segment of far) {
      if (this.#loaded <= KEEP_ITEMS / 2) return;
      this.drop(segment);
    }
  }
}
