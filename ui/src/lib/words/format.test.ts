import { expect, it } from "vitest";
import { ago, bytes, count, counted, days, span } from "./format";

it("writes numbers with commas and the right noun", () => {
  expect(count(48216)).toBe("48,216");
  expect(counted(1, "file")).toBe("1 file");
  expect(counted(412, "file")).toBe("412 files");
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [999_600, "1.0 MB"],
  [11_300_000, "11.3 MB"],
  [312_400_000, "312 MB"],
  [1_400_000_000, "1.4 GB"],
])("writes %d bytes as %s", (value, shown) => {
  expect(bytes(value)).toBe(shown);
});

it.each([
  [0, "1 second"],
  [40_000, "40 seconds"],
  [14 * 60_000, "14 min"],
  [7 * 3_600_000 + 22 * 60_000, "7 h 22 min"],
  [2 * 3_600_000, "2 h"],
])("writes %d ms to go as %s", (value, shown) => {
  expect(span(value)).toBe(shown);
});

it("names two days once where they share month or year", () => {
  expect(days("2026-06-11", "2026-06-19")).toBe("11 to 19 June 2026");
  expect(days("2026-05-28", "2026-06-03")).toBe("28 May to 3 June 2026");
  expect(days("2025-12-30", "2026-01-02")).toBe("30 December 2025 to 2 January 2026");
  expect(days("2026-06-14", "2026-06-14")).toBe("14 June 2026");
});

it("says how long ago in the largest unit that fits", () => {
  const now = Date.UTC(2026, 5, 14, 12);
  expect(ago(now - 30_000, now)).toBe("just now");
  expect(ago(now - 60_000, now)).toBe("a minute ago");
  expect(ago(now - 12 * 60_000, now)).toBe("12 minutes ago");
  expect(ago(now - 3_600_000, now)).toBe("an hour ago");
  expect(ago(now - 3 * 3_600_000, now)).toBe("3 hours ago");
  expect(ago(now - 25 * 3_600_000, now)).toBe("a day ago");
});
