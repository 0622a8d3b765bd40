import { describe, expect, it } from "vitest";

import { PictureQueue } from "./PictureQueue.svelte";
import type { SectionView } from "./sections";
import { itemOf } from "./testLibrary";

const TILE = 100;

/** A column of tiles, keys from 0, each 100 px high; drawn from one to another. */
function drawn(from: number, to: number): SectionView[] {
  const tiles = Array.from({ length: to - from }, (_, at) => ({
    item: itemOf(from + at),
    segment: 0,
    place: from + at,
    left: 0,
    top: (from + at) * TILE,
    width: TILE,
    height: TILE,
  }));
  const segment = { key: "a", day: null, items: 1_000 };
  return [{ index: 0, segment, top: 0, height: 1e5, header: false, continues: false, loaded: true, tiles }];
}

function open() {
  const cancelled: number[] = [];
  const queue = new PictureQueue((keys) => cancelled.push(...keys));
  const look = (first: number, more: { down?: boolean; fast?: boolean } = {}) =>
    queue.look({
      sections: drawn(Math.max(0, first - 20), first + 24),
      top: first * TILE,
      height: 4 * TILE,
      down: true,
      fast: false,
      ...more,
    });
  const asked = () => [...queue.asked].sort((a, b) => a - b);
  return { queue, cancelled, look, asked };
}

describe("pictures of tiles", () => {
  it("are_asked_for_in_view_first_and_ahead_only_once_those_are_here", () => {
    const { queue, look, asked } = open();
    look(100);
    expect(asked(), "only what is seen").toEqual([100, 101, 102, 103]);
    [100, 101, 102].forEach((key) => queue.came(key));
    expect(asked().length, "one is still missing").toBe(4);
    queue.came(103);
    expect(asked(), "then what lies below, a few at a time").toEqual(Array.from({ length: 16 }, (_, at) => 100 + at));
  });

  it("are_asked_for_upwards_when_scrolling_goes_up", () => {
    const { queue, look, asked } = open();
    look(100, { down: false });
    [100, 101, 102, 103].forEach((key) => queue.came(key));
    expect(asked()[0]).toBe(88);
  });

  it("are_not_asked_for_while_everything_flies_past_unless_they_were_here_before", () => {
    const { queue, look, asked } = open();
    look(100);
    [100, 101, 102, 103].forEach((key) => queue.came(key));
    look(500, { fast: true });
    expect(asked()).toEqual([]);
    look(102, { fast: true });
    expect(asked(), "the web view still has these").toEqual([102, 103]);
    look(102);
    expect(asked()).toEqual([102, 103, 104, 105]);
  });

  it("are_called_off_when_their_tile_leaves_before_they_came_and_no_other_is", () => {
    const { queue, look, cancelled } = open();
    look(100);
    queue.came(101);
    look(500);
    expect(cancelled.sort()).toEqual([100, 102, 103]);
    look(900);
    expect(cancelled.filter((key) => key === 100).length, "once").toBe(1);
  });

  it("are_asked_for_again_when_they_failed_because_they_had_been_called_off", () => {
    const { queue, look } = open();
    look(100);
    look(500);
    look(100);
    expect(queue.failed(100), "the answer to the call that was called off").toBe(true);
    expect(queue.failed(700), "this one cannot be had").toBe(false);
  });
});
