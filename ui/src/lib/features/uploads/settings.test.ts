import { expect, it } from "vitest";
import { clockOf, minutesOf, speedOf, speedTyped } from "./settings";

it.each([
  ["23:00", 1380],
  ["7:05", 425],
  ["0.30", 30],
  ["24:00", null],
  ["12:60", null],
  ["soon", null],
  ["", null],
])("reads %s as minutes", (typed, minutes) => expect(minutesOf(typed)).toBe(minutes));

it("writes a time as it is read", () => expect(minutesOf(clockOf(425))).toBe(425));

it.each([
  ["2.5", 2_500_000],
  ["2,5", 2_500_000],
  ["0", null],
  ["-3", null],
  ["fast", null],
  ["", null],
])("reads a limit of %s", (typed, bytes) => expect(speedOf(typed)).toBe(bytes));

it("writes a limit as it is read", () => expect(speedOf(speedTyped(1_250_000))).toBe(1_250_000));
