import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { allowedScale, bounded, fitScale, needsFull, sameShape, shownSize, zoomAt, zoomWords } from "./zoom";

const side = fc.integer({ min: 20, max: 12_000 });
const size = fc.record({ width: side, height: side });

describe("looking closer", () => {
  it("keeps_what_is_under_the_pointer_under_the_pointer", () => {
    const place = fc.integer({ min: -2000, max: 2000 });
    const scale = fc.double({ min: 0.05, max: 8, noNaN: true });
    fc.assert(
      fc.property(scale, scale, place, place, place, place, (from, to, x, y, px, py) => {
        const look = { scale: from, x, y };
        const closer = zoomAt(look, to, { x: px, y: py });
        // A picture px is (point - middle) / scale: the same before and after.
        expect((px - closer.x) / closer.scale).toBeCloseTo((px - look.x) / look.scale, 4);
        expect((py - closer.y) / closer.scale).toBeCloseTo((py - look.y) / look.scale, 4);
      }),
    );
  });

  it("never_shows_ground_beside_a_picture_larger_than_the_stage", () => {
    const place = fc.integer({ min: -90_000, max: 90_000 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.double({ min: 0.05, max: 8, noNaN: true }),
        place,
        place,
        (picture, stage, scale, x, y) => {
          const look = bounded({ scale, x, y }, picture, stage);
          const half = (picture.width * scale) / 2;
          if (half * 2 <= stage.width) expect(look.x, "a smaller picture stays in the middle").toBe(0);
          else {
            expect(look.x - half, "the left edge is not inside").toBeLessThanOrEqual(-stage.width / 2 + 0.001);
            expect(look.x + half, "the right edge is not inside").toBeGreaterThanOrEqual(stage.width / 2 - 0.001);
          }
        },
      ),
    );
  });

  it("fits_the_whole_picture_and_does_not_blow_up_a_small_one", () => {
    fc.assert(
      fc.property(size, size, (picture, room) => {
        const scale = fitScale(picture, room, 1);
        expect(scale).toBeLessThanOrEqual(1);
        expect(picture.width * scale).toBeLessThanOrEqual(room.width + 0.001);
        expect(picture.height * scale).toBeLessThanOrEqual(room.height + 0.001);
      }),
    );
  });

  it("goes_no_farther_than_the_fit_and_no_closer_than_eight_times", () => {
    expect(allowedScale(0.01, 0.2, 1), "the fit is the farthest").toBe(0.2);
    expect(allowedScale(40, 0.2, 1), "eight times is the closest").toBe(8);
    expect(allowedScale(0.5, 0.2, 1)).toBe(0.5);
  });

  it("says_the_zoom_in_words", () => {
    expect(zoomWords(0.43, 0.43, 1)).toBe("Fit · 43%");
    expect(zoomWords(0.5, 0.2, 0.5), "on a dense screen the full size is half a CSS px").toBe("100%");
  });

  it("asks_for_the_full_size_only_when_the_preview_would_be_blown_up", () => {
    const photo = { width: 6048, height: 4024 };
    expect(needsFull(photo, 0.2, 1), "whole, in a window").toBe(false);
    expect(needsFull(photo, 0.2, 2), "whole, on a dense screen").toBe(true);
    expect(needsFull(photo, 1, 1), "one px a px").toBe(true);
    expect(needsFull({ width: 1600, height: 1200 }, 8, 2), "there is no more than the preview").toBe(false);
  });

  it("believes_the_picture_about_which_way_it_stands_and_the_library_about_its_px", () => {
    const library = { width: 6000, height: 4000 };
    expect(shownSize(library, undefined)).toEqual(library);
    expect(shownSize(library, { width: 2048, height: 1365 })).toEqual(library);
    expect(shownSize(library, { width: 1365, height: 2048 })).toEqual({ width: 4000, height: 6000 });
    expect(shownSize({ width: 0, height: 0 }, { width: 800, height: 600 })).toEqual({ width: 800, height: 600 });
    expect(sameShape(library, { width: 256, height: 171 }), "rounding is no other shape").toBe(true);
    expect(sameShape(library, { width: 171, height: 256 })).toBe(false);
  });
});
