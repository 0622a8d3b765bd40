import { describe, expect, it } from "vitest";

import { daysOf, itemOf } from "../../grid/testLibrary";
import type { GridItem, GridScope, Segment } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { keysOf, selectAll } from "./choosing";
import { leap, segmentOfDay, type Unit } from "./days";
import { GridStore } from "./GridStore.svelte";
import type { Place } from "./picked";
import { Selection } from "./Selection.svelte";

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
    expect(store.placeAt(7)).toEqual({ key: 7, order: itemOf(7).order, index: 7 });
  });

  it("gives_an_item_also_where_the_order_changes_while_it_is_on_its_way", async () => {
    const { store, index } = await open([3, 5, 2]);
    const answer = index.gridItems.bind(index);
    let first = true;
    index.gridItems = async (scope, keys) => {
      const items = await answer(scope, keys);
      if (first) {
        first = false;
        index.segments_ = daysOf([3, 5, 2, 4]);
        await store.reload();
      }
      return items;
    };
    expect((await store.load(9))?.key, "a key that was pressed is not lost").toBe(9);
  });

  it("chooses_everything_with_two_small_requests", async () => {
    const { store, index } = await open(Array.from({ length: 10_000 }, () => 100));
    const selection = new Selection();
    await selectAll(store, selection);
    expect(selection.size).toBe(1_000_000);
    expect(index.asked.flat(), "only the items at both ends").toHaveLength(2);
    expect(selection.chosen.keys).toEqual([]);
    expect(await keysOf(store, selection, 10), "too many to be named").toBeNull();
    selection.only((await store.bring(5)) as Place);
    selection.stretch([[(await store.bring(299)) as Place, (await store.bring(301)) as Place]]);
    expect(await keysOf(store, selection, 10)).toEqual([5, 299, 300, 301]);
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

  it("reads_the_order_and_the_first_items_ahead_and_the_page_asks_for_nothing_again", async () => {
    const index = new Index(Array.from({ length: 100 }, () => 25));
    const store = new GridStore(index as unknown as Backend, { kind: "all" });
    store.readAhead();
    await store.reload();
    await arrived();
    expect(index.asked.flat(), "three days are more than a screen").toHaveLength(3);
    store.want([0, 1, 2]);
    await arrived();
    expect(index.asked.flat()).toHaveLength(3);
    expect(store.itemsOf(0)?.length).toBe(25);
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
    expect(store.dayOf(1)).toEqual({ first: 0, past: 5 });
    expect(store.dayOf(2)).toEqual({ first: 5, past: 9 });
  });

  it("keeps_the_order_as_the_same_object_while_it_says_the_same", async () => {
    const { store, index } = await open([3, 5, 2]);
    store.want([0]);
    await arrived();
    const { segments, version } = store;
    index.segments_ = index.segments_.map((segment) => ({ ...segment }));
    await store.reload();
    expect(store.segments, "nothing is laid out anew").toBe(segments);
    expect(store.version, "but its items are new").toBeGreaterThan(version);
    expect(store.changedSince(version), "which ones is not said").toBeNull();
  });

  it("tells_which_segments_came_since_a_version", async () => {
    const { store } = await open(Array.from({ length: 9 }, () => 300));
    const { version } = store;
    expect(store.changedSince(version)).toEqual([]);
    store.want([4, 5]);
    await arrived();
    await arrived();
    expect([...(store.changedSince(version) ?? [])].sort()).toEqual([4, 5]);
    expect(store.changedSince(store.version)).toEqual([]);
  });

  it("stands_on_the_first_answer_of_a_search_until_the_whole_is_counted", async () => {
    const index = new Index([3, 5, 40]);
    const store = new GridStore(index as unknown as Backend, { kind: "search", text: "fjord" });
    const newest = (
      await index.gridItems(
        { kind: "all" },
        index.segments_.map(({ key }) => key),
      )
    ).flat();
    newest.forEach((item, at) => (item.takenMs = Date.UTC(2026, 5, at < 3 ? 14 : at < 8 ? 13 : 12, 12)));
    store.seed(newest.slice(0, 20), true);
    expect(store.segments, "the day that may go on is left out").toEqual(index.segments_.slice(0, 2));
    const [first] = [store.itemsOf(0)];
    expect(first?.length).toBe(3);
    await store.reload();
    expect(store.total).toBe(48);
    expect(store.itemsOf(0), "what was shown is still shown").toBe(first);
    store.seed([], false);
    expect(store.total, "an older answer comes too late").toBe(48);
  });

  it("walks_by_day_month_and_year", () => {
    const days = ["2026-06-14", "2026-06-14", "2026-06-02", "2026-05-30", "2025-12-24", "2025-12-01"];
    const segments = days.map((day, at) => ({ key: String(at), day, items: 1 }));
    const down = (unit: Unit, segment: number) => leap(segments, { segment, atStart: true }, unit, true);
    const up = (unit: Unit, segment: number, atStart = true) => leap(segments, { segment, atStart }, unit, false);
    expect([down("day", 0), down("month", 0), down("year", 0), down("year", 4)]).toEqual([2, 3, 4, undefined]);
    expect([up("day", 2), up("month", 4), up("year", 5), up("day", 0)]).toEqual([0, 3, 4, undefined]);
    expect(up("day", 2, false), "first to where the present one begins").toBe(2);
    expect(up("month", 2), "a month begins with its newest day").toBe(0);
    expect(segmentOfDay(segments, "2026-06-01"), "the nearest older day").toBe(3);
    expect(segmentOfDay(segments, "2019-01-01"), "or the last").toBe(5);
  });
});
