import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Segment } from "../../ipc/bindings";
import { barLength, fitSteps, monthSteps, partOf, placeAt, yearMarks } from "./months";

const day = (text: string, items = 1): Segment => ({ key: text, day: text, items });
const SOME = [day("2026-06-14", 5), day("2026-06-02", 2), day("2026-03-30"), day("2025-12-31"), day("2021-01-01", 9)];

describe("the scale of the scrubber", () => {
  it("has_a_step_for_every_month_also_without_photos", () => {
    const steps = monthSteps(SOME);
    expect(steps.length, "June 2026 back to January 2021").toBe(5 * 12 + 6);
    expect(steps[0]).toMatchObject({ year: 2026, month: 5, items: 7, first: 0, past: 2 });
    expect(steps[1]).toMatchObject({ year: 2026, month: 4, items: 0 });
    expect(
      steps.reduce((sum, { items }) => sum + items, 0),
      "no photo is left out",
    ).toBe(18);
  });

  it("joins_months_to_quarters_and_years_where_there_is_no_room", () => {
    const months = monthSteps(SOME);
    expect(fitSteps(months, 700).length).toBe(66);
    expect(fitSteps(months, 120).length).toBe(22);
    expect(fitSteps(months, 30).length).toBe(6);
    for (const height of [30, 120, 700]) {
      expect(fitSteps(months, height).reduce((sum, { items }) => sum + items, 0)).toBe(18);
    }
  });

  it("draws_bars_from_2_to_22", () => {
    expect(barLength(0, 9)).toBe(2);
    expect(barLength(9, 9)).toBe(22);
    expect(barLength(1, 10_000), "one photo is more than none").toBeGreaterThan(2);
  });

  it("keeps_year_labels_apart", () => {
    const marks = yearMarks(fitSteps(monthSteps(SOME), 60), 60, 18);
    marks.slice(1).forEach(({ at }, index) => expect(at - (marks[index]?.at ?? 0)).toBeGreaterThanOrEqual(18));
  });

  it("leads_to_the_place_it_shows", () => {
    const steps = monthSteps(SOME);
    const topOf = (segment: number): number => segment * 500;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2499 }), (place) => {
        const back = placeAt(steps, topOf, partOf(steps, topOf, place));
        expect(back).toBeCloseTo(place, 3);
      }),
    );
  });
});
