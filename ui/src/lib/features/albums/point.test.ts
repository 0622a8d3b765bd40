import { expect, it } from "vitest";
import { typedPoint } from "./point";

it.each([
  ["67.93, 13.09", 67.93, 13.09],
  ["-33.8568,151.2153", -33.8568, 151.2153],
  ["67.93 13.09", 67.93, 13.09],
  [" 33.86° S, 70° W ", -33.86, -70],
  ["90, -180", 90, -180],
])("%s is a point", (text, latitude, longitude) => {
  expect(typedPoint(text)).toEqual({ latitude, longitude });
});

it.each(["", "Reine", "67.93", "67,93 13,09", "90.1, 0", "0, 180.5", "1, 2, 3", "N, E"])("%s is none", (text) => {
  expect(typedPoint(text)).toBeNull();
});
