import fc from "fast-check";
import { expect, test } from "vitest";
import { dayAndYear, dayHere, dayNamed, dayOfMonth, dayOfWeek, timeOfDay } from "./calendar";

const moments = fc.integer({ min: Date.UTC(1840, 0, 1), max: Date.UTC(2200, 0, 1) });

test("days and times read as British English has them", () => {
  const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
  fc.assert(
    fc.property(moments, (ms) => {
      const day = dayHere(ms);
      expect(dayAndYear(day)).toBe(date.format(ms));
      expect(dayOfWeek(day)).toBe(`${weekday.format(ms)} ${dayOfMonth(day)}`);
      expect(timeOfDay(ms)).toBe(time.format(ms));
    }),
  );
});

test("a day that was written is that day, wherever one is", () => {
  expect(dayNamed("2026-06-14")).toEqual({ year: 2026, month: 5, day: 14, weekday: 0 });
});

test("what is no day is none", () => {
  expect(dayNamed("undated")).toBeNull();
  expect(dayNamed("2026-13-01")).toBeNull();
});
