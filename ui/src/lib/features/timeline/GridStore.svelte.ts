import type { GridSource, ItemOrder } from "../../grid/source";
import type { GridItem, GridScope, ItemKey, Segment } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";

interface BatchSize {
  items: number;
  segments: number;
}
/** What is to be seen comes in small requests, so that the first tiles do not wait for the last. */
const TO_SEE: BatchSize = { items: 400, segments: 12 };
/** What is only chosen comes in large ones. */
const TO_CHOOSE: BatchSize = { items: 5_000, segments: 400 };
const RETRY_MS = 2_000;
const IN_FLIGHT = 2;
/** Above this many items in memory, the segments farthest from the wanted ones are let go. */
const KEEP_ITEMS = 40_000;

/**
 * The items of a scope in their order, as far as the window has seen them. A copy: the truth is in the local index, and
 * {@link reload} reads it again.
 */
export class GridStore implements GridSource, ItemOrder {
  /** None before the first answer. */
  segments = $state.raw<readonly Segment[]>([]);
  version = $state(0);
  edition = $state(0);
  /** Whether the index has answered at least once: an empty grid is empty only then. */
  ready = $state(false);
  /** The sentence of the refusal when the order could not be read. */
  failure = $state<string | null>(null);

  readonly backend: Backend;
  readonly scope: GridScope;

  #items: (readonly GridItem[] | undefined)[] = [];
  /** Items from before the last reload: shown until the new ones are here. */
  #stale = new Set<number>();
  #offsets = new Float64Array(1);
  #places = new Map<ItemKey, { segment: number; place: number }>();
  #loaded = 0;
  #wanted: readonly number[] = [];
  #asked = new Set<number>();
  /** The segment a viewer stands in: never let go. */
  #visited = -1;
  #running = 0;
  #epoch = 0;

  constructor(backend: Backend, scope: GridScope) {
    this.backend = backend;
    this.scope = scope;
  }

