import fc from "fast-check";
import { expect, test } from "vitest";
import { dayText, startOf } from "./since";

test("a day begins at midnight here, and its text is the day again", () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) }), (ms) => {
      const start = startOf(dayText(ms));
      expect(start).not.toBeNull();
      expect(start).toBeLessThanOrEqual(ms);
      expect(dayText(start ?? 0)).toBe(dayText(ms));
    }),
  );
});

test("what is no day begins nowhere", () => {
  for (const text of ["", "2026", "2026-02-30", "30-11-2026", "2026-13-01", "yesterday", "0099-01-01"])
    expect(startOf(text), text).toBe(null);
  expect(startOf(" 2026-11-30 ")).toBe(new Date(2026, 10, 30).getTime());
});
