import { describe, expect, it } from "vitest";

import { daysOf, itemOf } from "../../grid/testLibrary";
import type { GridItem, GridScope, Segment } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { daySegments, keysOfDay } from "./days";
import { GridStore } from "./GridStore.svelte";

/** Answers about days, and counts what it is asked. */
class Index {
  segments_: Segment[];
  asked: string[][] = [];
  constructor(lengths: readonly number[]) {
    this.segments_ = daysOf(lengths);
  }
  async segments(_: GridScope): Promise<Segment[]> {
    return this.segments_;
  }
  async gridItems(_: GridScope, keys: string[]): Promise<GridItem[][]> {
    this.asked.push(keys);
    return keys.map((key) => {
      const at = this.segments_.findIndex((segment) => segment.key === key);
      const first = this.segments_.slice(0, at).reduce((sum, { items }) => sum + items, 0);
      return Array.from({ length: this.segments_[at]?.items ?? 0 }, (_, place) => itemOf(first + place));
    });
  }
}

async function open(lengths: readonly number[]): Promise<{ store: GridStore; index: Index }> {
  const index = new Index(lengths);
  const store = new GridStore(index as unknown as Backend, { kind: "all" });
  await store.reload();
  return { store, index };
}

/** Lets every answer that is on its way arrive. */
async function arrived(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe("the items of a grid", () => {
  it("knows_the_order_of_items_it_has_and_of_those_it_has_not", async () => {
    const { store } = await open([3, 5, 2]);
    expect(store.total).toBe(10);
    expect(store.segmentAt(2)).toBe(0);
    expect(store.segmentAt(3)).toBe(1);
    expect(store.segmentAt(9)).toBe(2);
    expect(store.segmentAt(10), "outside").toBe(-1);
    expect(store.indexOf(4), "not in memory yet").toBe(-1);
    expect((await store.load(4))?.key).toBe(4);
    expect(store.indexOf(4)).toBe(4);
    expect(store.keyAt(7)).toBe(7);
  });

  it("takes_a_range_over_days_that_were_never_seen", async () => {
    const { store, index } = await open(Array.from({ length: 400 }, () => 10));
    await store.load(5);
    const keys = await store.keysBetween(3_995, 5);
    expect(keys).toEqual(Array.from({ length: 3_991 }, (_, at) => at + 5));
    expect(index.asked.length, "in few requests").toBeLessThanOrEqual(3);
    expect(store.indexOf(2_000), "a choice does not fill the memory").toBe(-1);
  });

  it("asks_for_what_is_wanted_now_and_forgets_what_was_wanted_before", async () => {
    const { store, index } = await open(Array.from({ length: 1000 }, () => 100));
    store.want([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    store.want([900, 901]);
    await arrived();
    expect(store.itemsOf(900)?.length).toBe(100);
    const asked = index.asked.flat().length;
    expect(asked, "two requests were under way, then only what is wanted").toBeLessThanOrEqual(10);
  });

  it("keeps_showing_what_it_had_while_it_reads_again", async () => {
    const { store, index } = await open([3, 5, 2]);
    store.want([1]);
    await arrived();
    index.segments_ = [{ key: "2026-06-15", day: "2026-06-15", items: 4 }, ...index.segments_];
    await store.reload();
    expect(store.itemsOf(2)?.[0]?.key, "the day in view has its new items at once").toBe(7);
    expect(store.total).toBe(14);
  });

  it("says_why_the_order_could_not_be_read_and_keeps_what_is_shown", async () => {
    const { store, index } = await open([3]);
    index.segments = () => Promise.reject(new Error("The library cannot be read."));
    await store.reload();
    expect(store.failure).toBe("The library cannot be read.");
    expect(store.total, "nothing is taken away").toBe(3);
  });

  it("joins_a_day_that_was_cut_into_parts", async () => {
    const { store, index } = await open([2, 3, 4]);
    index.segments_ = index.segments_.map((segment, at) => (at < 2 ? { ...segment, day: "2026-06-14" } : segment));
    await store.reload();
    expect(daySegments(store.segments, 1)).toEqual([0, 1]);
    expect(await keysOfDay(store, 1)).toEqual([0, 1, 2, 3, 4]);
  });
});
