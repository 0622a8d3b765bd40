import { describe, expect, it, vi } from "vitest";

import type { ItemOrder } from "../../grid/source";
import { itemOf } from "../../grid/testLibrary";
import type { GridItem, ItemKey } from "../../ipc/bindings";
import { Slideshow } from "./Slideshow.svelte";
import { Walk } from "./Walk.svelte";

/** An order of any length of which only what was asked for is in memory. */
class Order implements ItemOrder {
  version = 0;
  edition = 0;
  loads = 0;
  readonly total: number;
  readonly #here = new Map<number, GridItem>();
  constructor(total: number) {
    this.total = total;
  }
  indexOf = (key: ItemKey): number => (this.#here.has(key) ? key : -1);
  item = (key: ItemKey): GridItem | undefined => this.#here.get(key);
  itemAt = (index: number): GridItem | undefined => this.#here.get(index);
  pictureUrl = String;
  async load(index: number): Promise<GridItem | undefined> {
    if (index < 0 || index >= this.total) return undefined;
    this.loads++;
    for (let at = Math.max(0, index - 50); at <= Math.min(this.total - 1, index + 50); at++)
      if (!this.#here.has(at)) this.#here.set(at, itemOf(at));
    return this.#here.get(index);
  }
}

const settled = () => new Promise((go) => setTimeout(go));

async function walking(total: number, start: number) {
  const order = new Order(total);
  await order.load(start);
  const passed: ItemKey[] = [];
  const closed = vi.fn();
  const walk: Walk = new Walk(() => order, {
    go: (key) => walk.stand(key),
    close: closed,
    passed: (keys) => passed.push(...keys),
  });
  walk.stand(start);
  await settled();
  return { order, walk, passed, closed };
}

describe("walking along an order", () => {
  it("holds_two_ahead_of_the_way_one_goes_and_one_back", async () => {
    const { walk } = await walking(1_000_000, 500_000);
    expect(walk.near.map(({ key }) => key)).toEqual([500_001, 500_002, 499_999]);
    await walk.step(-1);
    expect(walk.near.map(({ key }) => key)).toEqual([499_998, 499_997, 500_000]);
    walk.leave();
  });

  it("says_the_end_at_both_ends_and_stays_there", async () => {
    const { walk } = await walking(1_000_000, 0);
    await walk.step(-1);
    expect([walk.ended, walk.index]).toEqual([true, 0]);
    await walk.to(999_999);
    expect(walk.index).toBe(999_999);
    await walk.step(1);
    expect(walk.index).toBe(999_999);
    walk.leave();
  });

  it("calls_off_what_it_left_behind_and_nothing_near", async () => {
    const { walk, passed } = await walking(1_000_000, 1_000);
    await walk.to(900_000);
    expect(passed).toContain(1_000);
    expect(passed.every((key) => Math.abs(key - 900_000) > 20)).toBe(true);
    walk.leave();
  });

  it("asks_once_for_what_is_near", async () => {
    const { walk, order } = await walking(1_000_000, 500_000);
    const before = order.loads;
    await walk.step(1);
    await settled();
    expect(order.loads - before, "all of it is here: only the place itself is named").toBe(1);
    walk.leave();
  });
});

describe("a slideshow", () => {
  it("draws_the_next_of_a_million_by_chance_and_never_the_one_that_is_shown", async () => {
    const order = new Order(1_000_000);
    for (const chance of [0, 0.25, 0.999_999_9]) {
      const went: number[] = [];
      const show = new Slideshow(
        () => order,
        (index) => went.push(index),
        () => chance,
      );
      show.shuffle = true;
      show.start(itemOf(7), 7);
      await settled();
      show.forward();
      show.stop();
      expect(went).toHaveLength(1);
      expect(went[0]).not.toBe(7);
      expect(went[0]).toBeGreaterThanOrEqual(0);
      expect(went[0]).toBeLessThan(1_000_000);
    }
    expect(order.loads, "one for each that is shown").toBeLessThanOrEqual(3);
  });

  it("changes_only_when_the_next_is_decoded", async () => {
    const order = new Order(100);
    const went: number[] = [];
    const show = new Slideshow(
      () => order,
      (index) => went.push(index),
    );
    show.start(itemOf(7), 7);
    await settled();
    show.ended(7);
    expect(went, "its time is over, the next is not here").toEqual([]);
    show.ready(new Set([8]));
    expect(went).toEqual([8]);
    show.stop();
  });

  it("begins_again_after_the_last", async () => {
    const order = new Order(8);
    const went: number[] = [];
    const show = new Slideshow(
      () => order,
      (index) => went.push(index),
    );
    show.start(itemOf(7), 7);
    await settled();
    show.forward();
    expect(went).toEqual([0]);
    show.stop();
  });
});
