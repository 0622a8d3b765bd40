import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { itemOf } from "../../grid/testLibrary";
import { framesAround } from "./strip";

describe("the film strip", () => {
  it("keeps_the_current_one_in_the_middle_away_from_the_ends_and_lets_none_overlap_or_stick_out", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.nat(499),
        fc.integer({ min: 200, max: 1800 }),
        (total, at, width) => {
          const index = at % total;
          const frames = framesAround(index, total, width, itemOf);
          const current = frames.find((frame) => frame.index === index);
          const ends = frames[0]?.index === 0 || frames.at(-1)?.index === total - 1;
          if (!ends) expect((current?.left ?? NaN) + (current?.width ?? NaN) / 2).toBe(0);
          frames.slice(1).forEach((frame, place) => {
            const before = frames[place];
            expect(frame.index, "in order, none left out").toBe((before?.index ?? NaN) + 1);
            expect(frame.left).toBeGreaterThan((before?.left ?? NaN) + (before?.width ?? NaN));
          });
          for (const { left, width: wide } of frames) {
            expect(Math.max(Math.abs(left), Math.abs(left + wide))).toBeLessThanOrEqual(width / 2);
          }
        },
      ),
    );
  });

  it("begins_at_the_edge_on_the_first_and_ends_there_on_the_last", () => {
    const first = framesAround(0, 500, 900, itemOf);
    expect(first[0]).toMatchObject({ index: 0, left: -450 });
    const last = framesAround(499, 500, 900, itemOf).at(-1);
    expect((last?.left ?? NaN) + (last?.width ?? NaN)).toBe(450);
    expect(last?.index).toBe(499);
  });

  it("shows_a_plain_frame_for_what_is_not_in_memory", () => {
    const frames = framesAround(5, 100, 900, (index) => (index === 5 ? itemOf(5) : undefined));
    expect(frames.length).toBeGreaterThan(10);
  });
});
