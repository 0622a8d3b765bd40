import { expect, test } from "vitest";
import type { PickView } from "../../ipc/bindings";
import { cameWords, folderName, isOver, leftWords, partOf } from "./words";

const pick = (change: Partial<PickView>): PickView => ({
  key: 1,
  connection: 1,
  folder: "/home/mara/Pictures/From Google",
  most: 2000,
  album: null,
  albumTitle: null,
  state: "fetching",
  page: null,
  untilMs: null,
  message: null,
  job: null,
  picked: 0,
  fetched: 0,
  there: 0,
  leftOut: 0,
  bytes: 0,
  madeMs: 0,
  endedMs: null,
  ...change,
});

test("what came is told with what was there and what could not be had", () => {
  expect(cameWords(pick({ fetched: 1, bytes: 2_400_000 }))).toBe("1 copy, 2.4 MB");
  expect(cameWords(pick({ fetched: 12, bytes: 34e6, there: 3, leftOut: 1 }))).toBe(
    "12 copies, 34.0 MB · 3 there already · 1 not fetched",
  );
  expect(cameWords(pick({}))).toBe("No copies");
});

test("the part counts all that is settled, and nothing is measured before it is known", () => {
  expect(partOf(pick({}))).toBeNull();
  expect(partOf(pick({ picked: 10, fetched: 3, there: 1, leftOut: 1 }))).toBe(0.5);
});

test("the page says how long it can be used", () => {
  expect(leftWords(pick({ untilMs: 28 * 60_000 }), 0)).toBe("The page stays open for another 28 min.");
  expect(leftWords(pick({ untilMs: 5 }), 10)).toBe("The page closes now.");
  expect(leftWords(pick({}), 0)).toBeNull();
});

test("a folder is called by the end of its path, on every system", () => {
  expect(folderName("/home/mara/Pictures/")).toBe("Pictures");
  expect(folderName("C:\\Users\\Mara\\Pictures")).toBe("Pictures");
});

test("what waits, lists or fetches is not over", () => {
  expect(["waiting", "listing", "fetching"].map((state) => isOver(state as PickView["state"]))).toEqual([
    false,
    false,
    false,
  ]);
  expect(isOver("failed")).toBe(true);
});
