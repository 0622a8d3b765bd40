import { describe, expect, it } from "vitest";

import { acrossRows, inNextRow } from "./neighbour";
import { SegmentLayout, type TilePlace } from "./SegmentLayout";
import { daysOf, TestSource } from "./testLibrary";

function laid(lengths: readonly number[]): SegmentLayout {
  const source = new TestSource(daysOf(lengths));
  lengths.forEach((_, at) => source.load(at));
  const layout = new SegmentLayout(source.segments, { width: 980, rowHeight: 160, gap: 4, lead: 0 });
  layout.lay(lengths.keys(), (at) => source.itemsOf(at));
  return layout;
}

const topOf = (layout: SegmentLayout, place: TilePlace | undefined): number =>
  (place && layout.boxOf(place)?.top) ?? NaN;

describe("moving by rows", () => {
  it("goes_down_through_every_row_of_every_day_and_back", () => {
    const layout = laid([7, 30, 1, 12]);
    const down: number[] = [];
    let at: TilePlace | undefined = { segment: 0, place: 0 };
    let last = at;
    while (at) {
      last = at;
      down.push(topOf(layout, at));
      at = inNextRow(layout, at, true);
    }
    expect(last.segment, "the last day is reached").toBe(3);
    expect(
      [...down].sort((a, b) => a - b),
      "each step goes down",
    ).toEqual(down);
    const up: number[] = [];
    for (at = last; at; at = inNextRow(layout, at, false)) up.push(topOf(layout, at));
    expect(up.reverse(), "the way back passes the same rows").toEqual(down);
  });

  it("picks_the_tile_whose_middle_is_nearest", () => {
    const layout = laid([40]);
    const from = { segment: 0, place: 1 };
    const box = layout.boxOf(from);
    const next = inNextRow(layout, from, true);
    const middle = (box?.left ?? 0) + (box?.width ?? 0) / 2;
    const row = Array.from({ length: 40 }, (_, place) => ({ segment: 0, place })).filter(
      (place) => topOf(layout, place) === topOf(layout, next),
    );
    const off = (place: TilePlace): number => {
      const other = layout.boxOf(place);
      return Math.abs((other?.left ?? 0) + (other?.width ?? 0) / 2 - middle);
    };
    expect(Math.min(...row.map(off))).toBe(next && off(next));
  });

  it("moves_a_page_but_at_least_a_row", () => {
    const layout = laid([60, 60]);
    const from = { segment: 0, place: 0 };
    const page = acrossRows(layout, from, 500);
    expect(topOf(layout, page) - topOf(layout, from)).toBeLessThanOrEqual(500);
    expect(topOf(layout, acrossRows(layout, from, 10)), "never stuck").toBeGreaterThan(topOf(layout, from));
    expect(acrossRows(layout, from, -500), "nothing above the first row").toEqual(from);
  });
});
