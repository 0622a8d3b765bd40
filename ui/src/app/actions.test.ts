import { expect, it } from "vitest";
import { table } from "./actions";

it("no key does two things", () => {
  const keys = Object.values(table).flatMap((action) => action.keys?.toLowerCase() ?? []);
  expect(new Set(keys).size, "two actions would fight for one key").toBe(keys.length);
});

it("no key is the beginning of a longer one", () => {
  const keys = Object.values(table).flatMap((action) => action.keys ?? []);
  const firsts = new Set(keys.filter((key) => key.includes(" ")).map((key) => key.split(" ")[0]));
  expect(
    keys.filter((key) => firsts.has(key)),
    "g alone would never wait for p",
  ).toEqual([]);
});
