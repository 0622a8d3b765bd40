import type { GridSource, ItemOrder } from "../../grid/source";
import type { GridItem, GridScope, ItemKey, Segment } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";
import { firstBatch } from "./batches";
import { daysOf, leap, segmentOfDay, type Unit } from "./days";
import type { Place } from "./picked";
import { SegmentMemory } from "./SegmentMemory";

const RETRY_MS = 2_000;
const IN_FLIGHT = 2;
/** So many items are read before there is a page: more than the first screen shows. */
const AHEAD_ITEMS = 60;
/** So often one item is asked for while the order changes under it. */
const MOST_TURNS = 8;
/** After a read of the order, the next one waits this many times as long as it took: a sync changes the index often. */
const BREATH = 8;
/** How many arrivals are remembered for {@link GridStore.changedSince}. */
const MOST_ARRIVALS = 64;

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
  /** An index that is to be shown and focused; a new object each time. */
  shown = $state.raw<{ index: number } | null>(null);
  /** Where in the order the person stands; said by the grid that shows it. */
  standsAt: () => number = () => 0;

  readonly backend: Backend;
  readonly scope: GridScope;

  readonly #memory = new SegmentMemory();
  readonly #reader = new Reader(() => this.#read());
  #early: Promise<void> | null = null;
  /** The next read begins no sooner. */
  #breathing = 0;
  #wanted: readonly number[] = [];
  readonly #asked = new Set<number>();
  /** The segment a viewer stands in: never let go. */
  #visited = -1;
  #running = 0;
  readonly #arrivals: { version: number; segments: readonly number[] }[] = [];

  constructor(backend: Backend, scope: GridScope) {
    this.backend = backend;
    this.scope = scope;
  }

  /** Reads the order again. What is on the screen stays until its new items are here, so nothing flashes. */
  reload(): Promise<void> {
    const early = this.#early;
    this.#early = null;
    return early ?? this.#reader.ask();
  }

  /**
   * Begins to read before there is a page to show it: the first {@link reload} is this one. The first items are read too,
   * so that the first thing drawn are tiles.
   */
  readAhead(): void {
    this.#early ??= this.#reader.ask().then(() => {
      if (this.#wanted.length > 0) return;
      const enough = this.segments.findIndex((_, at) => this.offsetOf(at) >= AHEAD_ITEMS);
      this.want((enough < 0 ? this.segments : this.segments.slice(0, enough)).map((_, at) => at));
    });
  }

  /**
   * Shows the first items of the order before the whole is known. With more to come, their last day is left out: it may
   * not be whole. Nothing of it moves when the rest is there.
   */
  seed(items: readonly GridItem[], more: boolean): void {
    if (this.ready || this.scope.kind === "album") return;
    const days = daysOf(items);
    if (more) days.pop();
    if (days.length === 0) return;
    this.#replace(
      days.map(({ segment }) => segment),
      new Map(days.map((day) => [day.segment.key, day.items])),
    );
  }

  get total(): number {
    void this.segments;
    return this.#memory.total;
  }

  itemsOf = (segment: number): readonly GridItem[] | undefined => this.#memory.itemsOf(segment);
  offsetOf = (segment: number): number => this.#memory.offsetOf(segment);
  segmentAt = (index: number): number => this.#memory.segmentAt(index);
  indexOf = (key: ItemKey): number => this.#memory.indexOf(key);
  itemAt = (index: number): GridItem | undefined => this.#memory.itemAt(index);
  item = (key: ItemKey): GridItem | undefined => this.#memory.item(key);

  /** The indices of the day that a segment belongs to. */
  dayOf(segment: number): { first: number; past: number } {
    const { first, past } = this.#memory.dayOf(segment);
    return { first: this.offsetOf(first), past: this.offsetOf(past) };
  }

  /** An item as what is chosen knows it, where it is in memory. */
  placeAt(index: number): Place | undefined {
    const item = this.itemAt(index);
    return item && { key: item.key, order: item.order, index };
  }

  /** The same, asked for when it is not in memory. */
  async bring(index: number): Promise<Place | undefined> {
    await this.load(index);
    return this.placeAt(index);
  }

  /** Asks the grid that shows this to go to a place of the order. */
  show(index: number): void {
    this.shown = { index: Math.min(Math.max(0, index), this.total - 1) };
  }

  /** Goes to the next day, month or year below, or back up to where one begins. */
  leap(unit: Unit, down: boolean): void {
    const index = this.standsAt();
    const segment = this.segmentAt(index);
    if (segment < 0 || this.scope.kind === "album") return;
    const to = leap(this.segments, { segment, atStart: index === this.offsetOf(segment) }, unit, down);
    if (to !== undefined) this.show(this.offsetOf(to));
  }

  /** Goes to a day, `YYYY-MM-DD`, or to the nearest older one that has something. */
  showDay(day: string): void {
    if (this.total > 0) this.show(this.offsetOf(segmentOfDay(this.segments, day)));
  }

  pictureUrl(key: ItemKey, size: 256 | 512 | 2048 | "full"): string {
    return this.backend.pictureUrl({ of: "item", key, size });
  }

  cancelPictures(keys: ItemKey[]): void {
    // Not being able to call a picture off costs nothing but the picture.
    void this.backend.cancelPictures(keys).catch(() => undefined);
  }

  changedSince(version: number): readonly number[] | null {
    const oldest = this.#arrivals[0]?.version ?? this.version + 1;
    if (version + 1 < oldest && version < this.version) return null;
    return this.#arrivals.flatMap((one) => (one.version > version ? one.segments : []));
  }

  want(segments: readonly number[]): void {
    this.#wanted = segments;
    this.#pump();
  }

  /** The item at a place of the order; its segment is loaded, if need be. */
  async load(index: number): Promise<GridItem | undefined> {
    // Another order can come while its items are on the way, again and again during a sync.
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const segment = this.segmentAt(index);
      this.#visited = segment;
      const found = this.itemAt(index);
      if (found || segment < 0) return found;
      const edition = this.edition;
      const items = await this.#fetch([segment]);
      if (edition === this.edition) this.#take([segment], items);
    }
    return this.itemAt(index);
  }

  /** Which item the index has at a place of the order, whatever is in memory. */
  async keyNow(index: number): Promise<ItemKey | undefined> {
    const segment = this.segmentAt(index);
    if (segment < 0) return undefined;
    const [items] = await this.#fetch([segment]);
    return items?.[index - this.offsetOf(segment)]?.key;
  }

  async #read(): Promise<void> {
    const wait = this.#breathing - performance.now();
    if (wait > 1) await new Promise((go) => setTimeout(go, wait));
    const begun = performance.now();
    try {
      const segments = await this.backend.segments(this.scope);
      const fresh = await this.#freshen(segments);
      this.#replace(segments, fresh);
      this.failure = null;
      this.ready = true;
      this.#pump();
    } catch (error) {
      this.failure = sentence(error);
    }
    const now = performance.now();
    this.#breathing = now + BREATH * (now - begun);
  }

  /** New items of the wanted segments, asked for before the new order is shown. */
  async #freshen(segments: readonly Segment[]): Promise<Map<string, readonly GridItem[]>> {
    const keys = new Set(this.#wanted.map((segment) => this.segments[segment]?.key));
    if (keys.size === 0) return new Map();
    const all = segments.flatMap(({ key }, at) => (keys.has(key) ? [at] : []));
    const wanted = firstBatch(all, segments).map((at) => segments[at]?.key ?? "");
    if (wanted.length === 0) return new Map();
    const items = await this.backend.gridItems(this.scope, wanted);
    return new Map(wanted.map((key, at) => [key, items[at] ?? []]));
  }

  #replace(segments: readonly Segment[], fresh: ReadonlyMap<string, readonly GridItem[]>): void {
    // The same order again stays the same object: nothing is laid out anew.
    const order = sameOrder(segments, this.segments) ? this.segments : segments;
    this.#memory.replace(order, fresh);
    this.#asked.clear();
    this.#arrivals.length = 0;
    if (order !== this.segments) this.#wanted = [];
    this.segments = order;
    this.edition++;
    this.version++;
  }

  #pump(): void {
    while (this.#running < IN_FLIGHT) {
      const open = this.#wanted.filter((at) => !this.#asked.has(at) && !this.#memory.isFresh(at));
      const batch = firstBatch(open, this.segments);
      if (batch.length === 0) return;
      void this.#bring(batch);
    }
  }

  async #bring(batch: readonly number[]): Promise<void> {
    const edition = this.edition;
    batch.forEach((segment) => this.#asked.add(segment));
    this.#running++;
    try {
      const items = await this.#fetch(batch);
      if (edition === this.edition) this.#take(batch, items);
    } catch (error) {
      if (edition === this.edition) this.failure = sentence(error);
      // Not at once: what failed now would fail again, without an end.
      setTimeout(() => this.#pump(), RETRY_MS);
      return;
    } finally {
      this.#running--;
      if (edition === this.edition) batch.forEach((segment) => this.#asked.delete(segment));
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
    batch.forEach((segment, at) => this.#memory.put(segment, items[at] ?? []));
    this.#memory.forgetFar(this.#wanted, this.#visited);
    this.version++;
    this.#arrivals.push({ version: this.version, segments: batch });
    if (this.#arrivals.length > MOST_ARRIVALS) this.#arrivals.shift();
  }
}

function sameOrder(a: readonly Segment[], b: readonly Segment[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ key, day, items }, at) => b[at]?.key === key && b[at].day === day && b[at].items === items)
  );
}

function sentence(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === "string" && message !== "" ? message : "The photos could not be read.";
}
