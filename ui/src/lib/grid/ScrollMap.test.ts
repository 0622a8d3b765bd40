import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ScrollMap } from "./ScrollMap";

const layout = fc.integer({ min: 0, max: 200_000_000 });
const viewport = fc.integer({ min: 200, max: 2000 });
const ratio = fc.constantFrom(1, 1.25, 1.5, 2, 3);

describe("the scroll map", () => {
  it("keeps_the_scroll_box_below_what_a_browser_can_hold", () => {
    fc.assert(
      fc.property(layout, viewport, ratio, (height, view, pixels) => {
        expect(new ScrollMap(height, view, pixels).height * pixels).toBeLessThanOrEqual(15_000_000);
      }),
    );
  });

  it("reaches_both_ends_exactly", () => {
    fc.assert(
      fc.property(layout, viewport, ratio, (height, view, pixels) => {
        const map = new ScrollMap(height, view, pixels);
        expect(map.toLayout(0)).toBe(0);
        expect(map.toLayout(map.scrollEnd), "the last place of the box is the last of the layout").toBe(map.layoutEnd);
        expect(map.toScroll(map.layoutEnd)).toBe(map.scrollEnd);
      }),
    );
  });

  it("never_runs_backwards_and_comes_back_to_the_same_place", () => {
    fc.assert(
      fc.property(layout, viewport, ratio, fc.double({ min: 0, max: 1, noNaN: true }), (height, view, pixels, part) => {
        const map = new ScrollMap(height, view, pixels);
        const place = part * map.layoutEnd;
        expect(map.toLayout(map.toScroll(place))).toBeCloseTo(place, 1);
        expect(map.toLayout(map.toScroll(place) + 1)).toBeGreaterThanOrEqual(map.toLayout(map.toScroll(place)));
      }),
    );
  });

  it("is_one_to_one_while_everything_fits", () => {
    const map = new ScrollMap(9_000_000, 800, 1);
    expect(map.mapped).toBe(false);
    expect(map.toLayout(4_321_000)).toBe(4_321_000);
  });
});
