import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { FLATTEST, justify, layoutRatio, SHORTEST, TALLEST, WIDEST_RATIO, type JustifyOptions } from "./justify";

const ratio = fc.double({ min: 0.3, max: WIDEST_RATIO, noNaN: true });
const ratios = fc.array(ratio, { maxLength: 120 });
const options = fc.record({
  width: fc.integer({ min: 240, max: 2600 }),
  rowHeight: fc.integer({ min: 104, max: 288 }),
  gap: fc.integer({ min: 2, max: 6 }),
  continues: fc.boolean(),
});

interface Row {
  top: number;
  height: number;
  tiles: { left: number; width: number; ratio: number }[];
}

function rowsOf(given: readonly number[], laid: Float32Array): Row[] {
  const rows: Row[] = [];
  given.forEach((one, at) => {
    const [left = 0, top = 0, width = 0, height = 0] = laid.subarray(at * 4, at * 4 + 4);
    const last = rows.at(-1);
    if (last?.top === top) last.tiles.push({ left, width, ratio: one });
    else rows.push({ top, height, tiles: [{ left, width, ratio: one }] });
  });
  return rows;
}

function everyLayout(check: (given: number[], rows: Row[], how: JustifyOptions, height: number) => void): void {
  fc.assert(
    fc.property(ratios, options, (given, how) => {
      const { boxes, height } = justify(given, how);
      expect(boxes.length, "each picture has a box").toBe(given.length * 4);
      check(given, rowsOf(given, boxes), how, height);
    }),
  );
}

const USUAL = fc.array(fc.constantFrom(1.5, 4 / 3, 0.75, 2 / 3, 1, 16 / 9), { minLength: 1, maxLength: 200 });

describe("justify", () => {
  it("keeps_the_order_and_lets_nothing_overlap", () => {
    everyLayout((_, rows, { gap }, height) => {
      let top = 0;
      for (const row of rows) {
        expect(row.top, "a row begins one gap below the one before").toBe(top);
        top += row.height + gap;
        row.tiles.reduce((edge, tile) => {
          expect(tile.left, "a tile begins right of the one before").toBeGreaterThanOrEqual(edge);
          expect(tile.width).toBeGreaterThan(0);
          return tile.left + tile.width;
        }, 0);
      }
      expect(height).toBe(rows.length === 0 ? 0 : top - gap);
    });
  });

  it("ends_every_filled_row_exactly_at_the_width", () => {
    everyLayout((_, rows, { width, rowHeight, continues }) => {
      rows.forEach((row, at) => {
        const last = row.tiles.at(-1);
        const end = (last?.left ?? 0) + (last?.width ?? 0);
        expect(end, "no row is wider than the grid").toBeLessThanOrEqual(width);
        const mayBeRagged = row.height === rowHeight && (at === rows.length - 1 || continues || row.tiles.length > 0);
        if (end < width) expect(mayBeRagged, "a row that ends early has the wanted height").toBe(true);
      });
    });
  });

  it("keeps_rows_near_the_wanted_height", () => {
    everyLayout((_, rows, { rowHeight }) => {
      for (const row of rows) {
        expect(row.height, "never taller").toBeLessThanOrEqual(Math.ceil(rowHeight * TALLEST));
        // One very wide picture in a narrow window has no other way.
        if (row.tiles.length > 1) expect(row.height).toBeGreaterThanOrEqual(Math.floor(rowHeight * FLATTEST));
      }
    });
  });

  it("shows_pictures_in_their_own_shape", () => {
    everyLayout((_, rows) => {
      for (const { height, tiles } of rows) {
        for (const tile of tiles) {
          // Edges are whole px: one px of width at each edge, and the rounding of the height over the whole width.
          const slack = 2 + tile.ratio;
          expect(Math.abs(tile.width - tile.ratio * height)).toBeLessThanOrEqual(slack + tile.ratio);
        }
      }
    });
  });

  it("fills_every_row_but_the_last_at_three_quarters_of_the_height_or_more_with_usual_photographs", () => {
    fc.assert(
      fc.property(USUAL, fc.integer({ min: 700, max: 2400 }), (given, width) => {
        const rows = rowsOf(given, justify(given, { width, rowHeight: 160, gap: 4 }).boxes);
        for (const { tiles } of rows.slice(0, -1)) {
          const last = tiles.at(-1);
          expect((last?.left ?? 0) + (last?.width ?? 0), "a row inside a day fills the width").toBe(width);
        }
        for (const { height } of rows) {
          expect(height).toBeGreaterThanOrEqual(Math.floor(160 * SHORTEST));
        }
      }),
    );
  });

  it("lowers_a_row_rather_than_leave_a_hole_beside_a_panorama", () => {
    const rows = rowsOf(
      [0.667, 3.4, 1.5, 1.5],
      justify([0.667, 3.4, 1.5, 1.5], { width: 576, rowHeight: 200, gap: 6 }).boxes,
    );
    const last = rows[0]?.tiles.at(-1);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBe(576);
  });

  it("leaves_no_picture_alone_where_the_row_before_can_take_it", () => {
    const day = [1.5, 0.67, 2.8, 0.67];
    const { boxes } = justify(day, { width: 980, rowHeight: 196, gap: 4 });
    expect(rowsOf(day, boxes), "all four fit in one row at 173 px").toHaveLength(1);
  });

  it("varies_row_heights_less_than_filling_one_row_after_the_other", () => {
    const shapes = [1.5, 1.5, 4 / 3, 4 / 3, 0.75, 2 / 3, 1, 16 / 9, 2.4];
    const given = Array.from({ length: 600 }, (_, at) => shapes[(at * 7919 + ((at * at) % 13)) % shapes.length] ?? 1);
    const how = { width: 980, rowHeight: 196, gap: 4 };
    const spread = (heights: number[]): number =>
      Math.sqrt(heights.reduce((sum, height) => sum + (height - how.rowHeight) ** 2, 0) / heights.length);
    const balanced = rowsOf(given, justify(given, how).boxes).map(({ height }) => height);
    const greedy: number[] = [];
    let row: number[] = [];
    for (const one of given) {
      row.push(one);
      const height = (how.width - how.gap * (row.length - 1)) / row.reduce((sum, each) => sum + each, 0);
      if (height <= how.rowHeight) {
        greedy.push(height);
        row = [];
      }
    }
    expect(spread(balanced.slice(0, -1))).toBeLessThan(spread(greedy) * 0.7);
  });

  it("lays_out_the_largest_day_whole", () => {
    const given = Float32Array.from({ length: 70_000 }, (_, at) => 0.6 + (at % 11) / 8);
    const { boxes, height } = justify(given, { width: 980, rowHeight: 196, gap: 4 });
    const [, top = 0, , tall = 0] = boxes.subarray(-4);
    expect(top + tall, "the last picture ends where the day ends").toBe(height);
  });

  it("clamps_panoramas_and_takes_four_thirds_while_the_size_is_unknown", () => {
    expect(layoutRatio(9000, 1000)).toBe(WIDEST_RATIO);
    expect(layoutRatio(0, 0)).toBe(4 / 3);
    expect(layoutRatio(100, 9000), "a strip stays wide enough to be hit").toBeGreaterThanOrEqual(0.3);
  });
});