  /** Reads the order again. What is on the screen stays until its new items are here, so nothing flashes. */
  async reload(): Promise<void> {
    const epoch = ++this.#epoch;
    try {
      const segments = await this.backend.segments(this.scope);
      if (epoch !== this.#epoch) return;
      const fresh = await this.#freshen(segments);
      if (epoch !== this.#epoch) return;
      this.#replace(segments, fresh);
      this.failure = null;
      this.ready = true;
      this.#pump();
    } catch (error) {
      if (epoch === this.#epoch) this.failure = sentence(error);
    }
  }

  get total(): number {
    return this.#offsets[this.segments.length] ?? 0;
  }

  itemsOf(segment: number): readonly GridItem[] | undefined {
    return this.#items[segment];
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

  /** Where an item stands in the whole order; -1 when it is not in memory. */
  indexOf(key: ItemKey): number {
    const place = this.#places.get(key);
    return place ? this.offsetOf(place.segment) + place.place : -1;
  }

  /** The item at a place of the order, where it is in memory. */
  itemAt(index: number): GridItem | undefined {
    const segment = this.segmentAt(index);
    return segment < 0 ? undefined : this.#items[segment]?.[index - this.offsetOf(segment)];
  }

  keyAt(index: number): ItemKey | undefined {
    return this.itemAt(index)?.key;
  }

  item(key: ItemKey): GridItem | undefined {
    const place = this.#places.get(key);
    return place && this.#items[place.segment]?.[place.place];
  }

  pictureUrl(key: ItemKey, size: 256 | 512 | 2048 | "full"): string {
    return this.backend.pictureUrl({ of: "item", key, size });
  }

  want(segments: readonly number[]): void {
    this.#wanted = segments;
    this.#pump();
  }

  /** Loads the segment of a place of the order, if need be. */
  async load(index: number): Promise<GridItem | undefined> {
    const segment = this.segmentAt(index);
    this.#visited = segment;
    const found = this.itemAt(index);
    if (found) return found;
    if (segment < 0) return undefined;
    const epoch = this.#epoch;
    const items = await this.#fetch([segment]);
    if (epoch === this.#epoch) this.#take([segment], items);
    return this.itemAt(index);
  }

  /** The keys from one place of the order to another, both included; asks the index for what is not in memory. */
  async keysBetween(from: number, to: number): Promise<ItemKey[]> {
    const first = Math.max(0, Math.min(from, to));
    const last = Math.min(this.total - 1, Math.max(from, to));
    if (last < first) return [];
    const segments = this.segments;
    const [begin, end] = [this.segmentAt(first), this.segmentAt(last)];
    const missing: number[] = [];
    for (let segment = begin; segment <= end; segment++) if (!this.#items[segment]) missing.push(segment);
    const brought = new Map<number, readonly GridItem[]>();
    for (const batch of batches(missing, segments, TO_CHOOSE)) {
      const items = await this.#fetch(batch);
      batch.forEach((segment, at) => brought.set(segment, items[at] ?? []));
      if (segments !== this.segments) return this.keysBetween(from, to);
    }
    const keys: ItemKey[] = [];
    for (let segment = begin; segment <= end; segment++) {
      const offset = this.offsetOf(segment);
      (this.#items[segment] ?? brought.get(segment) ?? []).forEach((item, place) => {
        if (offset + place >= first && offset + place <= last) keys.push(item.key);
      });
    }
    return keys;
  }

  /** New items of the wanted segments, asked for before the new order is shown. */
  async #freshen(segments: readonly Segment[]): Promise<Map<string, readonly GridItem[]>> {
    const keys = new Set(this.#wanted.map((segment) => this.segments[segment]?.key));
    const wanted = segments.filter((segment) => keys.has(segment.key)).slice(0, TO_SEE.segments);
    if (wanted.length === 0) return new Map();
    const items = await this.backend.gridItems(
      this.scope,
      wanted.map((segment) => segment.key),
    );
    return new Map(wanted.map((segment, at) => [segment.key, items[at] ?? []]));
  }

  #replace(segments: readonly Segment[], fresh: ReadonlyMap<string, readonly GridItem[]>): void {
    const before = new Map(this.segments.map((segment, at) => [segment.key, this.#items[at]]));
    this.#stale.clear();
    this.#asked.clear();
    this.#items = segments.map((segment, at) => {
      const items = fresh.get(segment.key);
      if (items) return items;
      const old = before.get(segment.key);
      if (old?.length !== segment.items) return undefined;
      this.#stale.add(at);
      return old;
    });
    this.#offsets = new Float64Array(segments.length + 1);
    segments.forEach((segment, at) => (this.#offsets[at + 1] = (this.#offsets[at] ?? 0) + segment.items));
    this.#places.clear();
    this.#loaded = 0;
    this.#items.forEach((items, segment) => this.#place(segment, items ?? []));
    this.#wanted = [];
    this.segments = segments;
    this.edition++;
    this.version++;
  }

  #place(segment: number, items: readonly GridItem[]): void {
    items.forEach((item, place) => this.#places.set(item.key, { segment, place }));
    this.#loaded += items.length;
  }

  #pump(): void {
    while (this.#running < IN_FLIGHT) {
      const open = this.#wanted.filter((at) => !this.#asked.has(at) && (!this.#items[at] || this.#stale.has(at)));
      const batch = batches(open, this.segments, TO_SEE).next().value;
      if (!batch) return;
      void this.#bring(batch);
    }
  }

  async #bring(batch: readonly number[]): Promise<void> {
    const epoch = this.#epoch;
    const segments = this.segments;
    batch.forEach((segment) => this.#asked.add(segment));
    this.#running++;
    try {
      const items = await this.#fetch(batch);
      if (segments === this.segments) this.#take(batch, items);
    } catch (error) {
      if (epoch === this.#epoch) this.failure = sentence(error);
      // Not at once: what failed now would fail again, without an end.
      setTimeout(() => this.#pump(), RETRY_MS);
      return;
    } finally {
      this.#running--;
      if (segments === this.segments) batch.forEach((segment) => this.#asked.delete(segment));
    }
    this.#pump();
  }

  #fetch(batch: readonly number[]): Promise<GridItem[][]> {
    return this.backend.gridItems(
      this.scope,
      batch.map((segment) => this.segments[segment]?.key ?? ""),
    );
  }

  #take(batch: readonly number[], items: readonly (readonly GridItem[])[]): void {
    batch.forEach((segment, at) => {
      this.#drop(segment);
      const brought = items[at] ?? [];
      this.#items[segment] = brought;
      this.#place(segment, brought);
    });
    this.#forgetFar();
    this.version++;
  }

  #drop(segment: number): void {
    const items = this.#items[segment];
    this.#stale.delete(segment);
    if (!items) return;
    for (const item of items) this.#places.delete(item.key);
    this.#loaded -= items.length;
    this.#items[segment] = undefined;
  }

  /** Lets go of the segments that are farthest from what is wanted. */
  #forgetFar(): void {
    const centre = this.#wanted[0];
    if (this.#loaded <= KEEP_ITEMS || centre === undefined) return;
    const wanted = new Set(this.#wanted).add(this.#visited);
    const far = this.#items.flatMap((items, at) => (items && !wanted.has(at) ? [at] : []));
    far.sort((a, b) => Math.abs(b - centre) - Math.abs(a - centre));
    for (const segment of far) {
      if (this.#loaded <= KEEP_ITEMS / 2) return;
      this.#drop(segment);
    }
  }
}

/** Cuts segments into requests of a bounded size. */
function* batches(
  wanted: readonly number[],
  segments: readonly Segment[],
  most: BatchSize,
): Generator<number[], undefined> {
  let batch: number[] = [];
  let items = 0;
  for (const segment of wanted) {
    const count = segments[segment]?.items ?? 0;
    if (batch.length > 0 && (items + count > most.items || batch.length >= most.segments)) {
      yield batch;
      batch = [];
      items = 0;
    }
    batch.push(segment);
    items += count;
  }
  if (batch.length > 0) yield batch;
}

function sentence(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === "string" && message !== "" ? message : "The photos could not be read.";
}
